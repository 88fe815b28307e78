// An API with tokens: whoever signs in gets a JWT, and with it may have files summed up.
import cors from 'cors';
import express from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import createError from 'http-errors';
import morgan from 'morgan';
import files from './routes/files.js';
import tokens from './routes/tokens.js';
import users from './routes/users.js';

const app = express();

app.use(morgan('tiny')); // goes to the app's log
app.use(helmet());
app.use(cors({ origin: ['https://app.example.org'], exposedHeaders: ['RateLimit', 'RateLimit-Policy'] }));

// What this counts is in memory, and memory does not outlive a request: here every request is a client's first, and none is refused.
// It still tells clients the policy; to enforce one, start the server with `--rate`, or pass a `store` that is elsewhere.
app.use(rateLimit({ limit: 100, windowMs: 60_000, standardHeaders: 'draft-8', legacyHeaders: false }));

app.use(express.json({ limit: '1kb' }));

app.use('/tokens', tokens);
app.use('/users', users);
app.use('/files', files);

app.use((req, res, next) => {
  next(createError(404, `there is no ${req.method} ${req.path}`));
});

app.use((error, req, res, next) => {
  if (res.headersSent) return next(error);
  const { status, message, headers } = createError.isHttpError(error) ? error : createError(500, error);
  if (status >= 500) console.error(error);
  if (headers) res.set(headers);
  res.status(status).json({ error: { status, message: status < 500 ? message : 'something went wrong' } });
});

app.listen(3000);

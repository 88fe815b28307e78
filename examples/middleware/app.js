// Middleware from npm, unmodified: security headers, cross-origin requests, signed cookies.
import cookieParser from 'cookie-parser';
import cors from 'cors';
import express from 'express';
import helmet from 'helmet';

const app = express();

app.use(helmet());
app.use(cors({ origin: 'https://app.example.org', credentials: true, maxAge: 600 }));

// The environment is read when the app is deployed: `rnode-wasm deploy app.js --env COOKIE_SECRET=...`
app.use(cookieParser(process.env.COOKIE_SECRET ?? 'only for development'));
app.use(express.urlencoded());

// Middleware that wraps `res.end` works as it does in Node.js.
app.use((req, res, next) => {
  const { end } = res;
  res.end = function timed(...args) {
    res.set('Server-Timing', 'app');
    return end.apply(this, args);
  };
  next();
});

app.get('/', (req, res) => {
  const { name } = req.signedCookies;
  res.send(name ? `Hello ${name}!` : 'Hello stranger!');
});

app.post('/session', (req, res) => {
  res.cookie('name', req.body.name, { signed: true, httpOnly: true, sameSite: 'lax', maxAge: 3_600_000 });
  res.redirect(303, '/');
});

app.delete('/session', (req, res) => {
  res.clearCookie('name').sendStatus(204);
});

app.listen(3000);

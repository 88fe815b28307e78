// A shop's API: a catalogue, a login, and a cart in the session.
import cookieSession from 'cookie-session';
import express from 'express';
import cart from './routes/cart.js';
import products from './routes/products.js';
import session from './routes/session.js';

const app = express();

// The session is in a signed cookie: memory does not outlive a request here, so a store in memory would forget everyone at once.
// The cookie cannot be changed by whom it belongs to, but read: no secrets in it, and no more than 4 KB.
app.use(cookieSession({
  name: 'session',
  keys: [process.env.SESSION_SECRET ?? 'only for development'],
  maxAge: 24 * 60 * 60 * 1000,
  sameSite: 'lax',
}));
app.use(express.json());

app.use('/products', products);
app.use('/session', session);
app.use('/cart', cart);

app.use((req, res) => {
  res.status(404).json({ error: `there is no ${req.method} ${req.path}` });
});

app.use((error, req, res, next) => {
  if (res.headersSent) return next(error);
  const status = error.status ?? 500;
  if (status >= 500) console.error(error);
  res.status(status).json({ error: status < 500 ? error.message : 'something went wrong' });
});

app.listen(3000);

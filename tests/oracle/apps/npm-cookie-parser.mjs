/** cookie-parser: plain, JSON and signed cookies, its functions on their own, and cookies that Express signs for it. */
import cookieParser from 'cookie-parser';

export default (express) => {
  const app = express();
  const show = (req, res) => res.json({ cookies: req.cookies, signed: req.signedCookies ?? null, secret: req.secret ?? null });

  app.get('/unsigned', cookieParser(), show);
  app.get('/signed', cookieParser('first secret'), show);
  app.get('/rotated', cookieParser(['new secret', 'first secret']), show);
  app.get('/decoded', cookieParser(undefined, { decode: (text) => text.toUpperCase() }), show);
  app.get('/twice', cookieParser('first secret'), cookieParser('other'), show);
  app.get('/set', cookieParser('first secret'), (req, res) => {
    res.cookie('plain', 'a b', { httpOnly: true });
    res.cookie('visits', { count: 2 }, { signed: true, path: '/visits' });
    res.cookie('user', 'ada', { signed: true, sameSite: 'lax' }).send('set');
  });
  app.get('/set-without-secret', cookieParser(), (req, res) => res.cookie('user', 'ada', { signed: true }).send('set'));
  app.get('/functions', (req, res) => res.json([
    cookieParser.JSONCookie('j:{"a":[1]}'),
    cookieParser.JSONCookie('j:{') ?? null,
    cookieParser.JSONCookies({ a: 'j:1', b: 'plain' }),
    cookieParser.signedCookie(req.query.value, 'first secret') ?? null,
    cookieParser.signedCookie('unsigned', 'first secret'),
    cookieParser.signedCookies({ good: req.query.value, bad: 's:x.y', plain: 'p' }, ['other', 'first secret']),
  ]));
  app.use((error, req, res, next) => res.status(500).json([error.name, error.message]));
  return app;
};

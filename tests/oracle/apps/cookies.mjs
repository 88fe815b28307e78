/** `res.cookie` and `res.clearCookie`, and the middleware packages cookie-parser, cors and helmet on top of these objects. */
import cookieParser from 'cookie-parser';
import cors from 'cors';
import helmet from 'helmet';

export default (express) => {
  const app = express();
  const errors = (error, req, res, next) => res.status(500).json([error.name, error.message]);
  const SETS = {
    plain: ['name', 'value'], encoded: ['name', 'a b;c=ü'], object: ['name', { a: [1] }], number: ['n', 5], null: ['n', null], undefined: ['n', undefined],
    all: ['name', 'v', { domain: 'example.com', path: '/admin', httpOnly: true, secure: true, sameSite: 'strict', partitioned: true, priority: 'high' }],
    'max-age': ['name', 'v', { maxAge: 900000 }], 'max-age-text': ['name', 'v', { maxAge: '1500.7' }], 'max-age-zero': ['name', 'v', { maxAge: 0 }],
    'max-age-nan': ['name', 'v', { maxAge: 'soon' }], 'max-age-null': ['name', 'v', { maxAge: null }],
    expires: ['name', 'v', { expires: new Date(86400000) }], 'expires-bad': ['name', 'v', { expires: 'tomorrow' }], 'no-path': ['name', 'v', { path: null }],
    'path-bad': ['name', 'v', { path: '/a;b' }], 'domain-bad': ['name', 'v', { domain: 'exa mple' }], encode: ['name', 'a b', { encode: (text) => text.replace(' ', '_') }],
    'encode-bad': ['name', 'a', { encode: () => 'a;b' }], 'same-site-true': ['n', 'v', { sameSite: true }], 'same-site-lax': ['n', 'v', { sameSite: 'LAX' }],
    'same-site-none': ['n', 'v', { sameSite: 'none' }], 'same-site-bad': ['n', 'v', { sameSite: 'some' }], 'same-site-text-true': ['n', 'v', { sameSite: 'true' }],
    'priority-bad': ['n', 'v', { priority: 'urgent' }], 'name-bad': ['na me', 'v'], signed: ['n', 'v', { signed: true }],
  };
  for (const [name, args] of Object.entries(SETS)) app.get(`/set/${name}`, (req, res) => res.cookie(...args).send('cookie set'));
  app.get('/set-three', (req, res) => res.cookie('a', '1').cookie('b', '2').cookie('c', '3').send('three'));
  app.get('/options-kept', (req, res) => {
    const options = Object.freeze({ maxAge: 1000 });
    res.cookie('a', '1', options).json(options);
  });
  app.get('/clear', (req, res) => res.clearCookie('name').send('cleared'));
  app.get('/clear-options', (req, res) => res.clearCookie('name', { path: '/admin', maxAge: 100, expires: new Date(9e12), httpOnly: true }).send('cleared'));

  const parsed = express();
  parsed.use(cookieParser(['secret one', 'secret two']));
  parsed.get('/', (req, res) => res.json({ cookies: req.cookies, signed: req.signedCookies, secret: req.secret }));
  parsed.get('/signed', (req, res) => res.cookie('s', 'value', { signed: true }).cookie('j', { a: 1 }, { signed: true }).send('signed'));
  app.use('/parsed', parsed);

  app.use('/cors', cors(), (req, res) => res.json({ method: req.method }));
  const options = { origin: ['https://a.test', /\.b\.test$/], credentials: true, exposedHeaders: ['X-A', 'X-B'], maxAge: 60, methods: ['GET', 'PUT'], allowedHeaders: 'X-C' };
  app.use('/cors-options', cors(options), (req, res) => res.send('shared'));
  app.use('/cors-continue', cors({ preflightContinue: true, origin: (origin, callback) => callback(null, origin === 'https://a.test') }), (req, res) => res.send('continued'));
  app.use('/cors-error', cors({ origin: (origin, callback) => callback(new Error('refused')) }), (req, res) => res.send('never'));
  app.use('/helmet', helmet(), (req, res) => res.send('protected'));
  app.use('/helmet-options', helmet({ contentSecurityPolicy: { directives: { scriptSrc: ["'self'", (req, res) => `'nonce-${req.path.length}'`] } }, xFrameOptions: { action: 'deny' } }), (req, res) => res.json({ a: 1 }));
  app.use(errors);
  return app;
};

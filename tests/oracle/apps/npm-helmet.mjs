/** helmet: its defaults, its parts one by one, policies with functions, and the errors of wrong options. */
import helmet from 'helmet';

export default (express) => {
  const app = express();
  const show = (req, res) => res.json({ nonce: res.locals.nonce ?? null });

  app.use('/plain', helmet(), show);
  app.use('/policy', (req, res, next) => {
    res.locals.nonce = `n${req.path.length}`;
    next();
  }, helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'self'"], scriptSrc: ["'self'", (req, res) => `'nonce-${res.locals.nonce}'`], objectSrc: ["'none'"], upgradeInsecureRequests: [] },
    },
    crossOriginEmbedderPolicy: true,
    referrerPolicy: { policy: ['origin', 'unsafe-url'] },
  }), show);
  app.use('/report-only', helmet({ contentSecurityPolicy: { reportOnly: true, directives: { 'script-src': ['cdn.test'], styleSrc: null } }, strictTransportSecurity: false }), show);
  app.use('/transport', helmet({ strictTransportSecurity: { maxAge: 86400.9, includeSubDomains: false, preload: true }, xDnsPrefetchControl: { allow: true } }), show);
  app.use('/old-names', helmet({ frameguard: { action: 'deny' }, hidePoweredBy: false, hsts: false, noSniff: false }), show);
  app.use('/parts', helmet.xFrameOptions({ action: 'sameorigin' }), helmet.referrerPolicy(), helmet.crossOriginResourcePolicy({ policy: 'cross-origin' }), show);
  app.use('/bad-value', helmet({ contentSecurityPolicy: { directives: { scriptSrc: [() => 'a; b'] } } }), show);

  const OPTIONS = {
    'policy-name': { contentSecurityPolicy: { directives: { 'script src': ["'self'"] } } },
    'policy-twice': { contentSecurityPolicy: { directives: { scriptSrc: ["'self'"], 'script-src': ["'self'"] } } },
    'policy-empty': { contentSecurityPolicy: { useDefaults: false, directives: {} } },
    'policy-quotes': { contentSecurityPolicy: { directives: { scriptSrc: ['self'] } } },
    frame: { xFrameOptions: { action: 'allow-from' } },
    age: { strictTransportSecurity: { maxAge: -1 } },
    referrer: { referrerPolicy: { policy: ['no-referrer', 'no-referrer'] } },
    twice: { hsts: true, strictTransportSecurity: true },
  };
  app.get('/wrong/:name', (req, res) => {
    helmet(OPTIONS[req.params.name]);
    res.send('taken');
  });
  app.use((error, req, res, next) => res.status(500).json([error.name, error.message]));
  return app;
};

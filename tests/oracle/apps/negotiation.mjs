/** `req.accepts` and its relatives, `res.format`, `res.vary`. */
export default (express) => {
  const app = express();
  app.get('/types', (req, res) => res.json({
    all: req.accepts(),
    html: req.accepts('html'),
    list: req.accepts(['json', 'html', 'text']),
    several: req.accepts('application/json', 'text/html;level=1', 'text/html'),
    full: req.accepts('text/html', 'application/xml', 'image/png'),
    unknown: req.accepts('bogus'),
    mixed: req.accepts('bogus', 'image/webp', 'txt'),
    empty: req.accepts([]),
  }));
  app.get('/charsets', (req, res) => res.json({
    all: req.acceptsCharsets(),
    one: req.acceptsCharsets('utf-8'),
    several: req.acceptsCharsets('iso-8859-1', 'utf-8', 'utf-16'),
    list: req.acceptsCharsets(['UTF-8', 'koi8-r']),
  }));
  app.get('/encodings', (req, res) => res.json({
    all: req.acceptsEncodings(),
    one: req.acceptsEncodings('gzip'),
    several: req.acceptsEncodings('br', 'gzip', 'deflate'),
    list: req.acceptsEncodings(['identity', 'gzip']),
  }));
  app.get('/languages', (req, res) => res.json({
    all: req.acceptsLanguages(),
    one: req.acceptsLanguages('en'),
    several: req.acceptsLanguages('en-US', 'de', 'fr-CH'),
    list: req.acceptsLanguages(['fr', 'de-AT']),
  }));
  app.get('/format', (req, res) => res.format({
    'text/plain': () => res.send('plain'),
    'text/html; charset=x': () => res.send('<b>html</b>'),
    json: (request, response) => response.send({ same: request === req && response === res }),
  }));
  app.get('/format-default', (req, res) => res.format({ xml: () => res.send('<x/>'), default: () => res.send('anything') }));
  app.get('/format-only-default', (req, res) => res.format({ default: (_, response, next) => next() }), (req, res) => res.send('next was called'));
  app.get('/format-empty', (req, res) => res.format({}));
  app.get('/format-vary', (req, res) => res.vary('Origin').format({ html: () => res.send('x') }));
  app.get('/vary', (req, res) => {
    res.vary('Accept').vary(['Origin', 'accept']).vary('X-One, X-Two').vary('x-two');
    res.send('varied');
  });
  app.get('/vary-star', (req, res) => res.vary('Accept').vary('*').vary('Origin').send('star'));
  app.get('/vary-none', (req, res) => res.vary().send('never'));
  app.get('/vary-bad', (req, res) => res.vary('not a name').send('never'));
  app.use((error, req, res, next) => {
    res.status(error.status ?? 500).json({ name: error.name, message: error.message, error });
  });
  return app;
};

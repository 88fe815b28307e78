/** Middleware under a path: what it sees of the URL, what it may change, and what is put back. */
export default (express) => {
  const app = express();
  const seen = (req) => ({ url: req.url, base: req.baseUrl, original: req.originalUrl, path: req.path, params: { ...req.params } });
  const trail = (label) => (req, res, next) => {
    req.trail = [...(req.trail ?? []), [label, seen(req)]];
    next();
  };
  const show = (req, res) => res.json(req.trail ?? seen(req));

  app.use('/a', trail('a'), express.Router().use('/b', trail('b')));
  app.get('/a/b/c', trail('route'), show);
  app.use('/a', show);

  app.use('/show', show);
  app.use('/deep', express.Router().use('/er', express.Router().use('/still', show)));

  app.use('/rewrite', (req, res, next) => {
    req.url = '/rewritten?x=1';
    next();
  });
  app.get('/rewrite/rewritten', show);
  app.use((req, res, next) => {
    if (req.url.startsWith('/moved')) req.url = `/target${req.url.slice('/moved'.length)}`;
    next();
  });
  app.get('/target', show);
  app.get('/target/:id', show);
  app.use('/replace-all', (req, res, next) => {
    req.url = '/';
    next();
  }, show);
  app.use('/empty-url', (req, res, next) => {
    req.url = '';
    next();
  });
  app.get('/empty-url', show);
  app.use('/slash-mount/', (req, res, next) => {
    req.url = '/x';
    next();
  });
  app.get('/slash-mount/x', show);
  app.get('/method-override', (req, res, next) => {
    req.method = 'POST';
    next();
  });
  app.post('/method-override', (req, res) => res.send(`now ${req.method}`));

  const users = express.Router({ mergeParams: true });
  users.get('/', show);
  users.get('/:post', show);
  users.get(/^\/re\/(.+)$/, show);
  app.use('/users/:user/posts', users);
  const apart = express.Router();
  apart.get('/:post', show);
  app.use('/apart/:user/posts', apart);
  const numbered = express.Router({ mergeParams: true });
  numbered.get(/^\/(\d+)-(\d+)$/, show);
  app.use(/^\/numbered\/(\w+)\/(\w+)/, numbered);
  const shadow = express.Router({ mergeParams: true });
  shadow.get('/:id', show);
  app.use('/shadow/:id', shadow);
  app.get('/after/:own', (req, res, next) => {
    req.before = { ...req.params };
    next();
  }, express.Router({ mergeParams: true }).use('/nothing', show), (req, res) => res.json({ before: req.before, now: seen(req) }));
  app.use('/restore/:id', express.Router().get('/none', show), (req, res) => res.json(seen(req)));

  app.use(['/list', '/other'], trail('array'), [trail('nested'), [trail('deep')]], show);
  app.use('/boundary', show);
  app.use('/boundary-', show);
  app.use('/nodes', (req, res) => res.json(Object.keys(req.params)));
  app.use('/next-property', (req, res) => req.next());
  app.get('/next-property', (req, res) => res.send('through req.next'));

  app.param('word', (req, res, next, value, name) => {
    req.calls = [...(req.calls ?? []), [name, value]];
    req.params[name] = value.toUpperCase();
    next();
  });
  app.get('/param/:word', (req, res, next) => next());
  app.get('/param/:word', (req, res) => res.json({ calls: req.calls, word: req.params.word }));
  app.use('/param-use/:word', (req, res, next) => next());
  app.get('/param-use/:word/:word2', (req, res, next) => next());
  app.get('/param-use/:other/:word', (req, res) => res.json({ calls: req.calls, params: req.params }));
  app.get('/param-router/:word', express.Router().get('/:word', show));
  app.use('/param-inner', express.Router().get('/:word', (req, res) => res.json({ calls: req.calls ?? 'none' })));

  app.param(['min', 'max'], (req, res, next, value, name) => {
    if (!/^\d+$/.test(value)) next(value === 'route' ? 'route' : new RangeError(`${name} is not a number`));
    else setTimeout(next, 1);
  });
  app.param('min', (req, res, next, value) => {
    req.second = value;
    next();
  });
  app.get('/range/:min/:max', (req, res) => res.json({ ...req.params, second: req.second }));
  app.get('/range/:left/:right', (req, res) => res.json({ fallback: { ...req.params } }));
  app.param('async', async (req, res, next, value) => {
    if (value === 'reject') throw new Error('param rejected');
    if (value === 'nothing') return Promise.reject();
    next();
    return undefined;
  });
  app.param('sync', () => {
    throw new Error('param threw');
  });
  app.get('/async-param/:async', show);
  app.get('/sync-param/:sync', show);
  app.get('/maybe-param{/:word}', (req, res) => res.json({ calls: req.calls ?? 'none' }));
  app.get('/splat-param/*min', (req, res) => res.json(req.params));
  app.use((error, req, res, next) => res.status(500).json({ name: error.name, message: error.message, seen: seen(req) }));
  return app;
};

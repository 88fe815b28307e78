/** Methods, HEAD, OPTIONS, the order of layers, and the ways to pass a request on. */
export default (express) => {
  const app = express();
  const say = (text) => (req, res) => res.send(text);
  const mark = (text) => (req, res, next) => {
    req.marks = [...(req.marks ?? []), text];
    next();
  };
  const marks = (req, res) => res.json(req.marks ?? []);

  for (const method of ['get', 'post', 'put', 'patch', 'delete', 'options', 'trace', 'propfind', 'm-search', 'report', 'search', 'purge']) {
    app[method](`/method/${method}`, (req, res) => res.send(`${req.method} by ${method}`));
  }
  app.get('/', say('root'));
  app.get('/hello', say('Hello World!'));
  app.all('/all', (req, res) => res.send(`all ${req.method}`));
  app.all('/all-next', mark('all'), (req, res, next) => next());
  app.get('/all-next', marks);

  app.head('/own-head', (req, res) => res.set('X-Head', 'own').end());
  app.get('/own-head', (req, res) => res.set('X-Head', 'get').send('body'));
  app.post('/post-only', say('posted'));
  app.route('/resource').get(say('got')).post(say('posted')).all(say('otherwise'));
  app.route('/chain').all(mark('all')).get(mark('get'), [mark('a'), [mark('b')]], marks);
  app.get('/order', mark('1'));
  app.use('/order', mark('2'));
  app.get('/order', mark('3'), mark('4'));
  app.get('/orde:letter', mark('5'));
  app.get('/order', marks);

  app.get('/next-route', (req, res, next) => next('route'), say('skipped'));
  app.get('/next-route', say('second route'));
  app.get('/next-route-late', mark('1'), (req, res, next) => next('route'), say('skipped'));
  app.get('/next-route-late', marks);
  app.use('/use-next-route', (req, res, next) => next('route'), mark('still run'), marks);
  const router = express.Router();
  router.get('/next-router', (req, res, next) => next('router'), say('skipped'));
  router.get('/next-router', say('skipped too'));
  router.use('/use-next-router', (req, res, next) => next('router'), say('skipped'));
  app.use(router);
  app.get('/next-router', say('parent'));
  app.use('/use-next-router', say('parent of use'));
  app.get('/next-router-top', (req, res, next) => next('router'), say('skipped'));
  app.get('/next-router-top', say('skipped too'));

  app.get('/multi-options', say('get'));
  app.put('/multi-options', say('put'));
  app.use('/multi-options', (req, res, next) => next());
  app.delete('/multi-options', say('delete'));
  app.get('/options-get-head', say('x'));
  app.head('/options-get-head', (req, res) => res.end());
  app.options('/own-options', (req, res) => res.set('Allow', 'custom').send('mine'));
  app.get('/own-options', say('x'));
  app.get('/passed-options', say('x'));
  app.options('/passed-options', (req, res, next) => next());
  app.get('/failed-options', say('x'));
  app.options('/failed-options', (req, res, next) => next(new Error('no')));
  app.use('/options-router', express.Router().get('/inner', say('x')).post('/inner', say('y')));
  app.use('/options-router', express.Router().put('/inner', say('z')));

  const many = express.Router();
  for (let at = 0; at < 250; at += 1) many.use((req, res, next) => { req.count = (req.count ?? 0) + 1; next(); });
  many.get('/many', (req, res) => res.json(req.count));
  app.use(many);
  const long = app.route('/long');
  for (let at = 0; at < 250; at += 1) long.get((req, res, next) => { req.steps = (req.steps ?? 0) + 1; next(); });
  long.get((req, res) => res.json(req.steps));

  app.get('/route-object', (req, res) => res.json({ path: req.route.path, methods: Object.keys(req.route.methods), layers: req.route.stack.length }));
  app.get('/async', async (req, res) => {
    await null;
    res.send('after a turn');
  });
  app.get('/later', (req, res) => setTimeout(() => res.send('later'), 1));
  app.get('/async-next', async (req, res, next) => { await null; next(); }, say('passed on later'));
  app.get('/twice', (req, res, next) => { res.send('first'); next(); });
  app.use((req, res, next) => (req.path === '/twice' ? undefined : next()));
  app.get('/case', say('case'));
  app.get('/slash/', say('slash'));
  app.get('/noslash', say('noslash'));
  app.get(['/one', '/two/:id', /^\/three-(\d+)$/], (req, res) => res.json({ ...req.params }));
  app.post('/three-1', say('posted three'));
  app.get('/head-only-post', (req, res, next) => next());
  app.get('/send/number', (req, res) => res.json(1));
  app.all('/wild/*rest', (req, res) => res.json({ rest: req.params.rest, route: req.route.path }));
  return app;
};

/** What programs print of routers, layers and routes. */
export default (express) => {
  const app = express();
  const show = (router) => router.stack.map((layer) => ({
    keys: Object.keys(layer), name: layer.name, rawPath: String(layer.rawPath), slash: layer.slash, length: layer.handle.length,
    matchers: layer.matchers.length, route: layer.route && { path: layer.route.path, methods: layer.route.methods, keys: Object.keys(layer.route) },
  }));
  const router = express.Router({ strict: true });
  router.use(function first(req, res, next) { next(); });
  router.use('/under', express.Router());
  router.use(['/a', '/b'], express.json());
  router.use(/^\/re/, (error, req, res, next) => next(error));
  router.get('/users/:id', function getUser() {}, () => {});
  router.route('/both').get(() => {}).put(() => {}).all(() => {});
  router.all('/all', () => {});

  app.get('/stack', (req, res) => res.json(show(router)));
  app.get('/router', (req, res) => res.json({ keys: Object.keys(router), prototype: Object.keys(express.Router.prototype).sort(), shown: JSON.stringify(express.Router()) ?? 'nothing' }));
  app.get('/matchers', (req, res) => res.json(router.stack.map(({ matchers }) => matchers.map((match) => [match('/users/7'), match('/a'), match('/b/c'), match('/under')]))));
  app.get('/route', (req, res) => res.json(req.route));
  app.all('/every', (req, res) => res.json({ methods: Object.keys(req.route.methods), path: req.route.path }));
  app.use('/foo', (req, res, next) => {
    req.method = 'FOO';
    req.url = req.originalUrl.slice('/foo'.length);
    next('route');
  });
  app.all('/custom', (req, res) => res.send('app.all knows its methods'));
  app.get('/handlers', (req, res) => res.json(req.route.stack.map((layer) => [layer.name, layer.method, Object.keys(layer)])), function last() {});
  app.get('/mounted', (req, res) => {
    const outer = express();
    outer.use('/inner', express());
    outer.all('/all', () => {});
    res.json([show(outer.router).map(({ name, keys, rawPath }) => ({ name, keys, rawPath })), outer.all.name, outer.get.length]);
  });
  app.get('/list', (req, res) => {
    const outer = express();
    outer.all('/all', () => {}).use('/router', router);
    res.json([outer.router, router].map((one) => one.listRoutes().map(({ path, methods, router: inner }) => [String(path), methods, inner !== undefined])));
  });
  return app;
};

/** The application object: its shape, its arguments, and apps mounted in apps. */
export default (express) => {
  const attempt = (action) => {
    try {
      const result = action();
      return result === undefined ? 'undefined' : typeof result;
    } catch (error) {
      return `${error.name}: ${error.message}`;
    }
  };
  const main = express();

  main.get('/exports', (req, res) => {
    const names = ['application', 'request', 'response', 'Route', 'Router', 'json', 'raw', 'static', 'text', 'urlencoded', 'query', 'bodyParser'];
    res.json(names.map((name) => [name, typeof express[name]]));
  });
  main.get('/shape', (req, res) => {
    const app = express();
    const methods = ['init', 'defaultConfiguration', 'handle', 'use', 'route', 'engine', 'param', 'set', 'path', 'enabled', 'disabled', 'enable', 'disable', 'all', 'render', 'listen',
      'get', 'post', 'm-search', 'on', 'once', 'emit', 'off', 'addListener', 'removeListener', 'removeAllListeners', 'listeners', 'listenerCount', 'eventNames'];
    res.json({
      type: typeof app,
      length: app.length,
      methods: methods.map((name) => [name, typeof app[name]]).filter(([, type]) => type !== 'function'),
      application: methods.slice(0, 19).filter((name) => typeof express.application[name] !== 'function'),
      own: ['request', 'response', 'router', 'settings', 'locals', 'cache', 'engines', 'mountpath', 'get'].map((name) => Object.hasOwn(app, name)),
      prototypes: [Object.getPrototypeOf(app.request) === express.request, Object.getPrototypeOf(app.response) === express.response, app.request.app === app, app.response.app === app],
      router: [typeof app.router, app.router === app.router, app.router instanceof express.Router, app.router.stack.length],
      parent: typeof app.parent,
      requestApp: req.app === main && res.app === main && req.res === res && res.req === req,
      locals: Object.getPrototypeOf(res.locals) === null,
      next: typeof req.next,
    });
  });
  main.get('/router-shape', (req, res) => {
    const router = express.Router();
    const called = new express.Router({ strict: true, mergeParams: 1 });
    router.get('/x', () => {}).post(['/y', '/z'], () => {});
    router.route('/w').get(() => {}).put(() => {});
    router.use('/sub', express.Router());
    router.all('/every', () => {});
    res.json({
      type: typeof router,
      length: router.length,
      call: typeof router.call,
      instances: [router instanceof express.Router, called instanceof express.Router],
      options: [called.strict, called.mergeParams, called.caseSensitive === undefined],
      layers: router.stack.map((layer) => [layer.name, layer.route?.path, layer.route && Object.keys(layer.route.methods), layer.route?.stack.length]),
      listed: router.listRoutes().map(({ path, methods, router: inner }) => [path, methods, typeof inner]),
      route: (() => {
        const route = new express.Route('/r');
        return [route.path, route.stack.length, Object.keys(route.methods), route.get(() => {}) === route, route.stack[0].method, route.all([() => {}]) === route];
      })(),
    });
  });
  main.get('/bad-arguments', (req, res) => {
    const app = () => express();
    const router = () => express.Router();
    const no = () => {};
    res.json([
      attempt(() => app().use()), attempt(() => app().use('/x')), attempt(() => app().use([])), attempt(() => app().use('/x', [])), attempt(() => app().use('/x', 'y')),
      attempt(() => app().use('/x', no, null)), attempt(() => app().use(undefined)), attempt(() => app().use(5)), attempt(() => app().use({})), attempt(() => app().use('/', [[undefined]])),
      attempt(() => app().get('/x', undefined)), attempt(() => app().get('/x', 'y')), attempt(() => app().post('/x')), attempt(() => app().post()), attempt(() => app().all('/x')),
      attempt(() => app().all('/x', 7)), attempt(() => app().get('/x', [])), attempt(() => app().get('/x', [no, {}])), attempt(() => app().route('/x').get()), attempt(() => app().route('/x').all(null)),
      attempt(() => app().route()), attempt(() => app().param()), attempt(() => app().param('x')), attempt(() => app().param('x', 'y')), attempt(() => app().param(no)),
      attempt(() => app().param(5, no)), attempt(() => app().param([], no)), attempt(() => app().param(['a', ''], no)), attempt(() => app().engine('x')), attempt(() => app().engine('x', 'y')),
      attempt(() => router().use()), attempt(() => router().use('/x')), attempt(() => router().use(3)), attempt(() => router().use('/x', {})), attempt(() => router().get('/x')),
      attempt(() => router().param('')), attempt(() => router().param(no, no)), attempt(() => router().param('a', no)), attempt(() => router().handle({}, {})), attempt(() => router()({ url: '/', method: 'GET' }, {})),
      attempt(() => app().get(undefined, no)), attempt(() => app().get(null, no)), attempt(() => app().get(12, no)), attempt(() => app().use(null, no)), attempt(() => app().get({}, no)),
      attempt(() => app().set()), attempt(() => app().get()), attempt(() => new express.Route('/x').get()), attempt(() => express.Router('options')),
    ]);
  });

  const events = [];
  const blog = express();
  const admin = express();
  blog.on('mount', (parent) => events.push(['blog', parent === main, blog.mountpath, blog.path()]));
  admin.on('mount', (parent) => events.push(['admin', parent === blog, admin.mountpath]));
  blog.use('/admin', admin);
  main.use('/blog', blog);
  const several = express();
  main.use(['/one', '/two'], several);
  several.get('/', (req, res) => res.json({ mountpath: several.mountpath, base: req.baseUrl }));
  main.get('/mounted', (req, res) => res.json({ events, paths: [main.path(), blog.path(), admin.path()], parents: [blog.parent === main, admin.parent === blog] }));
  const who = (app) => (req, res) => res.json({ app: req.app === app && res.app === app, url: req.url, base: req.baseUrl, original: req.originalUrl, locals: res.locals });
  blog.use((req, res, next) => {
    res.locals.seen = ['blog'];
    next();
  });
  blog.get('/', who(blog));
  admin.get('/', who(admin));
  admin.get('/pass', (req, res, next) => next());
  blog.get('/admin/pass', who(blog));
  blog.get('/throw', () => {
    throw new Error('from the blog');
  });
  admin.get('/throw', () => {
    throw new Error('from the admin');
  });
  admin.use((error, req, res, next) => next(new Error(`${error.message}, by way of the admin`)));
  main.use((req, res, next) => {
    req.backInMain = req.app === main && Object.getPrototypeOf(req) === main.request && Object.getPrototypeOf(res) === main.response;
    next();
  });
  main.get('/blog/none', (req, res) => res.json({ back: req.backInMain, ...res.locals }));

  main.request.shout = function shout() {
    return this.url.toUpperCase();
  };
  main.response.wrap = function wrap(value) {
    return this.json({ wrapped: value });
  };
  main.get('/prototypes', (req, res) => res.wrap(req.shout()));
  const child = express();
  child.response.wrap = function wrap(value) {
    return this.json({ wrappedByChild: value });
  };
  child.get('/', (req, res) => res.wrap(req.shout()));
  main.use('/child', child);
  main.use('/plain-function', (req, res) => res.json({ handle: typeof main.handle }));
  const called = express();
  called.get('/from-call', (req, res) => res.send('called as a function'));
  main.use('/call', (req, res, next) => called(req, res, next), (req, res) => res.send('passed on'));
  main.get('/call-twice', (req, res) => {
    called.emit('custom', 1);
    res.json(called.listenerCount('custom'));
  });
  called.on('custom', () => {});

  main.get('/render/missing', (req, res) => {
    const app = express().set('views', '/views').engine('txt', (path, options, done) => done(null, 'text'));
    app.render('missing.txt', (error) => res.json([error.message, error.view.name, error.view.ext]));
  });
  main.get('/render/directories', (req, res) => {
    const app = express().set('views', ['/a', '/b', '/c']).engine('.txt', () => {}).set('view engine', 'txt');
    app.render('missing', {}, (error) => res.json([error.message, error.view.ext]));
  });
  main.get('/render/no-engine', (req, res) => res.json(attempt(() => express().render('missing', () => {}))));
  main.get('/render/own-view', (req, res) => {
    const app = express();
    app.locals.title = 'from the app';
    app.set('view', class {
      constructor(name, { root, defaultEngine }) {
        Object.assign(this, { name, path: `${typeof root}/${name}`, defaultEngine });
      }

      render(options, done) {
        if (options.fail) throw new Error('render threw');
        done(null, JSON.stringify([this.path, options.title, options.local, options.cache, Object.keys(options)]));
      }
    });
    app.render('page', { local: 1, _locals: { local: 2, more: 3 } }, (error, text) => {
      app.render('page', { fail: true }, (failure) => res.json({ text, failure: failure.message, cached: Object.keys(app.cache) }));
    });
  });
  main.get('/engines', (req, res) => {
    const app = express().engine('a', () => {}).engine('.b', () => {});
    res.json(Object.keys(app.engines));
  });
  main.get('/locals', (req, res) => {
    res.locals.a = 1;
    res.json({ ...res.locals, keys: Object.keys(res.locals) });
  });
  main.post('/post', (req, res) => res.send('posted'));
  return main;
};

/** Settings: their defaults, what they accept, what they change, and how mounted apps inherit them. */
export default (express) => {
  const attempt = (action) => {
    try {
      return action();
    } catch (error) {
      return `${error.name}: ${error.message}`;
    }
  };
  const kind = (value) => (typeof value === 'function' ? 'function' : value);
  const main = express();

  main.get('/defaults', (req, res) => {
    const app = express();
    const names = ['x-powered-by', 'etag', 'env', 'query parser', 'subdomain offset', 'trust proxy', 'view', 'jsonp callback name', 'view cache', 'case sensitive routing',
      'strict routing', 'json escape', 'json replacer', 'json spaces', 'view engine', 'etag fn', 'query parser fn', 'trust proxy fn'];
    res.json({
      values: names.map((name) => [name, kind(app.get(name)) ?? null]),
      keys: Object.keys(app.settings),
      views: app.get('views').endsWith('views'),
      locals: Object.keys(app.locals),
      sameSettings: app.locals.settings === app.settings,
      nullPrototypes: [app.settings, app.engines, app.cache, app.locals].map((object) => Object.getPrototypeOf(object) === null),
      mountpath: app.mountpath,
      path: app.path(),
    });
  });
  main.get('/accessors', (req, res) => {
    const app = express();
    res.json([
      app.set('a', 1) === app, app.get('a'), app.set('a'), app.set('missing') ?? null, app.set('b', undefined) === app, 'b' in app.settings,
      app.enable('c') === app, app.get('c'), app.enabled('c'), app.disabled('c'), app.disable('c') === app, app.get('c'), app.enabled('c'), app.disabled('c'),
      app.set('d', 0).enabled('d'), app.enabled('nothing'), app.disabled('nothing'), app.get('toString') ?? null, app.get('__proto__') ?? null,
    ]);
  });
  main.get('/values', (req, res) => {
    const values = { etag: [true, false, 'weak', 'strong', 'other', 1, null, () => 'x'], 'query parser': [true, false, 'simple', 'extended', 'other', 5, undefined, () => ({})],
      'trust proxy': [true, false, 2, 'loopback', '10.0.0.0/8, 127.0.0.1', ['linklocal'], 'nonsense', () => true, undefined] };
    res.json(Object.entries(values).map(([name, list]) => [name, list.map((value) => attempt(() => kind(express().set(name, value).get(`${name} fn`)) ?? null))]));
  });
  main.get('/trust', (req, res) => {
    const trust = (value) => express().set('trust proxy', value).get('trust proxy fn');
    res.json([
      trust(true)('1.2.3.4', 9), trust(false)('127.0.0.1', 0), trust(2)('1.1.1.1', 1), trust(2)('1.1.1.1', 2), trust('loopback')('127.0.0.1', 0), trust('loopback')('::1', 0),
      trust('loopback')('10.0.0.1', 0), trust('10.0.0.0/8')('10.9.9.9', 0), trust('uniquelocal')('192.168.3.4', 0), trust(['linklocal', '::1'])('169.254.1.1', 0),
    ]);
  });
  main.get('/etag-function', (req, res) => {
    const app = express();
    res.json([app.get('etag fn')('Hello World!'), app.set('etag', 'strong').get('etag fn')('Hello World!'), app.get('etag fn')(''), app.get('etag fn')('é', 'latin1')]);
  });
  main.get('/query-function', (req, res) => {
    const parse = (value) => express().set('query parser', value).get('query parser fn')('a[b]=1&c=2&c=3&d');
    res.json([parse('simple'), parse('extended'), parse(true), Object.getPrototypeOf(parse('simple')) === null]);
  });

  const mount = (path, configure) => {
    const child = express();
    configure(child);
    main.use(path, child);
    return child;
  };
  mount('/quiet', (app) => app.disable('x-powered-by').get('/', (req, res) => res.send('quiet')));
  mount('/no-etag', (app) => app.disable('etag').get('/', (req, res) => res.send('no etag')));
  mount('/strong', (app) => app.set('etag', 'strong').get('/', (req, res) => res.send('strong')));
  mount('/own-etag', (app) => app.set('etag', (body) => `"own-${body.length}"`).get('/', (req, res) => res.send('own')));
  mount('/extended', (app) => app.set('query parser', 'extended').get('/', (req, res) => res.json(req.query)));
  mount('/no-query', (app) => app.set('query parser', false).get('/', (req, res) => res.json(req.query)));
  mount('/own-query', (app) => app.set('query parser', (text) => ({ text })).get('/', (req, res) => res.json(req.query)));
  mount('/simple', (app) => app.get('/', (req, res) => res.json(req.query)));
  mount('/sensitive', (app) => app.enable('case sensitive routing').get('/Upper', (req, res) => res.send('upper')));
  mount('/strict', (app) => app.enable('strict routing').get('/open', (req, res) => res.send('open')).get('/closed/', (req, res) => res.send('closed')));
  mount('/late-case', (app) => {
    app.get('/first', (req, res) => res.send('first'));
    app.enable('case sensitive routing');
    app.get('/Second', (req, res) => res.send('second'));
  });
  mount('/spaces', (app) => app.set('json spaces', 2).get('/', (req, res) => res.json({ a: [1] })));

  const parent = express().set('trust proxy', true).set('color', 'red').set('shape', 'round');
  const asks = (app) => app.get('/', (req, res) => res.json({ ip: req.ip, protocol: req.protocol, color: app.get('color') ?? null, shape: app.get('shape'), own: Object.keys(app.settings).includes('color') }));
  parent.use('/inherits', asks(express()));
  parent.use('/keeps', asks(express().set('trust proxy', false).set('color', 'blue')));
  asks(parent);
  main.use('/proxied', parent);
  return main;
};

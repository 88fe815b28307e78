/** Templates: `app.engine`, the settings of views, where they are looked up, what engines are given, and errors. */
import { readFile } from 'node:fs';

export default (express, { root }) => {
  const app = express();
  const hidden = (text) => text?.replaceAll(root, 'ROOT');
  // A template engine in a few lines: {name} is replaced, {throw} throws.
  const tiny = (path, options, callback) => readFile(path, 'utf8', (error, text) => {
    if (error) return callback(error);
    try {
      return callback(null, text.replace(/\{([\w-]+)\}/g, (whole, name) => {
        if (name === 'throw') throw new Error('thrown by the template');
        return String(name === 'settings-view' ? options.settings['view engine'] : options[name]);
      }));
    } catch (thrown) {
      return callback(thrown);
    }
  });
  const immediate = (path, options, callback) => callback(null, `${path.replace(root, 'ROOT')} ${Object.keys(options).sort()}`);
  const described = (error) => ({ name: error.name, message: hidden(error.message), code: error.code, view: error.view && { ...error.view, engine: typeof error.view.engine, root: hidden(String(error.view.root)) } });
  const sub = (path, settings, define) => {
    const inner = express();
    inner.engine('tiny', tiny);
    inner.set('views', `${root}/views`);
    for (const [name, value] of Object.entries(settings)) inner.set(name, value);
    define(inner);
    app.use(path, inner);
    return inner;
  };
  const named = (inner) => inner.get('/', (req, res) => res.render(req.query.view, { name: req.query.name ?? 'world' }));

  sub('/plain', { 'view engine': 'tiny' }, named);
  sub('/dotted', { 'view engine': '.tiny' }, named);
  sub('/no-engine', {}, named);
  sub('/two', { 'view engine': 'tiny', views: [`${root}/views`, `${root}/more-views`] }, named);
  sub('/two-reversed', { 'view engine': 'tiny', views: [`${root}/more-views`, `${root}/views`] }, named);
  sub('/three', { 'view engine': 'tiny', views: [`${root}/a`, `${root}/b`, `${root}/c`] }, named);
  sub('/one-in-list', { 'view engine': 'tiny', views: [`${root}/more-views`] }, named);
  sub('/no-views', { 'view engine': 'tiny', views: [] }, named);
  sub('/relative', { 'view engine': 'tiny', views: 'fixtures/views' }, named);
  sub('/cache', { 'view engine': 'tiny', 'view cache': true }, named);
  sub('/html', { 'view engine': 'html' }, (inner) => named(inner.engine('html', tiny)));
  sub('/dot-engine', { 'view engine': 'other' }, (inner) => named(inner.engine('.other', immediate)));
  sub('/immediate', { 'view engine': 'tiny' }, (inner) => named(inner.engine('tiny', immediate)));
  sub('/throwing-engine', { 'view engine': 'tiny' }, (inner) => named(inner.engine('tiny', () => {
    throw new TypeError('thrown by the engine');
  })));
  sub('/failing-engine', { 'view engine': 'tiny' }, (inner) => named(inner.engine('tiny', (path, options, callback) => callback(Object.assign(new Error('given by the engine'), { status: 422 })))));
  sub('/number-engine', { 'view engine': 'tiny' }, (inner) => named(inner.engine('tiny', (path, options, callback) => callback(null, 42))));

  sub('/locals', { 'view engine': 'tiny' }, (inner) => {
    inner.locals.greeting = 'from the app';
    inner.use((req, res, next) => {
      if (req.query.local) res.locals.greeting = 'from the response';
      next();
    });
    inner.get('/', (req, res) => res.render('hello', req.query.option ? { name: 'n', greeting: 'from the options' } : { name: 'n' }));
    inner.get('/underscore', (req, res) => res.render('hello', { name: 'n', _locals: { greeting: 'ignored' } }));
    inner.get('/none', (req, res) => res.render('hello'));
    inner.get('/null', (req, res) => res.render('hello', null));
  });
  sub('/callback', { 'view engine': 'tiny', 'view cache': false }, (inner) => {
    const answer = (res) => (error, text) => res.json(error ? described(error) : { text });
    inner.get('/second', (req, res) => res.render('hello', answer(res)));
    inner.get('/third', (req, res) => res.render('hello', { name: 'three' }, answer(res)));
    inner.get('/missing', (req, res) => res.render('missing', answer(res)));
    inner.get('/throws', (req, res) => res.render('fails', answer(res)));
    inner.get('/app', (req, res) => inner.render('hello', { name: 'app' }, answer(res)));
    inner.get('/app-second', (req, res) => inner.render('hello', answer(res)));
    inner.get('/app-missing', (req, res) => inner.render('missing', { name: 'app' }, answer(res)));
    inner.get('/app-cache', (req, res) => inner.render('hello', { name: 'c', cache: true }, (error, text) => res.json([text, Object.keys(inner.cache)])));
    inner.get('/order', (req, res) => {
      const steps = [];
      inner.engine('tiny', immediate);
      inner.render('hello', () => {
        steps.push('rendered');
        inner.engine('tiny', tiny);
        res.json(steps);
      });
      steps.push('after the call');
    });
  });
  sub('/headers', { 'view engine': 'tiny' }, (inner) => {
    inner.get('/status', (req, res) => res.status(418).render('hello', { name: 's' }));
    inner.get('/type', (req, res) => res.type('txt').render('hello', { name: 't' }));
    inner.get('/type-xml', (req, res) => res.type('application/xml').render('hello', { name: 't' }));
    inner.get('/set', (req, res) => res.set('X-Own', '1').render('hello', { name: 'h' }));
  });
  const outer = sub('/outer', { 'view engine': 'tiny' }, named);
  const inner = express();
  inner.set('views', `${root}/views`);
  inner.get('/', (req, res) => res.render('hello', { name: 'inherited' }));
  outer.use('/inner', inner);

  sub('/own-view', { 'view engine': 'tiny' }, (own) => {
    own.set('view', class {
      constructor(name, options) {
        this.name = name;
        this.path = name === 'none' ? undefined : `/own/${name}`;
        this.root = options.root;
        this.keys = Object.keys(options).sort();
      }

      render(options, callback) {
        callback(null, `${this.path} ${this.keys} ${options.name}`);
      }
    });
    named(own);
  });
  app.get('/engine-errors', (req, res) => {
    const thrown = (action) => {
      try {
        return typeof action();
      } catch (error) {
        return [error.name, error.message];
      }
    };
    res.json([thrown(() => app.engine('a')), thrown(() => app.engine('a', 'b')), thrown(() => app.engine('', tiny)), thrown(() => app.engine('a', tiny) === app), Object.keys(app.engines)]);
  });
  app.use((error, req, res, next) => {
    if (res.headersSent) return next(error);
    return res.status(error.status ?? 500).json(described(error));
  });
  return app;
};

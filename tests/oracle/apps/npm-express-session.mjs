/** express-session on a store whose content travels with the request, as no memory outlives one. */
import session from 'express-session';

/** What is stored comes in the header `x-stored`, as JSON; what is written goes out in headers. */
class TravellingStore extends session.Store {
  exchange(req, res) {
    this.req = req;
    this.res = res;
    return this;
  }

  get(id, done) {
    if (id === 'broken') return done(new Error('the store is broken'));
    const stored = JSON.parse(this.req.get('x-stored') ?? '{}')[id];
    return queueMicrotask(() => done(null, stored));
  }

  set(id, value, done) {
    // How far away a fixed date is depends on the moment.
    this.res.append('X-Store', `set ${id} ${JSON.stringify(value).replace(/"originalMaxAge":\d+,"expires":"[^"]*"/, '"dated":true')}`);
    if (value.unsavable) return done(new Error('cannot be saved'));
    return done(null);
  }

  touch(id, value, done) {
    this.res.append('X-Store', `touch ${id}`);
    done(null);
  }

  destroy(id, done) {
    this.res.append('X-Store', `destroy ${id}`);
    done(null);
  }
}

export default (express) => {
  const app = express();
  const base = { secret: ['new secret', 'old secret'], resave: false, saveUninitialized: false };
  const use = (path, options) => {
    const store = new TravellingStore();
    const ids = (req) => `${req.get('x-id') ?? 'made'}-id`;
    const handle = session({ genid: ids, ...base, ...options, store });
    app.use(path, (req, res, next) => {
      store.exchange(req, res);
      handle(req, res, next);
    });
  };
  use('/basic', {});
  use('/eager', { saveUninitialized: true, resave: true, rolling: true, name: 'sid', cookie: { path: '/eager', httpOnly: false, sameSite: 'strict' } });
  use('/unset', { unset: 'destroy' });
  use('/secure', { cookie: { secure: true } });
  use('/proxied', { proxy: true, cookie: { secure: 'auto', sameSite: 'auto' } });
  use('/dated', { cookie: { expires: new Date(4e12) } });
  use('/random', { genid: undefined });
  app.use('/memory', session({ ...base, secret: 'memory', genid: () => 'fixed', name: 'm', store: new session.MemoryStore() }));
  app.use('/secretless', session({ resave: false, saveUninitialized: false, store: new TravellingStore() }));

  app.get('/:kind/show', (req, res) => res.json({ id: req.sessionID, session: req.session }));
  app.get('/:kind/count', (req, res) => {
    req.session.views = (req.session.views ?? 0) + 1;
    res.send(`views: ${req.session.views}`);
  });
  app.get('/:kind/nothing', (req, res) => res.send('nothing'));
  app.get('/:kind/regenerate', (req, res, next) => req.session.regenerate((error) => {
    if (error) return next(error);
    req.session.user = 'ada';
    return res.redirect('/home');
  }));
  app.get('/:kind/destroy', (req, res) => req.session.destroy(() => res.json({ session: req.session ?? null })));
  app.get('/:kind/drop', (req, res) => {
    req.session = null;
    res.send('dropped');
  });
  app.get('/:kind/save', (req, res, next) => {
    req.session.unsavable = req.query.how === 'not';
    req.session.save((error) => (error ? next(error) : res.send('saved')));
  });
  app.get('/:kind/reload', (req, res, next) => {
    req.session.lost = true;
    req.session.reload((error) => (error ? next(error) : res.json(req.session)));
  });
  app.get('/:kind/shape', (req, res) => res.send(String(/^[\w-]{32}$/.test(req.sessionID))));
  app.use((error, req, res, next) => res.status(500).json([error.name, error.message]));
  return app;
};

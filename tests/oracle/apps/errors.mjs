/** How errors travel, and what is answered when nobody handles them. */
export default (express) => {
  const app = express();
  const fail = (properties, message = 'secret <detail>') => () => {
    throw Object.assign(new Error(message), properties);
  };
  const UNHANDLED = {
    plain: {},
    status: { status: 418 },
    'status-code': { statusCode: 422 },
    both: { status: 409, statusCode: 422 },
    'status-too-low': { status: 302 },
    'status-too-high': { status: 600 },
    'status-text': { status: '404' },
    'status-unknown': { status: 499 },
    'low-then-code': { status: 200, statusCode: 403 },
    headers: { status: 401, headers: { 'WWW-Authenticate': 'Basic', 'X-List': ['a', 'b'] } },
    'headers-without-status': { headers: { 'X-Lost': '1' } },
    'headers-text': { status: 400, headers: 'X: y' },
  };
  for (const [name, properties] of Object.entries(UNHANDLED)) app.get(`/unhandled/${name}`, fail(properties));

  app.get('/response-status', (req, res, next) => {
    res.status(503);
    next(new Error('busy'));
  });
  app.get('/response-status-ok', (req, res, next) => {
    res.status(201);
    next(new Error('odd'));
  });
  app.get('/response-headers', (req, res, next) => {
    res.set({ 'Content-Encoding': 'br', 'Content-Language': 'de', 'Content-Range': 'bytes 0-1/2', 'X-Kept': 'yes', 'Content-Type': 'application/json' });
    res.statusMessage = 'Custom';
    next(new Error('after headers'));
  });
  app.get('/string', (req, res, next) => next('only text'));
  app.get('/number', (req, res, next) => next(7));
  app.get('/object', (req, res, next) => next({ status: 404, message: 'object' }));
  app.get('/null-prototype', (req, res, next) => next(Object.assign(Object.create(null), { status: 410 })));
  app.get('/falsy', (req, res, next) => next(0));
  app.get('/throw-string', () => {
    throw 'thrown text';
  });
  app.get('/throw-undefined', () => {
    throw undefined;
  });
  app.get('/reject', async () => {
    throw Object.assign(new Error('rejected'), { status: 502 });
  });
  app.get('/reject-nothing', () => Promise.reject());
  app.get('/reject-route', () => Promise.reject('route'), (req, res) => res.send('not this'));
  app.get('/reject-route', (req, res) => res.send('the next route'));
  app.get('/thenable', () => ({ then: (resolve, reject) => reject(new Error('from a thenable')) }));
  app.get('/resolved', () => Promise.resolve('ignored'), (req, res) => res.send('never'));
  app.get('/post-404', (req, res, next) => {
    res.status(201).set('X-Before', '1');
    next();
  });

  const log = (label) => (error, req, res, next) => {
    req.log = [...(req.log ?? []), label];
    next(error);
  };
  const handled = (error, req, res, next) => res.status(500).json({ log: req.log ?? [], message: error.message ?? String(error), error: String(error) });
  const router = express.Router();
  router.use((req, res, next) => {
    req.log = ['start'];
    next();
  });
  router.get('/throws', fail({}, 'boom'), (req, res) => res.send('skipped'));
  router.get('/in-route', fail({}, 'boom'), log('inside the route'), (req, res) => res.send('skipped'), (error, req, res, next) => res.json({ log: req.log, caught: error.message }));
  router.get('/recover', fail({}, 'boom'), (error, req, res, next) => next(), (req, res) => res.send('recovered'));
  router.get('/replace', fail({}, 'boom'), (error, req, res, next) => next(new Error('replaced')));
  router.get('/rethrow', fail({}, 'boom'), (error, req, res, next) => {
    throw new Error('rethrown');
  });
  router.get('/async-handler', fail({}, 'boom'), async (error, req, res, next) => {
    await null;
    throw new Error('rejected by the handler');
  });
  router.get('/async-handler-ok', fail({}, 'boom'), async (error, req, res, next) => {
    await null;
    res.send(`handled ${error.message}`);
  });
  router.get('/to-route', fail({}, 'boom'), (error, req, res, next) => next('route'));
  router.get('/to-route', (req, res) => res.send('error dropped'));
  router.get('/to-router', fail({}, 'boom'), (error, req, res, next) => next('router'));
  router.get('/arity-three', fail({}, 'boom'), (error, req, res) => res.send('has three'));
  router.get('/arity-five', (a, b, c, d, e) => b.send('has five'), (req, res) => res.send('five were skipped'));
  router.get('/arity-none', function none() {
    arguments[1].send('has none');
  });
  router.get('/arity-default', (req, res, next = () => {}) => res.send('has a default'));
  router.get('/error-only', (error, req, res, next) => res.send('never'));
  router.get('/decode/:id', (req, res) => res.send('never'));
  router.use(log('first'), (req, res) => res.send('not for errors'), log('second'));
  router.use('/elsewhere', log('elsewhere'));
  router.use('/throws', log('here'));
  router.use(handled);
  app.use('/handled', router);
  app.get('/handled/to-router', (req, res) => res.send('after the router'));
  app.use('/nested', express.Router().use(express.Router().get('/throws', fail({}, 'from below'))), log('sibling'), express.Router().use(log('inside')), handled);
  app.use('/nested', handled);
  app.use('/skip', (error, req, res, next) => res.send('never'), (req, res) => res.send('no error, no handler'));
  app.get('/sent', (req, res) => {
    res.send('sent');
    throw new Error('too late');
  });
  return app;
};

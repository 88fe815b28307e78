/** express-rate-limit: a count that the request brings along, as no memory outlives one, its headers in every draft, and refusals. */
import rateLimit, { ipKeyGenerator } from 'express-rate-limit';

const WINDOW_MS = 60_000;

/** Takes the count of earlier requests from the header `x-hits`; tells in `X-Store` what it was asked. */
class TravellingStore {
  prefix = 'travelling';

  constructor(exchange) {
    this.exchange = exchange;
  }

  init(options) {
    this.windowMs = options.windowMs;
  }

  increment(key) {
    const { req, res } = this.exchange;
    res.append('X-Store', `increment ${key}`);
    if (req.get('x-hits') === 'broken') throw new Error('the store is broken');
    return { totalHits: Number(req.get('x-hits') ?? 0) + 1, resetTime: req.get('x-timeless') ? undefined : new Date(Date.now() + this.windowMs) };
  }

  decrement(key) {
    this.exchange.res.locals.decremented = key;
  }

  resetKey(key) {
    this.exchange.res.append('X-Store', `reset ${key}`);
  }
}

export default (express) => {
  const app = express();
  const exchange = {};
  const use = (path, options) => app.use(path, rateLimit({ windowMs: WINDOW_MS, limit: 2, legacyHeaders: false, validate: false, store: new TravellingStore(exchange), ...options }));
  app.use((req, res, next) => {
    Object.assign(exchange, { req, res });
    next();
  });

  use('/draft-6', { standardHeaders: 'draft-6' });
  use('/draft-7', { standardHeaders: 'draft-7' });
  use('/draft-8', { standardHeaders: 'draft-8', identifier: 'two a minute' });
  use('/legacy', { legacyHeaders: true });
  use('/message', { message: { code: 'SLOW_DOWN' }, statusCode: 420 });
  use('/asked', { message: (req) => `not so fast, ${req.get('x-user')}`, limit: (req) => (req.get('x-user') === 'ada' ? 5 : 1), keyGenerator: (req) => req.get('x-user') ?? 'nobody' });
  use('/handler', { handler: (req, res, next, options) => res.status(options.statusCode).json({ used: req.rateLimit.used, limit: req.rateLimit.limit }) });
  use('/skipped', { skip: (req) => req.get('x-user') === 'ada' });
  use('/named', { requestPropertyName: 'quota', standardHeaders: true });
  use('/passed', { passOnStoreError: true });
  use('/nothing', { limit: 0 });
  use('/blocked', { limit: 1, skipSuccessfulRequests: true });
  app.use('/memory', rateLimit({ windowMs: WINDOW_MS, limit: 1, standardHeaders: 'draft-8', legacyHeaders: false }));

  app.get('/keys', (req, res) => res.json([ipKeyGenerator('192.0.2.7'), ipKeyGenerator('2001:db8:1:2:3:4:5:6'), ipKeyGenerator('2001:db8:1:2:3:4:5:6', 48), ipKeyGenerator('::ffff:192.0.2.7', 64)]));
  app.use((req, res) => {
    const { limit, used, remaining } = req.rateLimit ?? req.quota ?? {};
    res.json({ limit, used, remaining });
  });
  app.use((error, req, res, next) => res.status(500).json([error.name, error.message]));
  return app;
};

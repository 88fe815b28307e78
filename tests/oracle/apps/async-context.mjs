/** What a request keeps in an `AsyncLocalStorage`, wherever its code goes on. */
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { EventEmitter } from 'node:events';

export default (express) => {
  const app = express();
  const context = new AsyncLocalStorage();
  const other = new AsyncLocalStorage();
  const user = () => context.getStore()?.user ?? 'nobody';
  const later = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

  app.get('/outside', (req, res) => res.json({ store: context.getStore() ?? null }));
  app.use((req, res, next) => context.run({ user: req.get('x-user') ?? 'guest', steps: [] }, next));
  app.use(express.json());
  app.use((req, res, next) => {
    context.getStore().steps.push('middleware');
    setImmediate(next);
  });
  app.get('/sync', (req, res) => res.send(user()));
  app.get('/await', async (req, res) => {
    await null;
    const first = user();
    await later(2);
    res.json([first, user(), context.getStore().steps]);
  });
  app.post('/body', async (req, res) => {
    await later(1);
    res.json({ user: user(), body: req.body });
  });
  app.get('/callbacks', (req, res) => {
    const seen = [];
    const emitter = new EventEmitter().on('event', () => seen.push(`event ${user()}`));
    process.nextTick(() => seen.push(`tick ${user()}`));
    queueMicrotask(() => seen.push(`microtask ${user()}`));
    Promise.resolve().then(() => seen.push(`then ${user()}`)).finally(() => seen.push(`finally ${user()}`));
    setTimeout(() => {
      emitter.emit('event');
      res.json(seen);
    }, 3);
  });
  app.get('/nested', (req, res) => {
    const seen = [user()];
    context.run({ user: 'inner' }, () => {
      seen.push(user());
      context.exit(() => seen.push(user()));
      setTimeout(() => seen.push(`later ${user()}`), 1);
      other.run(5, () => seen.push(`${user()} ${other.getStore()}`));
    });
    seen.push(user());
    setTimeout(() => res.json([...seen, user()]), 5);
  });
  app.get('/bound', (req, res) => {
    const resource = new AsyncResource('JOB');
    const bound = AsyncLocalStorage.bind(() => user());
    const snapshot = AsyncLocalStorage.snapshot();
    context.run({ user: 'inner' }, () => res.json([user(), bound(), snapshot(() => user()), resource.runInAsyncScope(() => user()), AsyncResource.bind(() => user())()]));
  });
  app.get('/entered', async (req, res) => {
    other.enterWith('entered');
    await later(1);
    res.json([other.getStore(), user()]);
  });
  app.get('/returned', (req, res) => res.json(other.run(1, (...values) => [other.getStore(), ...values], 2, 3)));
  app.get('/failed', async () => {
    await later(1);
    throw new Error('failed');
  });
  app.use((error, req, res, next) => res.status(500).json({ message: error.message, user: user() }));
  return app;
};

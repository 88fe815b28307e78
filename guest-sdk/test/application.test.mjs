/** The application in the runtime: how it is handed over, and what the host hears of requests that nobody answered. */

import { request, runtime } from './runtime-stub.mjs';

import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';

const { default: express } = await import('../src/index.js');
const { createServer } = await import('../src/node/http.js');
const { default: engines } = await import('../src/engines.js');

const answering = (text) => (req, res) => res.end(text);
const text = async (path = '/') => (await request('GET', path)).body.toString();
const appThatSays = (words) => express().get('/', answering(words));

beforeEach(() => {
  runtime.errors = 'express';
  runtime.dispatch = undefined;
});

// Every way an app can be handed over leads to the same dispatch.
describe('hand-over', () => {
  for (const [way, handOver] of Object.entries({
    'export default app': (app) => runtime.adopt(app),
    'app.listen()': (app) => app.listen(),
    'app.listen(port)': (app) => app.listen(3000),
    'app.listen(port, host, callback)': (app) => app.listen(3000, 'localhost', () => {}),
    'http.createServer(app).listen()': (app) => createServer(app).listen(8080),
    'export default function': () => runtime.adopt(answering('hello')),
    'http.createServer(function).listen()': () => createServer(answering('hello')).listen(),
  })) {
    test(way, async () => {
      handOver(appThatSays('hello'));
      assert.equal(await text(), 'hello');
    });
  }

  // The last app to listen is the one that answers.
  test('twice', async () => {
    appThatSays('first').listen();
    appThatSays('second').listen();
    assert.equal(await text(), 'second');
  });

  // The callback of listen comes after the call, once, with nothing, and the server is what http would return.
  test('the listen callback', async () => {
    const calls = [];
    const server = express().listen(3000, (...values) => calls.push(values));
    assert.deepEqual(calls, []);
    await new Promise(setImmediate);
    assert.deepEqual(calls, [[]]);
    assert.equal(typeof server.close, 'function');
    assert.equal(typeof server.address, 'function');
  });

  // By the time requests come in, the index of every router has been built, below mounted apps too.
  test('indexes are built at set-up', async () => {
    const inner = express.Router();
    const child = express().use('/inner', inner);
    const app = express();
    app.listen();
    app.use('/child', child);
    await new Promise(setImmediate);
    for (const router of [app.router, child.router, inner]) assert.ok(router.index.describes(router.stack));
  });

  // A request is born with the prototypes of the app that gets it.
  test('prototypes', async () => {
    const app = express();
    app.request.greet = () => 'from app.request';
    app.response.reply = function reply(words) {
      this.end(words);
    };
    const { setPrototypeOf } = Object;
    const changed = [];
    app.get('/', (req, res) => res.reply(req.greet()));
    runtime.adopt(app);
    Object.setPrototypeOf = (object, prototype) => {
      changed.push(object);
      return setPrototypeOf(object, prototype);
    };
    try {
      assert.equal(await text(), 'from app.request');
    } finally {
      Object.setPrototypeOf = setPrototypeOf;
    }
    assert.deepEqual(changed, []);
  });

  // Prototypes that are replaced after the hand-over still count.
  test('prototypes replaced later', async () => {
    const app = express();
    runtime.adopt(app);
    app.request = Object.create(app.request, { greet: { value: () => 'replaced' } });
    app.get('/', (req, res) => res.end(req.greet()));
    assert.equal(await text(), 'replaced');
  });
});

// What nobody answered is left to the host: status, what Express would say in development, the error itself, and its headers.
describe('left to the host', () => {
  const secret = new Error('secret');
  const withHeaders = Object.assign(new Error('denied'), { status: 401, headers: { 'WWW-Authenticate': 'Basic', 'X-Many': ['a', 'b'] } });
  for (const [name, handler, expected] of [
    ['no handler', (req, res, next) => next(), { status: 404, text: 'Cannot GET /x%22y', error: undefined, headers: [] }],
    ['next("router")', (req, res, next) => next('router'), { status: 404, text: 'Cannot GET /x%22y', error: undefined, headers: [] }],
    ['an error', () => { throw secret; }, { status: 500, text: secret.stack, error: secret, headers: [] }],
    ['an error after a status', (req, res, next) => { res.status(503); next(secret); },
      { status: 503, text: secret.stack, error: secret, headers: [] }],
    ['an error with status and headers', () => { throw withHeaders; },
      { status: 401, text: withHeaders.stack, error: withHeaders, headers: [['WWW-Authenticate', 'Basic'], ['X-Many', 'a'], ['X-Many', 'b']] }],
    ['a string', (req, res, next) => next('words'), { status: 500, text: 'words', error: 'words', headers: [] }],
    ['an object without text', (req, res, next) => next(Object.create(null)), { status: 500, text: 'Internal Server Error', error: Object.create(null), headers: [] }],
    ['an error after the answer was begun', (req, res) => { res.write('half'); throw secret; },
      { status: 500, text: secret.stack, error: secret, headers: [] }],
  ]) {
    test(name, async () => {
      runtime.errors = 'host';
      const logged = [];
      const { error: log } = console;
      console.error = (...values) => logged.push(values);
      try {
        runtime.adopt(express().use(handler));
        const { isUnhandled, ...left } = await request('GET', '/x"y?z=1');
        assert.ok(isUnhandled);
        assert.deepEqual(left, expected);
        await new Promise(setImmediate);
        assert.deepEqual(logged, []);
      } finally {
        console.error = log;
      }
    });
  }

  // Outside of Express too, what a listener throws ends the request.
  test('a plain listener that throws', async () => {
    runtime.errors = 'host';
    createServer(() => { throw secret; }).listen();
    const { isUnhandled, status, error } = await request('GET', '/');
    assert.deepEqual({ isUnhandled, status, error }, { isUnhandled: true, status: 500, error: secret });
  });
});

// With Express's own error pages come Express's own log lines, except in tests.
describe('logging', () => {
  for (const [env, lines] of [['production', 1], ['development', 1], ['test', 0]]) {
    test(env, async () => {
      const logged = [];
      const { error: log } = console;
      console.error = (...values) => logged.push(values);
      try {
        const failure = new Error('logged');
        const app = express().set('env', env).get('/', () => { throw failure; });
        runtime.adopt(app);
        assert.equal((await request('GET', '/')).status, 500);
        await new Promise(setImmediate);
        assert.deepEqual(logged, Array(lines).fill([failure]));
      } finally {
        console.error = log;
      }
    });
  }
});

// A bundle brings its engines; they are asked for when a view first needs one.
describe('view engines in the bundle', () => {
  runtime.fileTable = () => '/views/page.tiny\n1\n0\n';
  const rows = {
    'an engine': [{ tiny: { __express: (path, options, callback) => callback(null, `${path} ${options.name}`) } }, '/views/page.tiny n'],
    'a module without one': [{ tiny: {} }, 'Module "tiny" does not provide a view engine.'],
    'another name': [{ other: {} }, /^Cannot find module 'tiny'/],
    'an inherited name': [{}, /^Cannot find module 'constructor'/, 'constructor'],
  };
  for (const [name, [bundled, expected, extension = 'tiny']] of Object.entries(rows)) {
    test(name, async () => {
      const app = express().set('view engine', extension).set('views', '/views');
      Object.assign(engines, bundled);
      try {
        const outcome = await new Promise((resolve) => { app.render('page', { name: 'n' }, (error, text) => resolve(text)); }).catch((error) => error.message);
        if (expected instanceof RegExp) assert.match(outcome, expected);
        else assert.equal(outcome, expected);
      } finally {
        for (const each of Object.keys(bundled)) delete engines[each];
      }
    });
  }
});

// What the sandbox cannot do says so, and what to do instead.
describe('not in the sandbox', () => {
  test('a template engine that is not registered', () => {
    assert.throws(() => express().render('page.ejs', () => {}), { code: 'MODULE_NOT_FOUND', message: /^Cannot find module 'ejs': .*app\.engine\('ejs', render\)$/ });
  });
});

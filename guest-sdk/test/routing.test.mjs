/** The router: what its index finds, how little it asks of the layers, and that its order is the order of registration. */

import { request, runtime } from './runtime-stub.mjs';

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

const { default: express } = await import('../src/index.js');
const { default: IndexTable } = await import('../src/router/index-table.js');
const { default: PathLayer } = await import('../src/router/path-layer.js');

const ROUTE = { end: true };
const MIDDLEWARE = { end: false };
const handler = () => {};
const layersOf = (paths) => paths.map(([path, options]) => new PathLayer(path, options, handler));

function matchOf(layer, path) {
  const found = {};
  return layer.match(path, found) ? { path: found.matched, params: { ...found.params } } : undefined;
}

// A path is matched by hand-written code where it is plain and by a RegExp where it is not, with one answer for both.
describe('matching', () => {
  for (const [pattern, options, path, expected] of [
    ['/', ROUTE, '/', { path: '/', params: {} }],
    ['/a/b', ROUTE, '/A/b/', { path: '/A/b/', params: {} }],
    ['/a/b', { end: true, sensitive: true }, '/A/b', undefined],
    ['/a/b/', { end: true, strict: true }, '/a/b', undefined],
    ['/a', ROUTE, '/ab', undefined],
    ['/a', MIDDLEWARE, '/ab', undefined],
    ['/a', MIDDLEWARE, '/a/b', { path: '/a', params: {} }],
    ['/a', MIDDLEWARE, '/a/', { path: '/a/', params: {} }],
    ['/:a/:b', ROUTE, '/x%20y/Z', { path: '/x%20y/Z', params: { a: 'x y', b: 'Z' } }],
    ['/:a', ROUTE, '//', undefined],
    ['/f/*rest', ROUTE, '/f/a%2Fb//c', { path: '/f/a%2Fb//c', params: { rest: ['a/b', '', 'c'] } }],
    ['/:a-:b.:c', ROUTE, '/1-2-3.4.5', { path: '/1-2-3.4.5', params: { a: '1-2', b: '3.4', c: '5' } }],
    ['/x{/:y}{/:z}', ROUTE, '/x/1', { path: '/x/1', params: { y: '1' } }],
    [/^\/(\d+)-(?<name>\w+)/, MIDDLEWARE, '/12-ab/c', { path: '/12-ab', params: { 0: '12', name: 'ab' } }],
    [['/one', '/two/:x'], ROUTE, '/two/3', { path: '/two/3', params: { x: '3' } }],
  ]) {
    test(`${pattern} and ${path}`, () => assert.deepEqual(matchOf(new PathLayer(pattern, options, handler), path), expected));
  }

  // What cannot be decoded is the client's fault, and says which value it was.
  test('a value that cannot be decoded', () => {
    assert.throws(() => matchOf(new PathLayer('/:a', ROUTE, handler), '/%zz'), { name: 'URIError', status: 400, message: "Failed to decode param '%zz'" });
  });
});

// The index names every layer that matches, in order, and few that do not.
describe('index', () => {
  const layers = layersOf([
    ['/', MIDDLEWARE],
    ['/users', ROUTE],
    ['/users/:id', ROUTE],
    ['/users/:id/posts', ROUTE],
    ['/api', MIDDLEWARE],
    [/x$/, ROUTE],
    ['/api/v1/things', ROUTE],
    ['/:tenant/home', ROUTE],
    ['/files/*path', ROUTE],
    [['/users', '/people/:id'], ROUTE],
    ['/maybe{/:id}', ROUTE],
    ['/pre-:id', ROUTE],
    ['no-slash', ROUTE],
    ['/ÄÖ', ROUTE],
  ]);
  const index = new IndexTable(layers);
  const ALWAYS = [0, 5, 12, 13];
  for (const [path, expected] of [
    ['/', []],
    ['/nothing', [11]],
    ['/users', [1, 9, 11]],
    ['/users/', [1, 9, 11]],
    ['/users//', [1, 9, 11]],
    ['/users/7', [2]],
    ['/users/7/posts', [3]],
    ['/users/home', [2, 7]],
    ['/api', [4, 11]],
    ['/api/v1/things', [4, 6]],
    ['/api/v1/other', [4]],
    ['/x/home', [7]],
    ['/files', [8, 11]],
    ['/files/a/b/c', [8]],
    ['/people/1', [9]],
    ['/maybe', [10, 11]],
    ['/maybe/1', [10]],
    ['*', []],
  ]) {
    test(path, () => assert.deepEqual(index.candidates(path), [...ALWAYS, ...expected].sort((one, other) => one - other)));
  }
});

// However many routes an app has, a request asks about as many layers as it would of a small one.
describe('the cost of finding a route', () => {
  const SHAPES = {
    'static paths': [(at) => `/api/v1/resource${at}`, (at) => `/api/v1/resource${at}`],
    'parameters at the end': [(at) => `/resource${at}/:id`, (at) => `/resource${at}/7`],
    'parameters in the middle': [(at) => `/users/:user/resource${at}`, (at) => `/users/7/resource${at}`],
    'parameters at the start': [(at) => `/:tenant/resource${at}`, (at) => `/acme/resource${at}`],
    'optional parts': [(at) => `/resource${at}{/:id}`, (at) => `/resource${at}`],
    'middleware under a path': [(at) => `/resource${at}`, (at) => `/resource${at}/below`, MIDDLEWARE],
  };
  for (const [shape, [pattern, path, options = ROUTE]] of Object.entries(SHAPES)) {
    test(shape, () => {
      const asked = [10, 500].map((count) => {
        const layers = layersOf([['/', MIDDLEWARE], ...Array.from({ length: count }, (_, at) => [pattern(at), options])]);
        return new IndexTable(layers).candidates(path(count - 1)).length;
      });
      assert.deepEqual(asked, [2, 2]);
    });
  }
});

// The index follows the stack: layers added or taken away between and during requests count at once.
test('a stack that changes', async () => {
  const app = express();
  app.get('/first', (req, res) => res.end('first'));
  runtime.adopt(app);
  const ask = async (path) => (await request('GET', path)).body.toString();
  assert.match(await ask('/second'), /Cannot GET \/second/);
  app.get('/second', (req, res) => res.end('second'));
  assert.equal(await ask('/second'), 'second');
  app.use((req, res, next) => {
    app.get('/third', (late, answer) => answer.end('third'));
    next();
  });
  assert.equal(await ask('/third'), 'third');
  app.router.stack.length = 1;
  assert.match(await ask('/second'), /Cannot GET \/second/);
});

// Routes and middleware run strictly in the order in which they were added, whichever list of the index they come from.
test('order', async () => {
  const app = express();
  const seen = [];
  const mark = (label) => (req, res, next) => {
    seen.push(label);
    next();
  };
  app.get('/:any/path', mark('parameter first'));
  app.use(mark('middleware'));
  app.get('/a/path', mark('static'));
  app.use('/a', mark('under a'));
  app.get(/path/, mark('regexp'));
  app.get('/a/*rest', mark('wildcard'));
  app.get('/a/path', mark('static again'), (req, res) => res.end());
  runtime.adopt(app);
  await request('GET', '/a/path');
  assert.deepEqual(seen, ['parameter first', 'middleware', 'static', 'under a', 'regexp', 'wildcard', 'static again']);
});

// A long chain of handlers that pass on at once neither overflows the stack nor loses its place.
test('thousands of handlers', async () => {
  const COUNT = 5000;
  const app = express();
  let calls = 0;
  for (let at = 0; at < COUNT; at += 1) {
    app.use((req, res, next) => {
      calls += 1;
      next();
    });
  }
  app.use((req, res) => res.end('reached'));
  runtime.adopt(app);
  assert.equal((await request('GET', '/')).body.toString(), 'reached');
  assert.equal(calls, COUNT);
});

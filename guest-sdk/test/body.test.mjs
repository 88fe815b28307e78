/** Body parsers: when they read at once, when as a stream, and what they say about mistakes. */

import { request, runtime } from './runtime-stub.mjs';

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

const { default: express } = await import('../src/index.js');
const { jsonErrorMessage } = await import('../src/body/json-error.js');

process.env.NODE_ENV = 'production';

const JSON_HEADERS = [['content-type', 'application/json']];
const withLength = (body, headers = JSON_HEADERS) => ({ headers: [...headers, ['content-length', String(new TextEncoder().encode(body).length)]], body });

/** Sends a body through middleware and resolves to what the handler, or the error handler, says. */
async function through(middleware, options, handler = (req, res) => res.json({ body: req.body })) {
  const app = express();
  app.use(...middleware, handler);
  app.use((error, req, res, next) => res.status(error.status).json({ type: error.type, message: error.message, ...error }));
  runtime.adopt(app);
  const { status, body } = await request('POST', '/', options);
  return { status, ...JSON.parse(body.toString()) };
}

test('a body that nobody reads is parsed before the next line runs', async () => {
  let parsed;
  await through([(req, res, next) => {
    express.json()(req, res, () => { parsed = req.body; });
    assert.deepEqual(parsed, { a: 1 });
    assert.equal(req.readable, false);
    assert.equal(req._events, undefined);
    next();
  }], withLength('{"a":1}'));
});

describe('a body that somebody else reads is read along with them', () => {
  const listeners = {
    data: (req) => req.on('data', () => {}),
    end: (req) => req.on('end', () => {}),
    wrapped: (req) => {
      const { on } = req;
      req.on = function wrapped(...args) { return on.apply(this, args); };
    },
  };
  for (const [name, listen] of Object.entries(listeners)) {
    test(name, async () => {
      const given = await through([(req, res, next) => {
        listen(req);
        next();
      }, express.json()], withLength('{"a":1}'));
      assert.deepEqual(given, { status: 200, body: { a: 1 } });
    });
  }
});

describe('mistakes have body-parser\'s status, type and message', () => {
  const short = { headers: [...JSON_HEADERS, ['content-length', '5']], body: '{"a":1}' };
  const unknownLength = { headers: [...JSON_HEADERS, ['transfer-encoding', 'chunked']], body: '{"a":"123456789"}' };
  const rows = [
    ['too long, as announced', express.json({ limit: 3 }), withLength('{"a":1}'), 413, 'entity.too.large', 'request entity too large'],
    ['too long, not announced', express.json({ limit: 5 }), unknownLength, 413, 'entity.too.large', 'request entity too large'],
    ['not as long as announced', express.json(), short, 400, 'request.size.invalid', 'request size did not match content length'],
    ['not JSON', express.json(), withLength('{"a":}'), 400, 'entity.parse.failed', 'Unexpected token \'}\', "{"a":}" is not valid JSON'],
    ['JSON, but a number', express.json(), withLength('  12'), 400, 'entity.parse.failed', 'Unexpected token \'1\', "  12" is not valid JSON'],
    ['charset of JSON', express.json(), withLength('{}', [['content-type', 'application/json; charset=latin1']]), 415, 'charset.unsupported', 'unsupported charset "LATIN1"'],
    ['charset of text', express.text(), withLength('x', [['content-type', 'text/plain; charset=x-none']]), 415, 'charset.unsupported', 'unsupported charset "X-NONE"'],
    ['coding', express.json(), withLength('{}', [...JSON_HEADERS, ['content-encoding', 'compress']]), 415, 'encoding.unsupported', 'unsupported content encoding "compress"'],
    ['too many parameters', express.urlencoded({ parameterLimit: 1 }), withLength('a=1&b=2', [['content-type', 'application/x-www-form-urlencoded']]), 413, 'parameters.too.many', 'too many parameters'],
    ['too deep', express.urlencoded({ extended: true, depth: 1 }), withLength('a[b][c]=1', [['content-type', 'application/x-www-form-urlencoded']]), 400, 'querystring.parse.rangeError', 'The input exceeded the depth'],
    ['verify', express.raw({ type: () => true, verify: () => { throw new Error('no'); } }), withLength('x'), 403, 'entity.verify.failed', 'no'],
  ];
  for (const [name, parser, options, status, type, message] of rows) {
    test(name, async () => {
      const given = await through([parser], options);
      assert.deepEqual([given.status, given.type, given.message], [status, type, message]);
    });
  }
});

test('a body the host inflated is taken as it is', async () => {
  const given = await through([express.json()], { headers: [...JSON_HEADERS, ['content-encoding', 'gzip'], ['content-length', '3']], body: '{"a":1}' });
  assert.deepEqual(given, { status: 200, body: { a: 1 } });
});

test('what is wrong with a JSON text is said as V8 says it', () => {
  const parts = ['{', '}', '[', ']', ':', ',', '"a"', '"', '1', '-', '0', '1.5', '1e', '.', 'true', 'tru', 'x', ' ', '\\', '\\u12', 'undefined', 'é', 'aaaaaaaaaa'];
  let seed = 1;
  const next = (count) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * count);
  };
  for (let round = 0; round < 5000; round += 1) {
    let text = '';
    for (let length = 1 + next(10); length > 0; length -= 1) text += parts[next(parts.length)];
    let expected;
    try {
      JSON.parse(text);
    } catch (error) {
      expected = error.message;
    }
    assert.equal(jsonErrorMessage(text), expected, text);
  }
});

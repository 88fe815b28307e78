/** The smaller built-ins give what Node's own give; those that cannot exist say so when they are called. */

import './runtime-stub.mjs';

import assert from 'node:assert/strict';
import nodeEvents from 'node:events';
import nodeOs from 'node:os';
import nodePunycode from 'node:punycode';
import nodeReadline from 'node:readline';
import nodeStream from 'node:stream';
import { describe, test } from 'node:test';
import nodeUrl from 'node:url';
import nodeUtil from 'node:util';
import nodeVm from 'node:vm';
import { Console } from 'node:console';

const sdk = async (name) => {
  const module = await import(`../src/node/${name}.js`);
  return module.default ?? module;
};
const [stream, util, events, url, punycode, vm, readline, os, console, http, https] = await Promise.all(
  ['stream', 'util', 'events', 'url', 'punycode', 'vm', 'readline', 'os', 'console', 'http', 'https'].map(sdk));

async function outcome(action, module) {
  try {
    return await action(module);
  } catch (error) {
    return { name: error.name, code: error.code, message: error.message };
  }
}

/** Each row is a function of the module and gives the same for both. */
function compare(name, ours, nodes, rows) {
  describe(name, () => {
    rows.forEach((row, at) => test(`${at}: ${String(row).replace(/\s+/g, ' ').slice(0, 90)}`, async () => {
      const expected = await outcome(row, nodes);
      assert.deepEqual(await outcome(row, ours), expected);
    }));
  });
}

const settled = () => new Promise((resolve) => { setImmediate(() => setImmediate(resolve)); });

compare('stream', stream, nodeStream, [
  (module) => [typeof module, module === module.Stream, Object.keys(module).sort()],
  ({ Readable }) => Readable.from(['a', 'b']).toArray(),
  ({ Readable }) => Readable.from([1, 2, 3, 4]).filter((each) => each % 2).map((each) => each * 10).toArray(),
  ({ Readable }) => Readable.from([1, 2, 3]).reduce((sum, each) => sum + each, 0),
  ({ pipeline, Readable, Transform, promises }) => {
    const chunks = [];
    const upper = new Transform({ transform: (chunk, encoding, callback) => callback(null, String(chunk).toUpperCase()) });
    const collect = async (source) => { for await (const chunk of source) chunks.push(String(chunk)); };
    return promises.pipeline(Readable.from(['a', 'b']), upper, collect).then(() => [chunks, typeof pipeline]);
  },
  ({ pipeline, Readable, PassThrough }) => new Promise((resolve) => {
    pipeline(Readable.from((function* fail() { yield 'a'; throw new Error('boom'); })()), new PassThrough(), (error) => resolve(error.message));
  }),
  ({ finished, PassThrough }) => new Promise((resolve) => { finished(new PassThrough().destroy(), (error) => resolve([error.code, error.message])); }),
  ({ addAbortSignal, PassThrough }) => new Promise((resolve) => {
    const controller = new AbortController();
    addAbortSignal(controller.signal, new PassThrough()).on('error', (error) => resolve([error.name, error.code]));
    controller.abort();
  }),
  ({ compose, Transform, Readable }) => Readable.from(['a']).pipe(compose(
    new Transform({ objectMode: true, transform: (chunk, encoding, callback) => callback(null, `${chunk}1`) }),
    new Transform({ objectMode: true, transform: (chunk, encoding, callback) => callback(null, `${chunk}2`) }),
  )).toArray(),
  (module) => {
    function Legacy() { module.call(this); }
    nodeUtil.inherits(Legacy, module);
    const seen = [];
    const legacy = new Legacy();
    legacy.pipe({ on: () => {}, emit: () => {}, removeListener: () => {}, prependListener: () => {}, writable: true, write: (chunk) => { seen.push(chunk); }, end: () => seen.push('end') });
    legacy.emit('data', 'x');
    legacy.emit('end');
    return [seen, legacy instanceof module, new module.Duplex() instanceof module.Readable, new module.Duplex() instanceof module.Writable, {} instanceof module];
  },
  ({ PassThrough }) => new PassThrough().write(null),
  ({ PassThrough }) => outcome(() => new PassThrough().write(5)).then(({ name, code }) => [name, code]),
  ({ Readable }) => new Promise((resolve) => { new Readable().on('error', (error) => resolve([error.code, error.message])).read(); }),
  ({ Writable }) => new Promise((resolve) => {
    const seen = [];
    const sink = new Writable({ highWaterMark: 3, write: (chunk, encoding, callback) => { seen.push(String(chunk)); setImmediate(callback); } });
    seen.push(sink.write('abc'), sink.writableNeedDrain);
    sink.on('drain', () => { seen.push('drain'); sink.end(); }).on('finish', () => resolve(seen));
  }),
  ({ duplexPair }) => {
    const [one, other] = duplexPair();
    one.end('hello');
    other.end();
    one.resume();
    return other.toArray().then((chunks) => Buffer.concat(chunks).toString());
  },
  ({ PassThrough, isReadable, isErrored, isDisturbed }) => {
    const through = new PassThrough();
    return [isReadable(through), isErrored(through), isDisturbed(through)];
  },
]);

compare('streams of the Web', stream, nodeStream, [
  async ({ Readable }) => { const out = []; for await (const chunk of Readable.toWeb(Readable.from(['a', 'b']))) out.push(chunk); return out; },
  async ({ Readable }) => { const out = []; for await (const chunk of Readable.fromWeb(new ReadableStream({ start(controller) { controller.enqueue('a'); controller.enqueue('b'); controller.close(); } }))) out.push(String(chunk)); return out; },
  async ({ Readable, Transform }) => { const out = []; for await (const chunk of Readable.toWeb(Readable.from([Buffer.from('ab'), Buffer.from('c')]).pipe(new Transform({ transform(chunk, encoding, done) { done(null, chunk); } })))) out.push(...chunk); return out; },
  async ({ Writable }) => { const out = []; const writable = Writable.fromWeb(new WritableStream({ write(chunk) { out.push(...chunk); }, close() { out.push('closed'); } })); writable.write('a'); writable.end('b'); await new Promise((resolve) => { writable.once('close', resolve); }); return out; },
  async ({ Writable }) => { const out = []; const writer = Writable.toWeb(new Writable({ write(chunk, encoding, done) { out.push(String(chunk)); done(); } })).getWriter(); await writer.write('a'); await writer.write('b'); await writer.close(); return out; },
  async ({ Readable }) => { const reader = Readable.toWeb(new Readable({ read() { this.destroy(new RangeError('x')); } })).getReader(); return reader.read().catch((error) => error.name); },
  ({ Readable }) => { Readable.fromWeb({}); },
  ({ Writable }) => { Writable.fromWeb(1); },
]);

compare('util', util, nodeUtil, [
  ({ _extend, isBuffer, isError, isFunction, isPrimitive, isObject }) => [_extend({ a: 1 }, { b: 2 }), _extend({ a: 1 }, 5), isBuffer(new Uint8Array(1)), isError(new TypeError('x')), isFunction(() => {}), isPrimitive(null), isObject([])],
  ...[-2, -104, -9999, 5, 'x', 1.5].map((number) => ({ getSystemErrorName }) => getSystemErrorName(number)),
  ({ aborted }) => aborted(AbortSignal.abort(), {}).then(() => 'aborted'),
  ({ aborted }) => aborted(undefined, {}),
  ({ promisify }) => promisify(Object.assign((callback) => callback(null, 1), { [promisify.custom]: async () => 'custom' }))(),
  ({ inherits }) => inherits(null, Object),
  ({ inspect }) => inspect({ [inspect.custom]: (depth, options, own) => `${depth} ${typeof options} ${own === inspect}` }),
  ({ deprecate }) => deprecate((value) => value + 1, 'old', 'DEP_TEST')(1),
]);

compare('events', events, nodeEvents, [
  async (EventEmitter) => {
    const emitter = new EventEmitter({ captureRejections: true });
    const seen = [];
    emitter.on('error', (error) => seen.push(error.message));
    emitter.on('a', async () => { throw new Error('one'); });
    emitter.on('a', async () => { throw new Error('two'); });
    seen.push(emitter.emit('a'));
    await settled();
    return seen;
  },
  async (EventEmitter) => {
    const emitter = new EventEmitter({ captureRejections: true });
    const seen = [];
    emitter[Symbol.for('nodejs.rejection')] = (error, name, ...values) => seen.push(error.message, name, values);
    emitter.on('a', async () => { throw new Error('x'); });
    emitter.emit('a', 1, 2);
    await settled();
    return seen;
  },
  (EventEmitter) => EventEmitter.captureRejections,
  (EventEmitter) => { EventEmitter.captureRejections = 5; },
  ({ getMaxListeners, EventEmitter }) => getMaxListeners(new EventEmitter().setMaxListeners(3)),
]);

compare('url', url, nodeUrl, [
  ...['file:///a/b%20c.js', 'file:///a%2fb', 'http://x/', 'file://host/x', 'nonsense', 5, null, new URL('file:///x?y#z')].map((input) => ({ fileURLToPath }) => fileURLToPath(input)),
  ...['/a/b c.js', '/a?b#c%d', '/dir/', '/ü', 5].map((input) => ({ pathToFileURL }) => pathToFileURL(input).href),
  ...['http://user:p%20w@[::1]:81/a?b#c', 'https://x'].map((input) => ({ urlToHttpOptions }) => ({ ...urlToHttpOptions(new URL(input)) })),
]);

compare('punycode', punycode, nodePunycode, [
  ...['bücher', 'ünïcödé', '他们为什么不说中文', 'abc', '', '😀x', 'ü'].map((text) => ({ encode, decode }) => [encode(text), decode(encode(text))]),
  ...['mañana.com', 'джумла@例え。テスト', 'plain.example'].map((text) => ({ toASCII, toUnicode }) => [toASCII(text), toUnicode(toASCII(text))]),
  ...['ü', '!!!', '99999999'].map((text) => ({ decode }) => decode(text)),
  ({ ucs2 }) => [ucs2.decode('a😀'), ucs2.encode([97, 0x1f600])],
]);

compare('vm', vm, nodeVm, [
  ({ runInThisContext }) => runInThisContext('1 + 1'),
  ({ Script }) => new Script('[1, 2].length').runInThisContext(),
  ({ compileFunction }) => compileFunction('return a + b', ['a', 'b'])(1, 2),
  ({ isContext }) => isContext({}),
  ({ runInThisContext }) => runInThisContext(5),
]);

compare('os', os, nodeOs, [
  ({ constants }) => [constants.signals.SIGTERM, constants.errno.ENOENT, constants.errno.ECONNRESET, constants.priority.PRIORITY_LOW],
  ({ EOL, endianness }) => [EOL, endianness()],
]);

const linesOf = async ({ createInterface }, chunks) => {
  const lines = [];
  for await (const line of createInterface({ input: nodeStream.Readable.from(chunks), crlfDelay: Infinity })) lines.push(line);
  return lines;
};
compare('readline', readline, nodeReadline, [
  ...[['a\nb\n', 'c'], ['a\r', '\nb'], ['one', ' two\n\nthree'], [], ['\n'], ['é\n'.slice(0, 1), '\n']].map((chunks) => (module) => linesOf(module, chunks)),
  (module) => new Promise((resolve) => {
    const seen = [];
    module.createInterface({ input: nodeStream.Readable.from(['x\ny']) }).on('line', (line) => seen.push(line)).on('close', () => resolve(seen));
  }),
]);

compare('console', console, { Console }, [
  ({ Console: Class }) => {
    const written = [];
    const sink = (name) => Object.assign(new nodeStream.Writable(), { write: (text) => { written.push([name, text]); return true; } });
    const own = new Class({ stdout: sink('out'), stderr: sink('err') });
    const { log } = own;
    log('a %s', 'b', { c: 1 });
    own.error(new Set([1]));
    own.group('in');
    own.warn('two\nlines');
    own.groupEnd();
    own.assert(false, 'no %d', 5);
    own.count();
    own.count();
    own.dir({ a: 1 });
    return written;
  },
]);

test('servers and agents of https are those of http', () => {
  const agent = new https.Agent({ keepAlive: true });
  assert.ok(agent instanceof http.Agent);
  assert.deepEqual([agent.keepAlive, agent.protocol, http.globalAgent.protocol], [true, 'https:', 'http:']);
  assert.equal(https.Server, http.Server);
});

describe('what cannot exist says so when it is called', () => {
  const rows = {
    http2: ['connect', 'createServer', 'createSecureServer'],
    net: ['connect', 'createConnection', 'createServer', 'Server'],
    tls: ['connect', 'createServer', 'createSecureContext'],
    dns: ['lookup', 'resolve', 'Resolver'],
    'dns/promises': ['lookup', 'resolve4'],
    cluster: ['fork', 'setupPrimary'],
    domain: ['create'],
    worker_threads: ['Worker', 'receiveMessageOnPort'],
    tty: ['ReadStream', 'WriteStream'],
    v8: ['getHeapStatistics', 'serialize'],
    vm: ['createContext', 'runInNewContext'],
    module: ['register'],
    readline: ['cursorTo', 'emitKeypressEvents'],
    perf_hooks: ['createHistogram', 'monitorEventLoopDelay'],
  };
  for (const [name, functions] of Object.entries(rows)) {
    test(name, async () => {
      const [ours, nodes] = [await sdk(name), (await import(`node:${name}`)).default];
      for (const each of functions) {
        assert.equal(typeof nodes[each], 'function', each);
        assert.throws(() => new ours[each]('x'), { code: 'ERR_UNAVAILABLE_IN_SANDBOX', message: /is not available: / }, each);
        // A class can be extended by a program that never makes one.
        assert.equal(typeof class extends ours[each] {}, 'function');
      }
    });
  }
});

test('a program finds itself alone', async () => {
  const [cluster, workers, tty, module] = await Promise.all(['cluster', 'worker_threads', 'tty', 'module'].map(sdk));
  assert.deepEqual([cluster.isPrimary, cluster.isWorker, workers.isMainThread, workers.parentPort, tty.isatty(1)], [true, false, true, null, false]);
  assert.throws(() => module.createRequire('/x')('left-pad'), { code: 'MODULE_NOT_FOUND', message: /import them/ });
});

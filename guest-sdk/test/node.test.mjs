/** The Node.js modules of the SDK give what Node's own give. */

import './runtime-stub.mjs';

import assert from 'node:assert/strict';
import * as nodeAssert from 'node:assert';
import * as nodeBuffer from 'node:buffer';
import * as nodeCrypto from 'node:crypto';
import * as nodeEvents from 'node:events';
import * as nodeHttp from 'node:http';
import * as nodeNet from 'node:net';
import * as nodePath from 'node:path';
import * as nodeQuerystring from 'node:querystring';
import * as nodeStringDecoder from 'node:string_decoder';
import * as nodeUrl from 'node:url';
import * as nodeUtil from 'node:util';
import { describe, test } from 'node:test';
import * as buffer from '../src/node/buffer.js';
import * as assertModule from '../src/node/assert.js';
import * as crypto from '../src/node/crypto.js';
import * as diagnostics from '../src/node/diagnostics_channel.js';
import * as events from '../src/node/events.js';
import * as http from '../src/node/http.js';
import * as net from '../src/node/net.js';
import * as path from '../src/node/path.js';
import * as querystring from '../src/node/querystring.js';
import * as stringDecoder from '../src/node/string_decoder.js';
import * as url from '../src/node/url.js';
import * as util from '../src/node/util.js';
import { AsyncResource, executionAsyncId } from '../src/node/async_hooks.js';

/** What an action gives, in a form that compares across both implementations. */
function outcome(action, module) {
  try {
    return plain(action(module));
  } catch (error) {
    return { thrown: error.name, code: error.code, message: error.message };
  }
}

function plain(value) {
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (Array.isArray(value)) return value.map(plain);
  if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) !== Object.prototype && !(value instanceof Date)) return { ...value };
  return value;
}

/** Node's assertions say more about the difference than ours. */
function withoutMessage({ message, ...rest }) {
  return rest;
}

/** Compares each row, a function of the module, on both. */
function compare(name, ours, nodes, rows, view = (result) => result) {
  describe(name, () => {
    rows.forEach((row, index) => {
      test(`${name} ${index}: ${String(row).replace(/\s+/g, ' ').slice(0, 90)}`, () => {
        assert.deepEqual(view(outcome(row, ours)), view(outcome(row, nodes)));
      });
    });
  });
}

const ENCODINGS = ['utf8', 'UTF-8', 'hex', 'base64', 'base64url', 'latin1', 'binary', 'ascii', 'ucs2', 'utf16le', undefined, 'nope'];
const TEXTS = ['', 'abc', 'héllo €😀', 'ÿ\u0100', '\ud800x', '00ff', '0g', 'YQ==', '-_-_', 'a b c', '===='];
const BYTES = ['', '61', 'e282', 'f09f98', 'ff', '00d8', 'c3a9', 'fffe41', '80', 'eda080'];
const NUMBERS = ['UInt8', 'Int8', 'UInt16LE', 'UInt16BE', 'Int16LE', 'Int16BE', 'UInt32LE', 'UInt32BE', 'Int32LE', 'Int32BE', 'FloatLE', 'FloatBE', 'DoubleLE',
  'DoubleBE', 'BigInt64LE', 'BigInt64BE', 'BigUInt64LE', 'BigUInt64BE', 'Uint8', 'Uint16LE'];
const big = (name) => name.startsWith('Big');

// Bytes and text go into Buffers and out of them as in Node, in every encoding, errors included.
compare('buffer', buffer, nodeBuffer, [
  ...ENCODINGS.flatMap((encoding) => TEXTS.map((text) => ({ Buffer }) => [Buffer.from(text, encoding), Buffer.byteLength(text, encoding), Buffer.isEncoding(encoding)])),
  ...ENCODINGS.flatMap((encoding) => BYTES.map((hex) => ({ Buffer }) => [undefined, 1].map((start) => Buffer.from(hex, 'hex').toString(encoding, start)))),
  ...ENCODINGS.flatMap((encoding) => TEXTS.map((text) => ({ Buffer }) => {
    const target = Buffer.alloc(5, 1);
    return [target.write(text, encoding), target, target.write(text, 2, 2, encoding), target];
  })),
  ...NUMBERS.flatMap((name) => [0, 1, 2, 9, -1, 1.5, '0'].map((offset) => ({ Buffer }) => Buffer.from('8081fe7f00ff10203040', 'hex')[`read${name}`](offset))),
  ...NUMBERS.flatMap((name) => [0, 1, -1, 127, 128, 255, 65535, 2 ** 31, -(2 ** 31) - 1, 2 ** 32].map((value) => ({ Buffer }) => {
    const target = Buffer.alloc(10);
    return [target[`write${name}`](big(name) ? BigInt(value) : value, 1), target];
  })),
  ...['UIntLE', 'UIntBE', 'IntLE', 'IntBE'].flatMap((name) => [1, 3, 6, 7, undefined].map((length) => ({ Buffer }) => Buffer.from('8081fe7f00ff10', 'hex')[`read${name}`](1, length))),
  ...[[1, 300, -1], { length: 2, 0: 5, 1: 6 }, new Uint16Array([1, 300]), new ArrayBuffer(3), null, undefined, 5, true, {}, { type: 'Buffer', data: [1] }, new String('boxed')]
    .map((value) => ({ Buffer }) => Buffer.from(value)),
  ({ Buffer }) => [Buffer.concat([Buffer.from('ab'), new Uint8Array([1])]), Buffer.concat([Buffer.from('abc')], 2), Buffer.concat([Buffer.from('a')], 3), Buffer.concat([])],
  ({ Buffer }) => Buffer.concat(['text']),
  ({ Buffer }) => [Buffer.compare(Buffer.from('a'), Buffer.from('b')), Buffer.from('abc').compare(Buffer.from('xabcx'), 1, 4), Buffer.from('a').equals(new Uint8Array([97]))],
  ({ Buffer }) => Buffer.from('a').equals('a'),
  ({ Buffer }) => JSON.stringify({ bytes: Buffer.from('hi') }),
  ({ Buffer }) => {
    const whole = Buffer.from('hello');
    const part = whole.slice(1, -1);
    part[0] = 88;
    return [whole.toString(), part.toString(), Buffer.isBuffer(part), Buffer.isBuffer(whole.subarray(1)), Buffer.isBuffer(new Uint8Array(1)), whole.map((byte) => byte + 1)];
  },
  ({ Buffer }) => {
    const target = Buffer.alloc(4);
    return [Buffer.from('hello').copy(target, 1, 2), target, Buffer.from('hello').copy(target, 9)];
  },
  ({ Buffer }) => [Buffer.from('abcd').swap16(), Buffer.from('abcd').swap32(), Buffer.from('abcdefgh').swap64()],
  ({ Buffer }) => Buffer.from('abc').swap16(),
  ({ Buffer }) => [Buffer.from('abcabc').indexOf('c'), Buffer.from('abcabc').lastIndexOf('c'), Buffer.from('abc').includes('d'), Buffer.from('abc').indexOf(98), Buffer.from('abc').indexOf(Buffer.from('bc')),
    Buffer.from('abc').indexOf('a', -1), Buffer.from('abc').indexOf(''), Buffer.from('abcabc').indexOf('b', 2)],
  ({ Buffer }) => [Buffer.alloc(5).fill('ab'), Buffer.alloc(5).fill(7, 1, 3), Buffer.alloc(3, 'ff', 'hex'), Buffer.alloc(3).fill('')],
  ({ Buffer }) => Buffer.alloc(3).fill('zz', 'hex'),
  ({ Buffer }) => Buffer.alloc(-1),
  ({ Buffer }) => [Buffer.from('héllo').utf8Slice(0, 3), Buffer.from('héllo').latin1Slice(0, 3), Buffer.from('héllo').hexSlice(0, 2), Buffer.from('héllo').base64Slice(0, 3)],
  ({ Buffer }) => [Buffer('abc').toString(), new Buffer('abc').toString(), Buffer.of(1, 2), Buffer.from(new ArrayBuffer(8), 2, 3).length],
  ({ Buffer }) => [Buffer.from('hi').inspect(), Buffer.alloc(0).inspect(), Buffer.alloc(60).inspect()],
  ({ isUtf8, isAscii, Buffer }) => [isUtf8(Buffer.from('é')), isUtf8(Buffer.from('ff', 'hex')), isAscii(Buffer.from('a')), isAscii(Buffer.from('é'))],
]);

const PATHS = ['', '/', '.', '..', '//', 'a', 'a/', '/a/b.txt', 'a/../b', '../../x', './.ext', '/..', 'a//b///c', 'x.tar.gz', '/a/./b/..', 'dir.d/file', '.', '...', 'a.', '/../a/'];
compare('path', path, nodePath, [
  ...PATHS.flatMap((each) => ['normalize', 'dirname', 'basename', 'extname', 'parse', 'isAbsolute'].map((name) => (module) => module[name](each))),
  ...PATHS.flatMap((one) => ['/base', 'x/y', '..'].map((other) => (module) => [module.join(other, one), module.resolve(other, one), module.relative(other, one), module.format(module.parse(one))])),
  ...[['file.txt', '.txt'], ['file.txt', 'file.txt'], ['/a/b.txt', 'x'], ['a.b/', 'b']].map((args) => (module) => module.basename(...args)),
  (module) => module.join('a', 5),
  (module) => [module.sep, module.delimiter, module.posix.join('a', 'b'), module.format({ dir: '/x', name: 'f', ext: 'txt' })],
]);

compare('querystring', querystring, nodeQuerystring, [
  ...['', 'a=1&a=2&b', '=', '&&', 'a=b=c', 'a+b=c+d', '%61=%zz', '%E4', 'a=%E2%82%AC', '__proto__=1', 'é%zz=1', '%', 'a=%2', 'a=1;b=2'].flatMap((text) => [
    (module) => module.parse(text), (module) => module.parse(text, ';', ':'), (module) => module.parse(text, null, null, { maxKeys: 1 }), (module) => module.unescape(text), (module) => module.escape(text),
    (module) => module.parse(text, null, null, { decodeURIComponent: (each) => `<${each}>` })]),
  ...[{}, { a: 1, b: [1, 'x', true, null, undefined, NaN, {}] }, { 'k v': 'é&=' }, { big: 10n, infinite: Infinity }, null, 'x'].map((value) => (module) => module.stringify(value)),
  (module) => module.stringify({ a: '\ud800' }),
]);

const URLS = ['', '/', '/a?b#c', '//x/y', 'http://x', 'http://x:80/p?q=1#h', 'HTTP://USER:pa%20ss@Host.COM:8080/p?query=string#hash', 'mailto:a@b.c', 'javascript:alert(1)',
  'file:///etc/passwd', 'http://[::1]:3000/x', 'a/b?c', '?q', '#h', 'http://a@b@c/', 'http:\\\\evil\\x?a\\b', '  http://t.com  ', 'http://x y/', '*', 'http://host:', 'http://host?x',
  '/a b', 'http://-a-.com/', 'http:x', 'http:///x', '/x//y/../z', 'tel:123', 'http://h/p;a=1?b;c#d;e', 'http://a,b/', 'git+ssh://git@h:o/p'];
compare('url', url, nodeUrl, [
  ...URLS.flatMap((each) => [(module) => module.parse(each), (module) => module.parse(each, true, true), (module) => module.format(module.parse(each))]),
  ...['http://a/b/c/d;p?q', '/one/two/three', 'http://u:p@h:8/x', 'one/two', ''].flatMap((base) => ['', 'g', './g', '/g', '//g', '?y', 'g?y#s', '#s', '..', '../../g', '/./g', 'http://x/y', './../g'].map(
    (relative) => (module) => module.resolve(base, relative))),
  ...[{ protocol: 'http', host: 'a.com', pathname: 'x', search: 'a=1' }, { protocol: 'http:', hostname: '::1', port: 80 }, { hostname: 'h', query: { a: [1, 2] } }, { pathname: '/a?b#c' }, {}].map(
    (parts) => (module) => module.format(parts)),
  (module) => module.parse(5),
  (module) => module.format(new URL('http://u:p@h/x?y#z'), { auth: false, fragment: false }),
]);

compare('net', net, nodeNet, ['127.0.0.1', '256.1.1.1', '01.2.3.4', '1.2.3', '::', '::1', '1::2::3', 'fe80::1%eth0', '::ffff:1.2.3.4', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8:9', '', 'x', '12345::',
  '::1.2.3.4:5', ' 1.2.3.4', null].map((address) => (module) => [module.isIP(address), module.isIPv4(address), module.isIPv6(address)]));

compare('crypto', crypto, nodeCrypto, [
  ...['md5', 'sha1', 'SHA256', 'sha384', 'sha512', 'RSA-SHA1', 'nope'].flatMap((algorithm) => ['hex', 'base64', 'base64url', undefined].flatMap((encoding) => [
    (module) => module.createHash(algorithm).update('é').update(new Uint8Array([1, 2])).digest(encoding), (module) => module.createHmac(algorithm, 'key').update('text').digest(encoding)])),
  (module) => module.createHash('sha1').update(5),
  (module) => {
    const hash = module.createHash('sha1').update('a');
    const copy = hash.copy().update('b');
    return [hash.digest('hex'), copy.digest('hex')];
  },
  (module) => {
    const hash = module.createHash('sha1');
    hash.digest();
    hash.digest();
  },
  (module) => module.timingSafeEqual(new Uint8Array([1]), new Uint8Array([1, 2])),
  (module) => [module.timingSafeEqual(new Uint8Array([1]), new Uint8Array([1])), module.timingSafeEqual(new Uint8Array([1]), new Uint8Array([2]))],
  (module) => [module.randomBytes(5).length, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(module.randomUUID()), module.randomInt(1), module.randomInt(5, 6)],
  (module) => module.randomInt(5, 5),
]);

compare('string_decoder', stringDecoder, nodeStringDecoder, ['utf8', 'utf16le', 'base64', 'hex', 'latin1', 'nope'].flatMap((encoding) => [[[0xe2, 0x82], [0xac]], [[0xf0, 0x9f], [0x98], [0x80, 0x61]], [[0xc3]],
  [[0xff, 0x61], [0xe2]], [[0x61, 0x00, 0x62], [0x00]], [[1], [2, 3, 4]]].map((chunks) => ({ StringDecoder }) => {
    const decoder = new StringDecoder(encoding);
    return [...chunks.map((chunk) => decoder.write(new Uint8Array(chunk))), decoder.end()];
  })));

class Sample {
  constructor() {
    this.a = 1;
  }
}
const cycle = { n: 1 };
cycle.self = cycle;
const SHOWN = [1, -0, 's', "it's", 'l\nn', null, undefined, true, 10n, Symbol('x'), [], [1, 2, 3], [1, , 3], {}, { a: 1, b: { c: { d: { e: 1 } } } }, { 'a-b': 1, 2: 3 }, new Sample(), new Map([[1, { a: 2 }]]),
  new Set([1, 'a']), new Date(0), /x/g, () => {}, function named() {}, class A {}, class B extends Sample {}, cycle, Object.create(null), { get a() { return 1; }, set b(value) {} }, new Uint8Array([1, 2]),
  [['a', ['b', ['c', ['d']]]]], { f() {}, g: async () => {} }, new Number(3), new String('x'), { [Symbol('k')]: 1 }, Array.from({ length: 40 }, (_, index) => index), Array.from({ length: 120 }, (_, index) => `item ${index}`),
  ['a'.repeat(30), 'b'.repeat(35), 'c'.repeat(28)], { a: [{ b: 1 }, { c: 2 }] }, new WeakMap(), [1.5, NaN, Infinity], 'x'.repeat(200)];
compare('util', util, nodeUtil, [
  ...SHOWN.map((value) => ({ inspect }) => inspect(value)),
  ...SHOWN.flatMap((value) => Object.keys(util.types).map((name) => ({ types }) => types[name](value))),
  ...[['%s', 'a'], ['%s', 1, 'x'], ['%d', '42'], ['%i', 42.9], ['%f', '1.5x'], ['%j', { a: 1 }], ['%o', [1]], ['%O', { a: { b: { c: {} } } }], ['%%', 1], ['%%'], ['a', 'b', { c: 1 }], [1, 2], ['%s', { a: 1 }],
    ['%s', null], ['%s', -0], ['%c', 'css', 'x'], ['%x', 1], ['%s'], ['%s', 10n], ['%j', cycle], ['%s', { toString: () => 'own' }]].map((args) => ({ format }) => format(...args)),
  ...[[1, '1'], [NaN, NaN], [0, -0], [{ a: 1, b: 2 }, { b: 2, a: 1 }], [new Set([{ a: 1 }]), new Set([{ a: 1 }])], [new Date(1), new Date(2)], [/a/, /a/g], [Object.create(null), {}], [[1, , 2], [1, undefined, 2]],
    [new Error('a'), new TypeError('a')], [{ a: undefined }, {}], [cycle, cycle]].map(([one, other]) => ({ isDeepStrictEqual }) => isDeepStrictEqual(one, other)),
  ({ inherits }) => {
    function Child() {}
    inherits(Child, nodeEvents.EventEmitter);
    return [new Child() instanceof nodeEvents.EventEmitter, Child.super_ === nodeEvents.EventEmitter];
  },
  ({ stripVTControlCharacters, toUSVString }) => [stripVTControlCharacters('\u001b[31mred\u001b[0m'), toUSVString('a\ud800')],
]);

test('promisify, callbackify and deprecate keep what the function does', async () => {
  const later = (value, callback) => queueMicrotask(() => callback(value < 0 ? new Error('negative') : null, value * 2));
  assert.equal(await util.promisify(later)(2), 4);
  await assert.rejects(util.promisify(later)(-1), /negative/);
  assert.deepEqual(await new Promise((resolve) => { util.callbackify(async (value) => value + 1)(1, (...values) => resolve(values)); }), [null, 2]);
  assert.equal(util.deprecate((value) => value, 'old')(7), 7);
});

compare('events', events, nodeEvents, [
  ({ EventEmitter }) => {
    const emitter = new EventEmitter();
    const seen = [];
    emitter.on('newListener', (name) => seen.push(`new ${String(name)}`));
    emitter.on('removeListener', (name) => seen.push(`removed ${String(name)}`));
    const listener = (...values) => seen.push(values.join());
    emitter.on('a', listener).once('a', listener).prependListener('a', () => seen.push('first'));
    seen.push(emitter.emit('a', 1, 2), emitter.emit('a', 3), emitter.emit('none'), emitter.listenerCount('a'), emitter.eventNames().map(String).join());
    emitter.off('a', listener).removeAllListeners('a');
    return [...seen, emitter.listenerCount('a'), emitter.rawListeners('a').length];
  },
  ({ EventEmitter }) => new EventEmitter().emit('error', new TypeError('boom')),
  ({ EventEmitter }) => new EventEmitter().emit('error', 'text'),
  ({ EventEmitter }) => new EventEmitter().on('x', 5),
  ({ EventEmitter }) => new EventEmitter().setMaxListeners(-1),
  ({ EventEmitter, errorMonitor }) => {
    const seen = [];
    const emitter = new EventEmitter();
    emitter.on(errorMonitor, (error) => seen.push(error.message));
    emitter.on('error', () => seen.push('handled'));
    emitter.emit('error', new Error('watched'));
    return seen;
  },
  ({ EventEmitter }) => {
    const emitter = new EventEmitter();
    const seen = [];
    emitter.on('a', () => { seen.push(1); emitter.removeAllListeners('a'); });
    emitter.on('a', () => seen.push(2));
    emitter.emit('a');
    emitter.emit('a');
    return seen;
  },
  ({ EventEmitter }) => {
    function Old() { EventEmitter.call(this); }
    Object.setPrototypeOf(Old.prototype, EventEmitter.prototype);
    const seen = [];
    const [one, other] = [new Old(), new Old()];
    one.on('a', () => seen.push('one'));
    other.on('a', () => seen.push('other'));
    one.emit('a');
    return seen;
  },
  ({ EventEmitter, getEventListeners, listenerCount }) => {
    const emitter = new EventEmitter();
    const listener = () => {};
    emitter.once('a', listener);
    return [getEventListeners(emitter, 'a')[0] === listener || emitter.listeners('a')[0] === listener, listenerCount(emitter, 'a'), EventEmitter.defaultMaxListeners, emitter.getMaxListeners()];
  },
]);

test('once and on wait for events, errors and signals', async () => {
  const emitter = new events.EventEmitter();
  queueMicrotask(() => emitter.emit('a', 1, 2));
  assert.deepEqual(await events.once(emitter, 'a'), [1, 2]);
  queueMicrotask(() => emitter.emit('error', new Error('failed')));
  await assert.rejects(events.once(emitter, 'a'), /failed/);
  const controller = new AbortController();
  const aborted = events.once(emitter, 'a', { signal: controller.signal });
  controller.abort();
  await assert.rejects(aborted, { name: 'AbortError' });
  const iterator = events.on(emitter, 'b');
  emitter.emit('b', 1);
  emitter.emit('b', 2);
  assert.deepEqual([(await iterator.next()).value, (await iterator.next()).value], [[1], [2]]);
  await iterator.return();
  assert.equal(emitter.listenerCount('b'), 0);
});

test('an emitter nobody listens to has no listener table', () => {
  const emitter = new events.EventEmitter();
  emitter.emit('a');
  assert.equal(Object.hasOwn(emitter, '_events'), false);
});

compare('http', http, nodeHttp, [
  ({ METHODS, STATUS_CODES }) => [METHODS, STATUS_CODES],
  ...['X-Fine', 'b d', '', 5, 'é', 'a:b'].map((name) => ({ validateHeaderName }) => validateHeaderName(name)),
  ...['fine', 'a\r\nb', '\u0100', undefined, 5, 'é'].map((value) => ({ validateHeaderValue }) => validateHeaderValue('X-Name', value)),
]);

compare('assert', assertModule, nodeAssert, [
  ...[[1, 1], [1, '1'], [1, 2], [NaN, NaN]].flatMap((pair) => ['equal', 'strictEqual', 'notEqual', 'notStrictEqual', 'deepEqual', 'deepStrictEqual'].map((name) => (module) => module.default[name](...pair, 'said so'))),
  (module) => module.default(0, 'falsy'),
  (module) => module.ok(true),
  (module) => module.throws(() => { throw new TypeError('x'); }, TypeError),
  (module) => module.throws(() => { throw new TypeError('x'); }, { message: 'x', name: 'TypeError' }),
  (module) => module.throws(() => {}),
  (module) => module.throws(() => { throw new Error('other'); }, TypeError),
  (module) => module.match('abc', /b/),
  (module) => module.fail('gave up'),
  (module) => module.ifError(null),
  (module) => module.strict.equal(1, '1', 'strictly'),
].map((row) => (module) => ({ given: row(module) })), withoutMessage);

test('channels give messages to their subscribers, and follow operations', async () => {
  const seen = [];
  const note = (message, name) => seen.push([message, name]);
  diagnostics.subscribe('a', note);
  diagnostics.channel('a').publish(1);
  assert.equal(diagnostics.unsubscribe('a', note), true);
  diagnostics.channel('a').publish(2);
  assert.deepEqual(seen, [[1, 'a']]);

  const tracing = diagnostics.tracingChannel('work');
  const phases = [];
  tracing.subscribe(Object.fromEntries(['start', 'end', 'asyncStart', 'asyncEnd', 'error'].map((phase) => [phase, ({ id }) => phases.push(`${id} ${phase}`)])));
  assert.equal(tracing.traceSync((value) => value + 1, { id: 1 }, undefined, 1), 2);
  await tracing.tracePromise(async () => {}, { id: 2 });
  assert.throws(() => tracing.traceSync(() => { throw new Error('x'); }, { id: 3 }));
  assert.deepEqual(phases, ['1 start', '1 end', '2 start', '2 end', '2 asyncStart', '2 asyncEnd', '3 start', '3 error', '3 end']);
});

test('a resource is the current one while its callbacks run', () => {
  const resource = new AsyncResource('TEST');
  const outer = executionAsyncId();
  assert.equal(resource.runInAsyncScope(() => executionAsyncId()), resource.asyncId());
  assert.equal(AsyncResource.bind(function receiver() { return this.x; }, 'T', { x: 5 })(), 5);
  assert.equal(executionAsyncId(), outer);
});

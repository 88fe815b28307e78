/** Requests: what is parsed when, how bodies are read, and which addresses are believed. */

import { receive } from './runtime-stub.mjs';

import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { describe, test } from 'node:test';
import * as accept from '../src/accepts.js';
import { fresh } from '../src/fresh.js';
import { incomingRequest, IncomingMessage } from '../src/http/incoming-message.js';
import { compileTrust, allAddresses } from '../src/proxy-address.js';
import { parse as parseQuery, parseExtended } from '../src/query-string.js';
import { parseRange } from '../src/range.js';

const message = (headers = '', body = undefined) => {
  receive(headers, '1.1\nhttps\n203.0.113.9\n50312\nid');
  return incomingRequest(IncomingMessage.prototype, 'POST', '/path?a=1', body, false);
};
const bytes = (text) => new TextEncoder().encode(text).buffer;
const settled = () => new Promise((resolve) => { setImmediate(resolve); });

test('a request is born with nothing parsed', () => {
  const req = message('host\nx');
  assert.deepEqual(Object.keys(req).filter((name) => req[name] !== undefined), ['method', 'url']);
  assert.equal(req._events, undefined);
});

describe('headers are joined as Node joins them', () => {
  const rows = [
    ['', {}],
    ['host\na\nhost\nb', { host: 'a' }],
    ['accept\na\naccept\nb', { accept: 'a, b' }],
    ['cookie\na=1\ncookie\nb=2', { cookie: 'a=1; b=2' }],
    ['set-cookie\na\nset-cookie\nb', { 'set-cookie': ['a', 'b'] }],
    ['x-empty\n\nx-last\n', { 'x-empty': '', 'x-last': '' }],
    ['content-type\na\ncontent-type\nb\nuser-agent\n1\nuser-agent\n2', { 'content-type': 'a', 'user-agent': '1' }],
    ['x-name\nhost\nhost\nreal', { 'x-name': 'host', host: 'real' }],
    ['constructor\na\nconstructor\nb', { constructor: 'a, b' }],
  ];
  for (const [packed, expected] of rows) {
    test(JSON.stringify(packed), () => {
      const req = message(packed);
      assert.deepEqual(req.headers, expected);
      assert.equal(req.headers, req.headers);
      assert.deepEqual(req.rawHeaders, packed === '' ? [] : packed.split('\n'));
    });
  }
});

test('the connection is taken apart on demand', () => {
  const req = message();
  assert.deepEqual([req.httpVersion, req.httpVersionMajor, req.httpVersionMinor], ['1.1', 1, 1]);
  assert.deepEqual([req.socket.remoteAddress, req.socket.remotePort, req.socket.remoteFamily, req.socket.encrypted], ['203.0.113.9', 50312, 'IPv4', true]);
  assert.equal(req.connection, req.socket);
});

describe('a body is read in every way a stream can be', () => {
  const readers = {
    'on data': async (req) => {
      const seen = [];
      req.on('data', (chunk) => seen.push(chunk.toString())).on('end', () => seen.push('end')).on('close', () => seen.push('close'));
      await settled();
      return seen;
    },
    'strings': async (req) => {
      const seen = [];
      req.setEncoding('utf8').on('data', (chunk) => seen.push(chunk)).on('end', () => seen.push('end'));
      req.on('close', () => seen.push('close'));
      await settled();
      return seen;
    },
    'async iteration': async (req) => {
      const seen = [];
      req.on('close', () => seen.push('close'));
      for await (const chunk of req) seen.push(chunk.toString());
      seen.push('end');
      await settled();
      return seen;
    },
    'read': async (req) => {
      const seen = [];
      req.on('readable', () => {
        for (let chunk = req.read(); chunk !== null; chunk = req.read()) seen.push(chunk.toString());
      }).on('end', () => seen.push('end')).on('close', () => seen.push('close'));
      await settled();
      return seen;
    },
    'pause and resume': async (req) => {
      const seen = [];
      req.on('data', (chunk) => {
        seen.push(chunk.toString());
        req.pause();
        setImmediate(() => req.resume());
      }).on('end', () => seen.push('end')).on('close', () => seen.push('close'));
      await settled();
      await settled();
      return seen;
    },
    'pipe': async (req) => {
      const seen = [];
      const destination = Object.assign(new EventEmitter(), { write: (chunk) => seen.push(chunk.toString()), end: () => seen.push('end') });
      assert.equal(req.pipe(destination), destination);
      req.on('close', () => seen.push('close'));
      await settled();
      return seen;
    },
  };
  for (const [name, reader] of Object.entries(readers)) {
    test(`${name}, with and without a body`, async () => {
      const sorted = (seen) => seen.filter((each) => each !== 'close' && each !== 'end').concat([...seen].filter((each) => each === 'close' || each === 'end').sort().reverse());
      const full = message('', bytes('héllo'));
      assert.deepEqual(sorted(await reader(full)), ['héllo', 'end', 'close']);
      assert.deepEqual([full.readable, full.readableEnded, full.complete, full.destroyed, full.closed], [false, true, true, true, true]);
      assert.deepEqual(sorted(await reader(message())), ['end', 'close']);
    });
  }
});

test('unpipe stops, destroy closes with its error', async () => {
  const req = message('', bytes('x'));
  const written = [];
  const destination = Object.assign(new EventEmitter(), { write: (chunk) => written.push(chunk), end: () => written.push('end') });
  req.pipe(destination);
  req.unpipe(destination);
  await settled();
  assert.deepEqual(written, []);
  const seen = [];
  req.on('error', (error) => seen.push(error.message)).on('close', () => seen.push('close'));
  req.destroy(new Error('enough'));
  await settled();
  assert.deepEqual(seen, ['enough', 'close']);
});

describe('trusted proxies decide which address is the client', () => {
  const rows = [
    [false, '1.1.1.1', ['127.0.0.1']],
    [true, '1.1.1.1, 2.2.2.2', ['127.0.0.1', '2.2.2.2', '1.1.1.1']],
    [1, '1.1.1.1, 2.2.2.2', ['127.0.0.1', '2.2.2.2']],
    ['loopback', '1.1.1.1, 127.0.0.9', ['127.0.0.1', '127.0.0.9', '1.1.1.1']],
    ['loopback, 10.0.0.0/8', '1.1.1.1, 8.8.8.8, 10.2.3.4', ['127.0.0.1', '10.2.3.4', '8.8.8.8']],
    [['127.0.0.1/32', '172.16.0.0/255.240.0.0'], '1.1.1.1, 172.32.0.1, 172.31.0.1', ['127.0.0.1', '172.31.0.1', '172.32.0.1']],
    ['loopback, 2001:db8::/32', '::1, 2001:db8:1::5', ['127.0.0.1', '2001:db8:1::5', '::1']],
    ['::ffff:127.0.0.1', '1.1.1.1', ['127.0.0.1', '1.1.1.1']],
    ['::ffff:127.0.0.0/104', '1.1.1.1', ['127.0.0.1', '1.1.1.1']],
    ['fe80::/10', '1.1.1.1', ['127.0.0.1']],
    ['loopback', 'unknown, ::ffff:127.0.0.2', ['127.0.0.1', '::ffff:127.0.0.2', 'unknown']],
    [(address, hop) => hop < 1, '1.1.1.1, 2.2.2.2', ['127.0.0.1', '2.2.2.2']],
  ];
  for (const [trust, forwarded, expected] of rows) {
    test(`${String(trust)}: ${forwarded}`, () => {
      receive(`x-forwarded-for\n${forwarded}`, '1.1\nhttp\n127.0.0.1\n1\nid');
      const req = incomingRequest(IncomingMessage.prototype, 'GET', '/', undefined, false);
      assert.deepEqual(allAddresses(req, compileTrust(trust)), expected);
    });
  }
  for (const [bad, reason] of [['10.0.0.0/33', /invalid range/], ['nowhere', /invalid IP/], ['10.0.0.0/', /invalid range/], ['10.0.0.0/255.0.255.0', /invalid range/], [{}, /unsupported/]]) {
    test(`${String(bad)} is refused`, () => assert.throws(() => compileTrust(bad), reason));
  }
});

test('nested queries are read with their limits', () => {
  const rows = [
    ['a[b][c]=1&a[b][d]=2', { a: { b: { c: '1', d: '2' } } }],
    ['a[]=1&a[]=2&a=3', { a: ['1', '2', '3'] }],
    ['a[1]=x&a[0]=y&a[3]=z', { a: ['y', 'x', 'z'] }],
    ['a[20]=x', { a: { 20: 'x' } }],
    ['a[b][c][d][e][f][g]=1', { a: { b: { c: { d: { e: { f: { '[g]': '1' } } } } } } }],
    ['__proto__[x]=1&a[__proto__][y]=2', { a: {} }],
    ['toString=1&a[constructor]=2', { toString: '1', a: { constructor: '2' } }],
    ['a=%zz&b=%C3%BC+x', { a: '%zz', b: 'ü x' }],
    ['', {}],
  ];
  for (const [text, expected] of rows) assert.deepEqual(parseExtended(text), expected, text);
  assert.throws(() => parseQuery('a[b][c]=1', { depth: 1, strictDepth: true }), RangeError);
  assert.deepEqual(parseQuery('a=1&b=2&c=3', { parameterLimit: 2 }), { a: '1', b: '2' });
  assert.equal({}.x, undefined);
});

test('ranges, freshness and negotiation answer for their fields', () => {
  const ranges = (list) => Object.assign(list, { type: 'bytes' });
  assert.deepEqual(parseRange(100, 'bytes=0-4,10-'), ranges([{ start: 0, end: 4 }, { start: 10, end: 99 }]));
  assert.deepEqual(parseRange(100, 'bytes=50-70,0-5,60-99', { combine: true }), ranges([{ start: 50, end: 99 }, { start: 0, end: 5 }]));
  assert.deepEqual([parseRange(10, 'bytes=20-'), parseRange(10, 'bytes'), parseRange(10, 'bytes=x-y')], [-1, -2, -2]);
  assert.equal(fresh({ 'if-none-match': '"a", W/"b"' }, '"b"'), true);
  assert.equal(fresh({ 'if-none-match': '*', 'cache-control': 'no-cache' }, '"b"'), false);
  assert.equal(accept.types('text/*;q=.5, application/json', ['html', 'json']), 'json');
  assert.equal(accept.languages('en-GB', ['en', 'de']), 'en');
  assert.equal(accept.encodings('gzip;q=0', ['gzip']), false);
  assert.deepEqual(accept.charsets('a;q=0.1, b', []), ['b', 'a']);
});

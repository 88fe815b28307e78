/** Compression gives what Node's gives: bytes that unfold to the same, the same errors, the same events. */

import './runtime-stub.mjs';

import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import nodeZlib from 'node:zlib';
import zlib from '../src/node/zlib.js';

const PAIRS = [['gzip', 'gunzip'], ['deflate', 'inflate'], ['deflateRaw', 'inflateRaw'], ['brotliCompress', 'brotliDecompress'], ['gzip', 'unzip'], ['deflate', 'unzip']];
const LONG = Buffer.from('The quick brown fox. '.repeat(4000));
const packed = { gzip: nodeZlib.gzipSync('abc'), deflate: nodeZlib.deflateSync('abc'), raw: nodeZlib.deflateRawSync('abc'), brotli: nodeZlib.brotliCompressSync('abc') };
const upper = (name) => name[0].toUpperCase() + name.slice(1);

function outcome(action) {
  try {
    const result = action();
    return result instanceof Uint8Array ? Buffer.from(result).toString('hex') : result;
  } catch (error) {
    return describeError(error);
  }
}

function describeError({ name, code, errno, message }) {
  return { name, code, errno, message };
}

describe('the functions give the same bytes and the same errors', () => {
  const damaged = (bytes) => Buffer.from(bytes.map((byte, at) => (at === bytes.length - 5 ? byte ^ 1 : byte)));
  const rows = [
    ...PAIRS.flatMap(([pack, unpack]) => ['', 'abc', LONG].map((text) => (module) => module[`${unpack}Sync`](module[`${pack}Sync`](text)))),
    ...['gunzip', 'inflate', 'inflateRaw', 'unzip', 'brotliDecompress'].flatMap((name) => [
      ...['', 'garbage', '\x1f\x8b', Buffer.from('1f8bffff', 'hex')].map((text) => (module) => module[`${name}Sync`](text)),
      ...Object.values(packed).flatMap((bytes) => [bytes, bytes.subarray(0, -6), Buffer.concat([bytes, Buffer.alloc(3)]), Buffer.concat([bytes, bytes]), damaged(bytes)])
        .map((bytes) => (module) => module[`${name}Sync`](bytes)),
    ]),
    (module) => module.gunzipSync(packed.gzip.subarray(0, -6), { finishFlush: module.constants.Z_SYNC_FLUSH }),
    (module) => module.gunzipSync(Buffer.concat([packed.gzip, Buffer.from('trailing')])),
    (module) => module.gunzipSync(nodeZlib.gzipSync(LONG), { maxOutputLength: 100 }),
    ...[{ level: 10 }, { level: 'a' }, { level: 0 }, { level: 1 }, { level: 9 }, { level: NaN }, { chunkSize: 1 }, { windowBits: 1 }, { memLevel: 0 }, { strategy: 9 },
      { flush: 77 }, { finishFlush: 99 }, { maxOutputLength: 0 }, { level: Infinity }].map((options) => (module) => module.gzipSync('abc', options)),
    ...[{ params: { 999: 1 } }, { params: { 1: 'a' } }, { flush: 9 }].map((options) => (module) => module.brotliCompressSync('abc', options).length > 0),
    ...[5, null, undefined, {}, ['a']].map((input) => (module) => module.gzipSync(input)),
    ...[new Uint16Array([1, 2]), new DataView(new ArrayBuffer(3)), new ArrayBuffer(2)].map((input) => (module) => module.gzipSync(input)),
    ...[undefined, 5, {}].map((callback) => (module) => module.gzip('x', {}, callback)),
    (module) => Object.keys(module).sort(),
    (module) => module.constants,
    (module) => module.codes,
    (module) => [module.Z_SYNC_FLUSH, module.BROTLI_PARAM_MODE],
    ...['', 'abc', Buffer.from('abc'), 5].flatMap((data) => [undefined, 7, 'a'].map((value) => (module) => module.crc32(data, value))),
  ];
  rows.forEach((row, at) => test(`${at}: ${String(row).slice(0, 90)}`, () => {
    const expected = outcome(() => row(nodeZlib));
    assert.deepEqual(outcome(() => row(zlib)), expected);
  }));
});

describe('with a callback or a promise it works, too', () => {
  for (const [pack, unpack] of PAIRS) {
    test(`${pack} and ${unpack}`, async () => {
      const bytes = await promisify(zlib[pack])('abc');
      assert.equal((await promisify(zlib[unpack])(bytes)).toString(), 'abc');
      const refusal = (module) => promisify(module[unpack])('garbage').catch(describeError);
      assert.deepEqual(await refusal(zlib), await refusal(nodeZlib));
    });
  }
});

/** What a stream tells, and all it gives. */
function collect(stream, drive) {
  const events = [];
  const chunks = [];
  return new Promise((resolve) => {
    stream.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
    for (const name of ['end', 'finish']) stream.on(name, () => events.push(name));
    stream.on('error', (error) => events.push(describeError(error)));
    stream.on('close', () => resolve({ events: [...events, 'close'], bytes: Buffer.concat(chunks), sizes: chunks.map(({ length }) => length) }));
    drive(stream, events);
  });
}

describe('streams tell the same and give the same', () => {
  const random = Buffer.from(Array.from({ length: 40000 }, (_, at) => (at * 7919) % 251));
  const rows = [
    ['Gzip', {}, (stream) => stream.end(LONG)],
    ['Gzip', { level: 0 }, (stream) => stream.end(random)],
    ['Deflate', {}, (stream) => { stream.write('abc'); stream.end('def'); }],
    ['DeflateRaw', {}, (stream) => stream.end()],
    ['BrotliCompress', {}, (stream) => stream.end(LONG)],
    ['Gunzip', {}, (stream) => stream.end(nodeZlib.gzipSync(LONG))],
    ['Gunzip', { chunkSize: 1000 }, (stream) => stream.end(nodeZlib.gzipSync(LONG))],
    ['Gunzip', {}, (stream) => stream.end('garbage')],
    ['Gunzip', {}, (stream) => stream.end(packed.gzip.subarray(0, 12))],
    ['Gunzip', { finishFlush: nodeZlib.constants.Z_SYNC_FLUSH }, (stream) => stream.end(packed.gzip.subarray(0, -6))],
    ['Gunzip', {}, (stream) => stream.end()],
    ['Inflate', {}, (stream) => stream.end(packed.deflate)],
    ['InflateRaw', {}, (stream) => stream.end(packed.raw)],
    ['Unzip', {}, (stream) => stream.end(packed.gzip)],
    ['Unzip', {}, (stream) => stream.end(packed.deflate)],
    ['BrotliDecompress', {}, (stream) => stream.end(packed.brotli)],
    ['BrotliDecompress', {}, (stream) => stream.end('garbage')],
    ['Gunzip', {}, (stream, events) => {
      stream.write(packed.gzip.subarray(0, 13));
      stream.flush(() => { events.push('flushed'); stream.end(packed.gzip.subarray(13)); });
    }],
    ['Gzip', {}, (stream) => stream.close()],
    ['Gzip', {}, (stream, events) => { stream.end('x'); stream.on('end', () => stream.flush(() => events.push('flushed'))); }],
  ];
  const unfold = { Gzip: nodeZlib.gunzipSync, Deflate: nodeZlib.inflateSync, DeflateRaw: nodeZlib.inflateRawSync, BrotliCompress: nodeZlib.brotliDecompressSync };
  const digest = (bytes) => createHash('sha1').update(bytes).digest('hex');
  // Where compressed data is cut into chunks is the compressor's own business.
  const seen = (name, { events, bytes, sizes }) => ({
    events: [...events].sort(),
    content: digest(bytes.length > 0 && unfold[name] ? unfold[name](bytes) : bytes),
    sizes: unfold[name] === undefined ? sizes : undefined,
  });
  rows.forEach(([name, options, drive], at) => test(`${at}: ${name}`, async () => {
    const ours = seen(name, await collect(new zlib[name](options), drive));
    assert.deepEqual(ours, seen(name, await collect(new nodeZlib[name](options), drive)));
  }));
});

describe('what was flushed can be read before the end', () => {
  for (const name of ['Gzip', 'Deflate', 'DeflateRaw']) {
    test(name, async () => {
      const stream = zlib[name]();
      const chunks = [];
      const reader = nodeZlib[`create${name === 'Gzip' ? 'Gunzip' : name.replace('Deflate', 'Inflate')}`]();
      let text = '';
      reader.on('data', (chunk) => { text += chunk; });
      stream.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
      const flushed = [];
      for (const part of ['one', 'two', '']) {
        stream.write(part);
        await new Promise((resolve) => { stream.flush(resolve); });
        await new Promise((resolve) => { setImmediate(resolve); });
        reader.write(Buffer.concat(chunks.splice(0)));
        await new Promise((resolve) => { reader.flush(resolve); });
        flushed.push(text);
      }
      stream.end('three');
      await new Promise((resolve) => { stream.once('end', resolve); });
      reader.end(Buffer.concat(chunks));
      await new Promise((resolve) => { reader.once('end', resolve); });
      assert.deepEqual([...flushed, text], ['one', 'onetwo', 'onetwo', 'onetwothree']);
    });
  }
});

test('streams can be made without new, and know their class', () => {
  for (const name of ['Gzip', 'Gunzip', 'Deflate', 'Inflate', 'DeflateRaw', 'InflateRaw', 'Unzip', 'BrotliCompress', 'BrotliDecompress']) {
    assert.ok(zlib[name]() instanceof zlib[name], name);
    assert.ok(zlib[`create${name}`]() instanceof zlib[name], name);
    assert.equal(zlib[name].name, upper(name));
  }
});

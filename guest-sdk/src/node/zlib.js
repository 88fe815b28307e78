/** The `node:zlib` module: compression of whole buffers and of streams. */
import { invalidArgType } from '../node-error.js';
import { compress, decompress, inputBytes } from '../zlib/codec.js';
import { codes, constants } from '../zlib/constants.js';
import { normalize } from '../zlib/options.js';
import { BrotliCompress, BrotliDecompress, Deflate, DeflateRaw, Gunzip, Gzip, Inflate, InflateRaw, Unzip } from '../zlib/streams.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];
const { process } = globalThis;

/** A function that works at once. */
function synchronous({ kind }) {
  return function work(buffer, options) {
    return run(kind, inputBytes(buffer), normalize(options, kind));
  };
}

/** A function that works later and calls back. */
function asynchronous({ kind }) {
  return function work(buffer, options, callback) {
    const done = typeof options === 'function' ? options : callback;
    if (typeof done !== 'function') throw invalidArgType('callback', 'of type function', done);
    const bytes = inputBytes(buffer);
    const normalized = normalize(typeof options === 'function' ? undefined : options, kind);
    process.nextTick(() => {
      let result;
      try {
        result = run(kind, bytes, normalized);
      } catch (error) {
        done(error);
        return;
      }
      done(null, result);
    });
  };
}

function run(kind, bytes, options) {
  const { format, direction } = kind;
  if (direction === 'compress') return compress(format, bytes, options);
  const isPartial = options.finishFlush !== (format === 'br' ? constants.BROTLI_OPERATION_FINISH : constants.Z_FINISH);
  return decompress(format, bytes, options, isPartial);
}

/** The checksum of gzip. */
export function crc32(data, value = 0) {
  if (typeof data !== 'string' && !ArrayBuffer.isView(data)) {
    throw invalidArgType('data', 'of type string or an instance of Buffer, TypedArray, or DataView', data);
  }
  if (typeof value !== 'number') throw invalidArgType('value', 'of type number', value);
  const bytes = inputBytes(data);
  return runtime.crc32(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length), value >>> 0) >>> 0;
}

export const deflate = asynchronous(Deflate);
export const deflateSync = synchronous(Deflate);
export const gzip = asynchronous(Gzip);
export const gzipSync = synchronous(Gzip);
export const deflateRaw = asynchronous(DeflateRaw);
export const deflateRawSync = synchronous(DeflateRaw);
export const unzip = asynchronous(Unzip);
export const unzipSync = synchronous(Unzip);
export const inflate = asynchronous(Inflate);
export const inflateSync = synchronous(Inflate);
export const gunzip = asynchronous(Gunzip);
export const gunzipSync = synchronous(Gunzip);
export const inflateRaw = asynchronous(InflateRaw);
export const inflateRawSync = synchronous(InflateRaw);
export const brotliCompress = asynchronous(BrotliCompress);
export const brotliCompressSync = synchronous(BrotliCompress);
export const brotliDecompress = asynchronous(BrotliDecompress);
export const brotliDecompressSync = synchronous(BrotliDecompress);

export const createDeflate = (options) => new Deflate(options);
export const createInflate = (options) => new Inflate(options);
export const createDeflateRaw = (options) => new DeflateRaw(options);
export const createInflateRaw = (options) => new InflateRaw(options);
export const createGzip = (options) => new Gzip(options);
export const createGunzip = (options) => new Gunzip(options);
export const createUnzip = (options) => new Unzip(options);
export const createBrotliCompress = (options) => new BrotliCompress(options);
export const createBrotliDecompress = (options) => new BrotliDecompress(options);

export { BrotliCompress, BrotliDecompress, Deflate, DeflateRaw, Gunzip, Gzip, Inflate, InflateRaw, Unzip, codes, constants };

const zlib = { crc32, Deflate, Inflate, Gzip, Gunzip, DeflateRaw, InflateRaw, Unzip, BrotliCompress, BrotliDecompress, deflate, deflateSync, gzip, gzipSync,
  deflateRaw, deflateRawSync, unzip, unzipSync, inflate, inflateSync, gunzip, gunzipSync, inflateRaw, inflateRawSync, brotliCompress, brotliCompressSync,
  brotliDecompress, brotliDecompressSync, createDeflate, createInflate, createDeflateRaw, createInflateRaw, createGzip, createGunzip, createUnzip,
  createBrotliCompress, createBrotliDecompress, constants, codes };

// As in Node, the numbers of zlib are there under their own names, too.
for (const name of Object.keys(constants)) {
  if (!name.startsWith('BROTLI')) Object.defineProperty(zlib, name, { value: constants[name] });
}

export default zlib;

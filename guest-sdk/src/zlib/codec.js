/** Compressing and decompressing whole buffers, with Node's errors. */
import { Buffer } from '../node/buffer.js';
import { invalidArgType, nodeError } from '../node-error.js';
import { codes, constants } from './constants.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

/** What a compressed stream is by its first bytes. */
const GZIP_MAGIC = [0x1f, 0x8b];

/** The bytes of whatever `node:zlib` takes as input. */
export function inputBytes(input) {
  if (typeof input === 'string') return Buffer.from(input);
  if (ArrayBuffer.isView(input)) return Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  if (input instanceof ArrayBuffer) return Buffer.from(input);
  throw invalidArgType('buffer', 'of type string or an instance of Buffer, TypedArray, DataView, or ArrayBuffer', input);
}

/**
 * @param {string} format of the runtime: `gzip`, `deflate`, `deflate-raw` or `br`
 * @param {Buffer} bytes
 * @param {object} options normalised
 * @param {boolean} [isPart] whether another part may follow
 * @returns {Buffer}
 */
export function compress(format, bytes, options, isPart) {
  const packed = Buffer.from(runtime.compress(format, options.level, exact(bytes), isPart === true));
  if (packed.length > options.maxOutputLength) throw tooLarge(options.maxOutputLength);
  return packed;
}

/**
 * @param {string} format as above, or `unzip` for what the first bytes say
 * @param {Buffer} bytes
 * @param {object} options normalised
 * @param {boolean} [isPartial] whether what is there so far is enough
 * @returns {Buffer}
 */
export function decompress(format, bytes, options, isPartial) {
  const actual = format === 'unzip' ? formatOf(bytes) : format;
  try {
    return Buffer.from(runtime.decompress(actual, exact(bytes), options.maxOutputLength, isPartial === true));
  } catch (error) {
    throw errorOf(error, options);
  }
}

function formatOf(bytes) {
  return bytes[0] === GZIP_MAGIC[0] && (bytes.length < 2 || bytes[1] === GZIP_MAGIC[1]) ? 'gzip' : 'deflate';
}

function exact({ buffer, byteOffset, byteLength }) {
  return byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
}

/** Node's error for what the runtime found; its stack begins here. */
function errorOf({ code, message }, { maxOutputLength }) {
  if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(maxOutputLength);
  const errno = codes[code] ?? constants[`BROTLI_DECODER${String(code).replace(/^ERR_/, '')}`];
  return Object.assign(new Error(message), { errno, code });
}

function tooLarge(length) {
  return nodeError(RangeError, 'ERR_BUFFER_TOO_LARGE', `Cannot create a Buffer larger than ${length} bytes`);
}

/** The part of `node:crypto` that the runtime computes: hashes, HMACs, random values, comparison. */
import { Buffer } from './buffer.js';
import { invalidArgType, nodeError, outOfRange } from '../node-error.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

/** The digests that exist, by the names OpenSSL knows them by. */
const ALGORITHMS = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];

/** The largest distance between the bounds of `randomInt`. */
const RANDOM_INT_SPAN_MAX = 2 ** 48 - 1;
const UUID_BYTES = 16;

/** Collects data and hands it to compiled code at the end. */
class Digest {
  #algorithm;
  #key;
  #parts = [];
  #finished = false;

  constructor(algorithm, key) {
    this.#algorithm = algorithm;
    this.#key = key;
  }

  /** Adds data: a string in `encoding`, or bytes. */
  update(data, encoding) {
    if (this.#finished) throw nodeError(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    if (typeof data !== 'string' && !ArrayBuffer.isView(data)) {
      throw invalidArgType('data', 'of type string or an instance of Buffer, TypedArray, or DataView', data);
    }
    this.#parts.push(bytesOf(data, encoding));
    return this;
  }

  /** The result: a Buffer, or a string in `encoding`. */
  digest(encoding) {
    if (this.#finished) {
      // An HMAC answers once and is empty afterwards.
      if (this.#key !== undefined) return encoding && encoding !== 'buffer' ? '' : Buffer.alloc(0);
      throw nodeError(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    }
    this.#finished = true;
    const data = exact(this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts));
    const result = Buffer.from(this.#key === undefined ? runtime.hash(this.#algorithm, data) : runtime.hmac(this.#algorithm, this.#key, data));
    return encoding && encoding !== 'buffer' ? result.toString(encoding) : result;
  }

  /** A hash that goes on from here on its own. */
  copy() {
    if (this.#finished) throw nodeError(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    const other = new Digest(this.#algorithm, this.#key);
    other.#parts = this.#parts.slice();
    return other;
  }
}

/** A hash of one of `getHashes()`. */
export function createHash(algorithm) {
  if (typeof algorithm !== 'string') throw invalidArgType('algorithm', 'of type string', algorithm);
  const known = algorithmOf(algorithm);
  if (known === undefined) throw new Error('Digest method not supported');
  return new Digest(known);
}

/** A keyed hash; the key is a string or bytes. */
export function createHmac(algorithm, key) {
  if (typeof algorithm !== 'string') throw invalidArgType('hmac', 'of type string', algorithm);
  if (typeof key !== 'string' && !ArrayBuffer.isView(key) && !(key instanceof ArrayBuffer)) {
    throw invalidArgType('key', 'of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, KeyObject, or CryptoKey', key);
  }
  const known = algorithmOf(algorithm);
  if (known === undefined) throw nodeError(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${algorithm}`);
  return new Digest(known, exact(bytesOf(key)));
}

/** A hash in one call; in hex unless another encoding is asked for. */
export function hash(algorithm, data, encoding = 'hex') {
  return createHash(algorithm).update(data).digest(encoding);
}

/** The names `createHash` takes. */
export function getHashes() {
  return ALGORITHMS.slice();
}

/** Random bytes, at once or through a callback. */
export function randomBytes(size, callback) {
  if (typeof size !== 'number') throw invalidArgType('size', 'of type number', size);
  if (!(size >= 0 && size <= 2 ** 31 - 1)) throw outOfRange('size', '>= 0 && <= 2147483647', size);
  const bytes = Buffer.from(runtime.randomBytes(size));
  if (typeof callback !== 'function') return bytes;
  queueMicrotask(() => callback(null, bytes));
  return undefined;
}

/** The older name, which packages still call. */
export { randomBytes as pseudoRandomBytes };

/** Fills bytes at random. */
export function randomFillSync(buffer, offset = 0, size = buffer.byteLength - offset) {
  const bytes = ArrayBuffer.isView(buffer) ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength) : new Uint8Array(buffer);
  bytes.set(new Uint8Array(runtime.randomBytes(size)), offset);
  return buffer;
}

/** A random UUID, version 4. */
export function randomUUID() {
  const bytes = Buffer.from(runtime.randomBytes(UUID_BYTES));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A random integer `min <= n < max`, every one as likely; `min` is 0 if only one bound is given. */
export function randomInt(min, max, callback) {
  if (max === undefined || typeof max === 'function') return randomInt(0, min, max);
  if (!Number.isSafeInteger(min)) throw invalidArgType('min', 'a safe integer', min);
  if (!Number.isSafeInteger(max)) throw invalidArgType('max', 'a safe integer', max);
  const span = max - min;
  if (span <= 0) throw outOfRange('max', `greater than the value of "min" (${min})`, max);
  if (span > RANDOM_INT_SPAN_MAX) throw outOfRange('max - min', `<= ${RANDOM_INT_SPAN_MAX}`, span);
  // Numbers beyond the last whole multiple of the span would make the small ones likelier.
  const limit = 2 ** 48 - (2 ** 48 % span);
  let number;
  do number = Buffer.from(runtime.randomBytes(6)).readUIntBE(0, 6); while (number >= limit);
  const result = min + (number % span);
  if (typeof callback !== 'function') return result;
  queueMicrotask(() => callback(null, result));
  return undefined;
}

/** Whether the bytes are equal, in a time that does not depend on them. */
export function timingSafeEqual(left, right) {
  for (const [name, value] of [['buf1', left], ['buf2', right]]) {
    if (!ArrayBuffer.isView(value) && !(value instanceof ArrayBuffer)) {
      throw invalidArgType(name, 'an instance of ArrayBuffer, Buffer, TypedArray, or DataView', value);
    }
  }
  if (left.byteLength !== right.byteLength) {
    throw nodeError(RangeError, 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH', 'Input buffers must have the same byte length');
  }
  return runtime.timingSafeEqual(exact(bytesOf(left)), exact(bytesOf(right)));
}

/** As `crypto.getRandomValues` of the Web. */
export function getRandomValues(array) {
  return globalThis.crypto.getRandomValues(array);
}

function algorithmOf(name) {
  const plain = name.toLowerCase().replace(/^rsa-/, '').replace(/^sha-/, 'sha');
  return ALGORITHMS.includes(plain) ? plain : undefined;
}

function bytesOf(data, encoding) {
  if (typeof data === 'string') return Buffer.from(data, encoding === 'buffer' ? undefined : encoding);
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
}

/** An ArrayBuffer of just these bytes, as compiled code takes it. */
function exact(bytes) {
  const { buffer, byteOffset, byteLength } = bytes;
  return byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
}

export default {
  createHash, createHmac, getHashes, getRandomValues, hash, pseudoRandomBytes: randomBytes, randomBytes, randomFillSync, randomInt, randomUUID,
  timingSafeEqual,
};

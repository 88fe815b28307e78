/** Random values, and comparing without telling where things differ. */
import { Buffer } from '../node/buffer.js';
import { invalidArgType, nodeError, outOfRange } from '../node-error.js';
import { bytesOf, exact, isBytes, later } from './bytes.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

/** The largest distance between the bounds of `randomInt`. */
const RANDOM_INT_SPAN_MAX = 2 ** 48 - 1;
const SIZE_MAX = 2 ** 31 - 1;
/** The most that compiled code gives at a time. */
const CHUNK_BYTES = 1024 * 1024;
const UUID_BYTES = 16;

function checkCallback(callback) {
  if (typeof callback !== 'function') throw invalidArgType('callback', 'of type function', callback);
}

/** Random bytes, at once or through a callback. */
export function randomBytes(size, callback) {
  if (typeof size !== 'number') throw invalidArgType('size', 'of type number', size);
  if (!(size >= 0 && size <= SIZE_MAX)) throw outOfRange('size', '>= 0 && <= 2147483647', size);
  if (callback !== undefined) checkCallback(callback);
  if (size > CHUNK_BYTES) return filled(Buffer.alloc(size), 0, size, callback);
  const bytes = Buffer.from(runtime.randomBytes(size));
  if (callback === undefined) return bytes;
  later(callback, () => bytes);
  return undefined;
}

function filled(bytes, offset, size, callback) {
  for (let at = 0; at < size; at += CHUNK_BYTES) {
    bytes.set(new Uint8Array(runtime.randomBytes(Math.min(CHUNK_BYTES, size - at))), offset + at);
  }
  if (callback === undefined) return bytes;
  later(callback, () => bytes);
  return undefined;
}

/** Fills bytes at random; offset and size count elements. */
export function randomFillSync(buffer, offset = 0, size = undefined) {
  if (!isBytes(buffer)) throw invalidArgType('buf', 'an instance of ArrayBuffer or ArrayBufferView', buffer);
  const unit = buffer.BYTES_PER_ELEMENT ?? 1;
  const length = buffer.byteLength;
  const start = offset * unit;
  if (typeof offset !== 'number') throw invalidArgType('offset', 'of type number', offset);
  if (!(start >= 0 && start <= length)) throw outOfRange('offset', `>= 0 && <= ${length}`, start);
  if (size !== undefined && typeof size !== 'number') throw invalidArgType('size', 'of type number', size);
  const count = size === undefined ? length - start : size * unit;
  if (!(count >= 0 && count <= SIZE_MAX)) throw outOfRange('size', '>= 0 && <= 2147483647', count);
  if (count + start > length) throw outOfRange('size + offset', `<= ${length}`, count + start);
  filled(bytesOf(buffer), start, count);
  return buffer;
}

/** As `randomFillSync`, with a callback at the end of the arguments. */
export function randomFill(buffer, offset, size, callback) {
  if (!isBytes(buffer)) throw invalidArgType('buf', 'an instance of ArrayBuffer or ArrayBufferView', buffer);
  const done = [offset, size, callback].find((value) => typeof value === 'function');
  checkCallback(done);
  const number = (value) => (typeof value === 'function' ? undefined : value);
  randomFillSync(buffer, number(offset) ?? 0, number(size));
  later(done, () => buffer);
}

/** A random UUID, version 4. */
export function randomUUID(options) {
  if (options !== undefined && (typeof options !== 'object' || options === null)) throw invalidArgType('options', 'of type object', options);
  const bytes = Buffer.from(runtime.randomBytes(UUID_BYTES));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A random integer `min <= n < max`, every one as likely; `min` is 0 if only one bound is given. */
export function randomInt(min, max, callback) {
  if (max === undefined || typeof max === 'function') return randomInt(0, min, max);
  if (callback !== undefined) checkCallback(callback);
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
  if (callback === undefined) return result;
  // Node has no error here, not even null.
  setImmediate(callback, undefined, result);
  return undefined;
}

/** As `crypto.getRandomValues` of the Web. */
export function getRandomValues(array) {
  return globalThis.crypto.getRandomValues(array);
}

/** Whether the bytes are equal, in a time that does not depend on them. */
export function timingSafeEqual(left, right) {
  for (const [name, value] of [['buf1', left], ['buf2', right]]) {
    if (isBytes(value)) continue;
    const { code, message } = invalidArgType(name, 'an instance of ArrayBuffer, Buffer, TypedArray, or DataView', value);
    // Node checks this one in C++, which does not say what it got.
    throw Object.assign(new TypeError(message.slice(0, message.indexOf(' Received'))), { code });
  }
  if (left.byteLength !== right.byteLength) {
    throw nodeError(RangeError, 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH', 'Input buffers must have the same byte length');
  }
  return runtime.timingSafeEqual(exact(bytesOf(left)), exact(bytesOf(right)));
}

/** The `node:buffer` module. */
import { encodingOf } from '../buffer/encodings.js';
import { installNumbers } from '../buffer/numbers.js';
import { installSearch } from '../buffer/search.js';
import { inspect } from '../inspect.js';
import { invalidArgType, nodeError, outOfRange } from '../node-error.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

/** The largest Buffer Node would make, in bytes; the sandbox's memory limit is far below. */
export const kMaxLength = 2 ** 32;
/** The longest string, in UTF-16 units. */
export const kStringMaxLength = 2 ** 29 - 24;
/** How many bytes `inspect` shows. */
export const INSPECT_MAX_BYTES = 50;
export const constants = { MAX_LENGTH: kMaxLength, MAX_STRING_LENGTH: kStringMaxLength };

/** The class all Buffers are instances of; `Buffer` itself is a function, because old code calls it without `new`. */
class Bytes extends Uint8Array {}

/** Node's Buffer: bytes with text, numbers and searching. */
export function Buffer(value, encodingOrOffset, length) {
  if (typeof value === 'number') {
    if (typeof encodingOrOffset === 'string') throw invalidArgType('string', 'of type string', value);
    return Buffer.alloc(value);
  }
  return Buffer.from(value, encodingOrOffset, length);
}

Buffer.prototype = Bytes.prototype;
Object.setPrototypeOf(Buffer, Uint8Array);
Object.defineProperty(Buffer.prototype, 'constructor', { value: Buffer, writable: true, configurable: true });

Object.assign(Buffer, {
  poolSize: 8192,

  from(value, encodingOrOffset, length) {
    if (typeof value === 'string') return fromText(value, encodingOrOffset);
    if (value instanceof ArrayBuffer || isSharedBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);
    if (typeof value === 'object' && value !== null) {
      const primitive = typeof value.valueOf === 'function' ? value.valueOf() : value;
      if (primitive != null && primitive !== value && (typeof primitive === 'string' || typeof primitive === 'object')) {
        return Buffer.from(primitive, encodingOrOffset, length);
      }
      const bytes = fromObject(value);
      if (bytes !== undefined) return bytes;
      if (typeof value[Symbol.toPrimitive] === 'function') {
        const text = value[Symbol.toPrimitive]('string');
        if (typeof text === 'string') return fromText(text, encodingOrOffset);
      }
    }
    throw invalidArgType('first argument', 'of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object', value);
  },

  alloc(size, fill, encoding) {
    checkSize(size);
    const buffer = new Bytes(size);
    return fill !== undefined && fill !== 0 && size > 0 ? buffer.fill(fill, encoding) : buffer;
  },

  allocUnsafe(size) {
    checkSize(size);
    return new Bytes(size);
  },

  allocUnsafeSlow(size) {
    checkSize(size);
    return new Bytes(size);
  },

  copyBytesFrom(view, offset = 0, length = undefined) {
    if (!ArrayBuffer.isView(view)) throw invalidArgType('view', 'an instance of TypedArray', view);
    const part = view.subarray(offset, length === undefined ? undefined : offset + length);
    return Buffer.from(part.buffer.slice(part.byteOffset, part.byteOffset + part.byteLength));
  },

  concat(list, totalLength) {
    if (!Array.isArray(list)) throw invalidArgType('list', 'an instance of Array', list);
    let total = totalLength;
    if (total === undefined) {
      total = 0;
      for (const part of list) total += part?.length ?? 0;
    }
    const whole = Buffer.alloc(total);
    let position = 0;
    list.forEach((part, index) => {
      if (!(part instanceof Uint8Array)) throw invalidArgType(`list[${index}]`, 'an instance of Buffer or Uint8Array', part);
      if (position >= total) return;
      whole.set(position + part.length > total ? part.subarray(0, total - position) : part, position);
      position += part.length;
    });
    return whole;
  },

  byteLength(text, encoding) {
    if (typeof text === 'string') return (encodingOf(encoding) ?? encodingOf('utf8')).size(text);
    if (ArrayBuffer.isView(text) || text instanceof ArrayBuffer || isSharedBuffer(text)) return text.byteLength;
    throw invalidArgType('string', 'of type string or an instance of Buffer or ArrayBuffer', text);
  },

  isBuffer: (value) => value instanceof Bytes,

  isEncoding: (name) => typeof name === 'string' && name.length > 0 && encodingOf(name) !== undefined,

  compare(left, right) {
    if (!(left instanceof Uint8Array)) throw invalidArgType('buf1', 'an instance of Buffer or Uint8Array', left);
    if (!(right instanceof Uint8Array)) throw invalidArgType('buf2', 'an instance of Buffer or Uint8Array', right);
    const shared = Math.min(left.length, right.length);
    for (let index = 0; index < shared; index += 1) {
      if (left[index] !== right[index]) return left[index] < right[index] ? -1 : 1;
    }
    return Math.sign(left.length - right.length);
  },

  of(...values) {
    return Buffer.from(values);
  },
});

const methods = {
  toString(encoding, start = 0, end = this.length) {
    const from = Math.min(Math.max(Math.trunc(start) || 0, 0), this.length);
    const to = Math.min(Math.max(Math.trunc(end) || 0, 0), this.length);
    if (to <= from) return '';
    return requireEncoding(encoding).decode(this.buffer, this.byteOffset + from, this.byteOffset + to);
  },

  write(text, offset, length, encoding) {
    if (typeof text !== 'string') throw invalidArgType('argument', 'of type string', text);
    if (typeof offset === 'string') return writeText(this, text, 0, this.length, offset);
    const start = checkWriteRange('offset', offset ?? 0, this.length);
    const left = this.length - start;
    if (typeof length === 'string') return writeText(this, text, start, left, length);
    const most = length === undefined ? left : Math.min(checkWriteRange('length', length, this.length), left);
    return writeText(this, text, start, most, encoding);
  },

  toJSON() {
    return { type: 'Buffer', data: Array.from(this) };
  },

  equals(other) {
    if (!(other instanceof Uint8Array)) throw invalidArgType('otherBuffer', 'an instance of Buffer or Uint8Array', other);
    return this === other || (this.length === other.length && Buffer.compare(this, other) === 0);
  },

  compare(target, targetStart = 0, targetEnd = target.length, sourceStart = 0, sourceEnd = this.length) {
    if (!(target instanceof Uint8Array)) throw invalidArgType('target', 'an instance of Buffer or Uint8Array', target);
    return Buffer.compare(this.subarray(sourceStart, sourceEnd), target.subarray(targetStart, targetEnd));
  },

  copy(target, targetStart = 0, sourceStart = 0, sourceEnd = this.length) {
    if (!(target instanceof Uint8Array)) throw invalidArgType('target', 'an instance of Buffer or Uint8Array', target);
    if (sourceStart > this.length) throw outOfRange('sourceStart', `>= 0 && <= ${this.length}`, sourceStart);
    const room = Math.max(target.length - targetStart, 0);
    const part = this.subarray(sourceStart, Math.min(sourceEnd, sourceStart + room));
    if (part.length > 0) target.set(part, targetStart);
    return part.length;
  },

  /** Shares its memory with the original, unlike a typed array's. */
  slice(start, end) {
    return this.subarray(start, end);
  },

  subarray(start, end) {
    const part = Uint8Array.prototype.subarray.call(this, start, end);
    return part instanceof Bytes ? part : new Bytes(part.buffer, part.byteOffset, part.byteLength);
  },

  fill(value, start, end, encoding) {
    if (typeof start === 'string') return this.fill(value, 0, this.length, start);
    if (typeof end === 'string') return this.fill(value, start, this.length, end);
    const from = start === undefined ? 0 : checkWriteRange('offset', start, kMaxLength);
    const to = end === undefined ? this.length : checkWriteRange('end', end, this.length);
    if (typeof value !== 'string' && !(value instanceof Uint8Array)) {
      Uint8Array.prototype.fill.call(this, value & 255, from, to);
      return this;
    }
    const pattern = typeof value === 'string' ? Buffer.from(value, encoding) : value;
    if (pattern.length === 0) {
      if (value.length > 0) throw nodeError(TypeError, 'ERR_INVALID_ARG_VALUE', `The argument 'value' is invalid. Received ${inspect(value)}`);
      Uint8Array.prototype.fill.call(this, 0, from, to);
      return this;
    }
    for (let index = from; index < to; index += 1) this[index] = pattern[(index - from) % pattern.length];
    return this;
  },

  swap16() {
    return swap(this, 2);
  },

  swap32() {
    return swap(this, 4);
  },

  swap64() {
    return swap(this, 8);
  },

  inspect() {
    const shown = this.subarray(0, INSPECT_MAX_BYTES).toString('hex').replace(/..(?=.)/g, '$& ');
    const rest = this.length - INSPECT_MAX_BYTES;
    return `<Buffer ${shown}${rest > 0 ? ` ... ${rest} more byte${rest > 1 ? 's' : ''}` : ''}>`;
  },
};

methods.toLocaleString = methods.toString;
methods[Symbol.for('nodejs.util.inspect.custom')] = methods.inspect;

for (const name of Reflect.ownKeys(methods)) {
  Object.defineProperty(Buffer.prototype, name, { value: methods[name], writable: true, configurable: true, enumerable: true });
}
for (const name of ['utf8', 'latin1', 'ascii', 'ucs2', 'utf16le', 'hex', 'base64', 'base64url']) {
  Buffer.prototype[`${name}Slice`] = function slice(start, end) {
    return this.toString(name, start, end);
  };
  Buffer.prototype[`${name}Write`] = function write(text, offset = 0, length = this.length - offset) {
    return writeText(this, text, offset, Math.min(length, this.length - offset), name);
  };
}
Object.defineProperties(Buffer.prototype, {
  parent: { get() { return this.buffer; }, configurable: true },
  offset: { get() { return this.byteOffset; }, configurable: true },
});
installNumbers(Buffer.prototype);
installSearch(Buffer);

function requireEncoding(name) {
  const encoding = encodingOf(name);
  if (encoding === undefined) throw nodeError(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${name}`);
  return encoding;
}

function fromText(text, encoding) {
  return new Bytes(requireEncoding(typeof encoding === 'string' ? encoding : undefined).encode(text));
}

function fromArrayBuffer(buffer, offset, length) {
  const start = offset === undefined ? 0 : Math.trunc(offset) || 0;
  if (start > buffer.byteLength) throw nodeError(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', '"offset" is outside of buffer bounds');
  if (length === undefined) return new Bytes(buffer, start);
  const most = Math.max(Math.trunc(length) || 0, 0);
  if (start + most > buffer.byteLength) throw nodeError(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', '"length" is outside of buffer bounds');
  return new Bytes(buffer, start, most);
}

function fromObject(value) {
  if (value.length !== undefined || value.buffer instanceof ArrayBuffer) {
    return typeof value.length === 'number' ? new Bytes(Array.prototype.slice.call(value)) : new Bytes(0);
  }
  return value.type === 'Buffer' && Array.isArray(value.data) ? new Bytes(value.data) : undefined;
}

function isSharedBuffer(value) {
  return typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer;
}

function checkSize(size) {
  if (typeof size !== 'number') throw invalidArgType('size', 'of type number', size);
  if (!(size >= 0 && size <= kMaxLength)) throw outOfRange('size', `>= 0 && <= ${kMaxLength}`, size);
}

function checkWriteRange(name, value, most) {
  if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < 0 || value > most) throw outOfRange(name, `>= 0 && <= ${most}`, value);
  return value;
}

/** Writes as many whole characters as fit. */
function writeText(buffer, text, offset, most, name) {
  const encoding = requireEncoding(name);
  const bytes = new Uint8Array(encoding.encode(text));
  let count = Math.min(bytes.length, most);
  if (encoding.name === 'utf8') while (count < bytes.length && count > 0 && (bytes[count] & 0xc0) === 0x80) count -= 1;
  if (encoding.name === 'utf16le') count &= ~1;
  buffer.set(bytes.subarray(0, count), offset);
  return count;
}

function swap(buffer, width) {
  if (buffer.length % width !== 0) {
    throw nodeError(RangeError, 'ERR_INVALID_BUFFER_SIZE', `Buffer size must be a multiple of ${width * 8}-bits`);
  }
  for (let index = 0; index < buffer.length; index += width) buffer.subarray(index, index + width).reverse();
  return buffer;
}

/** Whether the bytes are valid UTF-8. */
export function isUtf8(input) {
  const bytes = ArrayBuffer.isView(input) ? input : new Uint8Array(input);
  return runtime.utf8Valid(bytes.buffer, bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

/** Whether every byte is ASCII. */
export function isAscii(input) {
  return (ArrayBuffer.isView(input) ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : new Uint8Array(input)).every((byte) => byte < 128);
}

globalThis.Buffer = Buffer;

const { atob, btoa } = globalThis;
export { atob, btoa };

/** A class of the Web platform. Looking at it brings it into the heap: a bundle that does not name it leaves the look out. */
const webClass = (name) => globalThis[name];
export const Blob = /* @__PURE__ */ webClass('Blob');
export const File = /* @__PURE__ */ webClass('File');

export default {
  get Blob() { return globalThis.Blob; },
  Buffer,
  get File() { return globalThis.File; },
  INSPECT_MAX_BYTES, atob, btoa, constants, isAscii, isUtf8, kMaxLength, kStringMaxLength,
};

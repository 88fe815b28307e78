/** Finding bytes and text in Buffers. */
import { invalidArgType, nodeError } from '../node-error.js';
import { encodingOf } from './encodings.js';

/** Adds `indexOf`, `lastIndexOf` and `includes` to the prototype of `Buffer`. */
export function installSearch(Buffer) {
  const define = (name, value) => Object.defineProperty(Buffer.prototype, name, { value, writable: true, configurable: true, enumerable: true });
  define('indexOf', function indexOf(value, byteOffset, encoding) {
    return search(this, value, byteOffset, encoding, 1);
  });
  define('lastIndexOf', function lastIndexOf(value, byteOffset, encoding) {
    return search(this, value, byteOffset, encoding, -1);
  });
  define('includes', function includes(value, byteOffset, encoding) {
    return search(this, value, byteOffset, encoding, 1) !== -1;
  });

  function search(buffer, value, byteOffset, encoding, direction) {
    if (typeof byteOffset === 'string') return search(buffer, value, undefined, byteOffset, direction);
    const needle = needleOf(value, encoding);
    // UTF-16 text matches at whole characters only.
    const step = typeof value === 'string' && encodingOf(encoding).name === 'utf16le' ? 2 : 1;
    let start = Math.trunc(Number(byteOffset));
    if (Number.isNaN(start)) start = direction > 0 ? 0 : buffer.length;
    if (start < 0) start += buffer.length;
    if (start < 0) {
      if (direction < 0) return -1;
      start = 0;
    }
    if (needle.length === 0) return Math.min(start, buffer.length);
    const last = buffer.length - needle.length;
    if (direction < 0) start = Math.min(start, last);
    for (let index = start; index >= 0 && index <= last; index += direction) {
      if (index % step === 0 && matchesAt(buffer, needle, index)) return index;
    }
    return -1;
  }

  function needleOf(value, encoding) {
    if (typeof value === 'number') return [value & 255];
    if (typeof value === 'string') {
      if (encodingOf(encoding) === undefined) throw nodeError(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${encoding}`);
      return Buffer.from(value, encoding);
    }
    if (value instanceof Uint8Array) return value;
    throw invalidArgType('value', 'one of type number or string or an instance of Buffer or Uint8Array', value);
  }
}

function matchesAt(buffer, needle, index) {
  for (let offset = 0; offset < needle.length; offset += 1) {
    if (buffer[index + offset] !== needle[offset]) return false;
  }
  return true;
}

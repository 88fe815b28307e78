/** Reading and writing numbers in Buffers, in both byte orders. */
import { invalidArgType, nodeError, outOfRange } from '../node-error.js';

/** Bytes of the largest integer that `readIntBE` and its relatives take. */
const VARIABLE_BYTES_MAX = 6;

/** Fixed-size numbers: name, bytes, `DataView` method, smallest and largest value (none for floating point). */
const KINDS = [
  ['UInt8', 1, 'Uint8', 0, 0xff],
  ['Int8', 1, 'Int8', -0x80, 0x7f],
  ['UInt16', 2, 'Uint16', 0, 0xffff],
  ['Int16', 2, 'Int16', -0x8000, 0x7fff],
  ['UInt32', 4, 'Uint32', 0, 0xffffffff],
  ['Int32', 4, 'Int32', -0x80000000, 0x7fffffff],
  ['Float', 4, 'Float32'],
  ['Double', 8, 'Float64'],
  ['BigUInt64', 8, 'BigUint64', 0n, 2n ** 64n - 1n],
  ['BigInt64', 8, 'BigInt64', -(2n ** 63n), 2n ** 63n - 1n],
];

/** Adds `readUInt8`, `writeInt32LE` and the others to a prototype. */
export function installNumbers(prototype) {
  for (const [name, bytes, view, min, max] of KINDS) {
    for (const order of bytes === 1 ? [''] : ['LE', 'BE']) {
      const little = order === 'LE';
      define(prototype, `read${name}${order}`, function read(offset = 0) {
        checkOffset(this, offset, bytes);
        return viewOf(this)[`get${view}`](offset, little);
      });
      define(prototype, `write${name}${order}`, function write(value, offset = 0) {
        const number = typeof max === 'bigint' ? value : +value;
        if (max !== undefined) checkValue(number, min, max, bytes);
        checkOffset(this, offset, bytes);
        viewOf(this)[`set${view}`](offset, number, little);
        return offset + bytes;
      });
    }
  }
  for (const order of ['LE', 'BE']) installVariable(prototype, order);
}

/** The four families that take the number of bytes as an argument. */
function installVariable(prototype, order) {
  for (const name of ['UInt', 'Int']) {
    define(prototype, `read${name}${order}`, function read(offset, byteLength) {
      if (offset === undefined) throw invalidArgType('offset', 'of type number', offset);
      checkByteLength(byteLength);
      checkOffset(this, offset, byteLength);
      let value = 0;
      for (let index = 0; index < byteLength; index += 1) {
        value = value * 256 + this[offset + (order === 'BE' ? index : byteLength - 1 - index)];
      }
      const span = 2 ** (8 * byteLength);
      return name === 'Int' && value >= span / 2 ? value - span : value;
    });
    define(prototype, `write${name}${order}`, function write(value, offset, byteLength) {
      checkByteLength(byteLength);
      const span = 2 ** (8 * byteLength);
      const number = +value;
      if (name === 'Int') checkValue(number, -span / 2, span / 2 - 1, byteLength);
      else checkValue(number, 0, span - 1, byteLength);
      checkOffset(this, offset, byteLength);
      let rest = number < 0 ? number + span : number;
      for (let index = 0; index < byteLength; index += 1) {
        this[offset + (order === 'BE' ? byteLength - 1 - index : index)] = rest % 256;
        rest = Math.floor(rest / 256);
      }
      return offset + byteLength;
    });
  }
}

function define(prototype, name, method) {
  Object.defineProperty(method, 'name', { value: name });
  prototype[name] = method;
  // Node has every unsigned method under two spellings.
  if (name.includes('UInt')) prototype[name.replace('UInt', 'Uint')] = method;
}

function viewOf(buffer) {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

function checkByteLength(byteLength) {
  if (typeof byteLength !== 'number') throw invalidArgType('byteLength', 'of type number', byteLength);
  if (!Number.isInteger(byteLength)) throw outOfRange('byteLength', 'an integer', byteLength);
  if (byteLength < 1 || byteLength > VARIABLE_BYTES_MAX) throw outOfRange('byteLength', `>= 1 and <= ${VARIABLE_BYTES_MAX}`, byteLength);
}

function checkOffset(buffer, offset, bytes) {
  if (typeof offset !== 'number') throw invalidArgType('offset', 'of type number', offset);
  const last = buffer.length - bytes;
  if (offset >= 0 && offset <= last && Number.isInteger(offset)) return;
  if (!Number.isInteger(offset)) throw outOfRange('offset', 'an integer', offset);
  if (last < 0) throw nodeError(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', 'Attempt to access memory outside buffer bounds');
  throw outOfRange('offset', `>= 0 and <= ${last}`, offset);
}

function checkValue(value, min, max, bytes) {
  if (!(value > max || value < min)) {
    if (typeof max === 'bigint' && typeof value !== 'bigint') throw new TypeError('Cannot mix BigInt and other types, use explicit conversions');
    return;
  }
  const n = typeof max === 'bigint' ? 'n' : '';
  const bits = bytes * 8;
  let range = `>= ${min}${n} and <= ${max}${n}`;
  if (bytes > 4 || typeof max === 'bigint') {
    range = min == 0 ? `>= 0${n} and < 2${n} ** ${bits}${n}` : `>= -(2${n} ** ${bits - 1}${n}) and < 2${n} ** ${bits - 1}${n}`;
  }
  throw outOfRange('value', range, value);
}

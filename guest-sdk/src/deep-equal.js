/** Whether two values are the same all the way down, as Node's `assert` and `util` compare them. */

/**
 * Compares with `Object.is`, prototypes included.
 * @param {unknown} left
 * @param {unknown} right
 */
export function isDeepStrictEqual(left, right) {
  return equal(left, right, true, []);
}

/** Compares with `==`, prototypes not included. */
export function isDeepLooseEqual(left, right) {
  return equal(left, right, false, []);
}

function equal(left, right, strict, pairs) {
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    return !strict && typeof left !== 'object' && typeof right !== 'object' && (left == right || (left !== left && right !== right));
  }
  if (strict && Object.getPrototypeOf(left) !== Object.getPrototypeOf(right)) return false;
  if (Object.prototype.toString.call(left) !== Object.prototype.toString.call(right)) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  if (pairs.some(([one, other]) => one === left && other === right)) return true;
  const inner = [...pairs, [left, right]];
  return sameContents(left, right, strict, inner) && sameProperties(left, right, strict, inner);
}

/** What an object holds besides its properties. */
function sameContents(left, right, strict, pairs) {
  if (left instanceof Date) return left.getTime() === right.getTime();
  if (left instanceof RegExp) return String(left) === String(right) && left.lastIndex === right.lastIndex;
  if (left instanceof Error) return left.message === right.message && left.name === right.name;
  if (left instanceof Number || left instanceof String || left instanceof Boolean) return Object.is(left.valueOf(), right.valueOf());
  if (left instanceof ArrayBuffer) return sameBytes(new Uint8Array(left), new Uint8Array(right));
  if (left instanceof DataView) return sameBytes(new Uint8Array(left.buffer, left.byteOffset, left.byteLength), new Uint8Array(right.buffer, right.byteOffset, right.byteLength));
  if (left instanceof Set) return left.size === right.size && [...left].every((each) => right.has(each) || [...right].some((other) => equal(each, other, strict, pairs)));
  if (left instanceof Map) return left.size === right.size && [...left].every(([key, each]) => sameEntry(key, each, right, strict, pairs));
  return true;
}

function sameEntry(key, value, map, strict, pairs) {
  if (map.has(key)) return equal(value, map.get(key), strict, pairs);
  return [...map].some(([otherKey, other]) => equal(key, otherKey, strict, pairs) && equal(value, other, strict, pairs));
}

function sameBytes(left, right) {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

function sameProperties(left, right, strict, pairs) {
  if (ArrayBuffer.isView(left) && left.length !== right.length) return false;
  if (Array.isArray(left) && left.length !== right.length) return false;
  const names = ownNames(left, strict);
  if (names.length !== ownNames(right, strict).length) return false;
  return names.every((name) => Object.prototype.propertyIsEnumerable.call(right, name) && equal(left[name], right[name], strict, pairs));
}

function ownNames(object, strict) {
  const names = Object.keys(object);
  if (!strict) return names;
  return names.concat(Object.getOwnPropertySymbols(object).filter((symbol) => Object.prototype.propertyIsEnumerable.call(object, symbol)));
}

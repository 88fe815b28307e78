/** The `node:util` module. */
import { inspect } from '../inspect.js';
import { isDeepStrictEqual } from '../deep-equal.js';
import { invalidArgType, nodeError, outOfRange } from '../node-error.js';
import { systemErrors } from '../system-constants.js';
import { _extend, isBoolean, isBuffer, isDate, isError, isFunction, isNull, isNullOrUndefined, isNumber, isObject, isPrimitive, isRegExp, isString, isSymbol,
  isUndefined } from '../util-legacy.js';
import * as types from '../value-types.js';

const customPromisify = Symbol.for('nodejs.util.promisify.custom');

/**
 * Fills the places of a format (`%s %d %i %f %j %o %O %c %%`) and appends what is left.
 * @param {...unknown} values
 */
export function format(...values) {
  return formatWithOptions({}, ...values);
}

/** As `format`, with options for `inspect`. */
export function formatWithOptions(options, ...values) {
  let used = 0;
  let text = '';
  if (typeof values[0] === 'string') {
    if (values.length === 1) return values[0];
    used = 1;
    text = values[0].replace(/%[sdifjoOc%]/g, (place) => {
      if (place === '%%') return '%';
      if (used >= values.length) return place;
      used += 1;
      return substitute(place, values[used - 1], options);
    });
  }
  for (; used < values.length; used += 1) {
    text += (used > 0 ? ' ' : '') + (typeof values[used] === 'string' ? values[used] : inspect(values[used], options));
  }
  return text;
}

function substitute(place, value, options) {
  switch (place) {
    case '%s':
      return formatText(value, options);
    case '%d':
      return formatNumber(value, Number);
    case '%i':
      return formatNumber(value, (text) => Number.parseInt(text, 10));
    case '%f':
      return typeof value === 'symbol' ? 'NaN' : shown(Number.parseFloat(value));
    case '%j':
      return formatJson(value);
    case '%o':
      return inspect(value, { ...options, showHidden: true, depth: 4 });
    case '%O':
      return inspect(value, options);
    default:
      return '';
  }
}

function formatText(value, options) {
  if (typeof value === 'number') return shown(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (hasOwnText(value)) return String(value);
  return inspect(value, { ...options, depth: 0, colors: false, compact: 3 });
}

/** Whether an object or a class that is not built in says how it is written. */
function hasOwnText(value) {
  if (typeof value.toString !== 'function') return false;
  if (Object.hasOwn(value, 'toString')) return true;
  let prototype = value;
  while (prototype !== null && !Object.hasOwn(prototype, 'constructor')) prototype = Object.getPrototypeOf(prototype);
  const constructor = prototype?.constructor;
  if (typeof constructor !== 'function' || globalThis[constructor.name] === constructor) return false;
  const { toString } = value;
  return toString !== Object.prototype.toString && toString !== Error.prototype.toString && toString !== Array.prototype.toString;
}

function formatNumber(value, convert) {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'symbol' || (typeof value === 'object' && value !== null)) return typeof value === 'symbol' ? 'NaN' : shown(convert(value));
  return shown(convert(value));
}

function formatJson(value) {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof TypeError && /circular/i.test(error.message)) return '[Circular]';
    throw error;
  }
}

function shown(number) {
  return Object.is(number, -0) ? '-0' : `${number}`;
}

/** Makes one constructor's instances inherit from another's prototype. */
export function inherits(constructor, parent) {
  if (typeof constructor !== 'function') throw invalidArgType('ctor', 'of type function', constructor);
  if (typeof parent !== 'function') throw invalidArgType('superCtor', 'of type function', parent);
  Object.defineProperty(constructor, 'super_', { value: parent, writable: true, configurable: true });
  Object.setPrototypeOf(constructor.prototype, parent.prototype);
}

/** A function that returns a promise instead of taking a callback. */
export function promisify(original) {
  if (typeof original !== 'function') throw invalidArgType('original', 'of type function', original);
  if (original[customPromisify]) return Object.defineProperty(original[customPromisify], customPromisify, { value: original[customPromisify], configurable: true });
  function promisified(...values) {
    return new Promise((resolve, reject) => {
      Reflect.apply(original, this, [...values, (error, result) => (error ? reject(error) : resolve(result))]);
    });
  }
  Object.setPrototypeOf(promisified, Object.getPrototypeOf(original));
  Object.defineProperty(promisified, customPromisify, { value: promisified, configurable: true });
  return Object.defineProperties(promisified, Object.getOwnPropertyDescriptors(original));
}

promisify.custom = customPromisify;

/** A function that takes a callback instead of returning a promise. */
export function callbackify(original) {
  if (typeof original !== 'function') throw invalidArgType('original', 'of type function', original);
  function callbackified(...values) {
    const callback = values.pop();
    if (typeof callback !== 'function') throw invalidArgType('last argument', 'of type function', callback);
    Reflect.apply(original, this, values).then(
      (result) => queueMicrotask(() => callback(null, result)),
      (reason) => queueMicrotask(() => callback(reason || falsyRejection(reason))),
    );
  }
  return Object.defineProperty(callbackified, 'name', { value: `${original.name}Callbackified`, configurable: true });
}

function falsyRejection(reason) {
  return Object.assign(nodeError(Error, 'ERR_FALSY_VALUE_REJECTION', 'Promise was rejected with falsy value'), { reason });
}

/** A function that warns when it is first called. */
export function deprecate(original, message, code) {
  let warned = false;
  function deprecated(...values) {
    if (!warned) {
      warned = true;
      globalThis.process?.emitWarning?.(message, 'DeprecationWarning', code);
    }
    return new.target ? Reflect.construct(original, values, new.target) : Reflect.apply(original, this, values);
  }
  Object.setPrototypeOf(deprecated, original);
  if (original.prototype) deprecated.prototype = original.prototype;
  return deprecated;
}

/** A function that logs if `NODE_DEBUG` names the section. */
export function debuglog(section) {
  const names = (globalThis.process?.env?.NODE_DEBUG ?? '').toUpperCase().split(',');
  const enabled = names.includes(section.toUpperCase());
  const log = (...values) => {
    if (enabled) console.error(`${section.toUpperCase()} ${format(...values)}`);
  };
  log.enabled = enabled;
  return log;
}

export const debug = debuglog;

/** The text without terminal control sequences. */
export function stripVTControlCharacters(text) {
  return text.replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '');
}

/** The text with halves of surrogate pairs replaced. */
export function toUSVString(text) {
  return String(text).replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (units) => (units.length === 2 ? units : '\ufffd'));
}

/** The name of a system error, by the negative number that errors carry. */
export function getSystemErrorName(number) {
  if (typeof number !== 'number') throw invalidArgType('err', 'of type number', number);
  if (number >= 0 || !Number.isSafeInteger(number)) throw outOfRange('err', 'a negative integer', number);
  return systemErrors.get(number)?.[0] ?? `Unknown system error ${number}`;
}

/** Name and description of each system error. */
export function getSystemErrorMap() {
  return new Map(systemErrors);
}

/** A promise that resolves when `signal` aborts. */
export function aborted(signal, resource) {
  if (signal === undefined || signal === null || !('aborted' in signal)) return Promise.reject(invalidArgType('signal', 'an instance of AbortSignal', signal));
  if (resource === null || (typeof resource !== 'object' && typeof resource !== 'function')) {
    return Promise.reject(invalidArgType('resource', 'of type object', resource));
  }
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => { signal.addEventListener('abort', () => resolve(), { once: true }); });
}

/** Writes a line with the time before it. */
export function log(...values) {
  console.log('%s - %s', new Date().toString().slice(4, 24), format(...values));
}

export const isArray = Array.isArray;

export { inspect, isDeepStrictEqual, types };
export { _extend, isBoolean, isBuffer, isDate, isError, isFunction, isNull, isNullOrUndefined, isNumber, isObject, isPrimitive, isRegExp, isString, isSymbol,
  isUndefined };

/** A class of the Web platform. Looking at it brings it into the heap: a bundle that does not name it leaves the look out. */
const webClass = (name) => globalThis[name];
export const TextDecoder = /* @__PURE__ */ webClass('TextDecoder');
export const TextEncoder = /* @__PURE__ */ webClass('TextEncoder');

export default {
  get TextDecoder() { return globalThis.TextDecoder; },
  get TextEncoder() { return globalThis.TextEncoder; },
  _extend, aborted, callbackify, debug, debuglog, deprecate, format, formatWithOptions, getSystemErrorMap,
  getSystemErrorName, inherits, inspect, isArray, isBoolean, isBuffer, isDate, isDeepStrictEqual, isError, isFunction, isNull, isNullOrUndefined, isNumber,
  isObject, isPrimitive, isRegExp, isString, isSymbol, isUndefined, log, promisify, stripVTControlCharacters, toUSVString, types,
};

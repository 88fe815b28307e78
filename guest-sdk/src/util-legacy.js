/** The functions of `node:util` that Node advises against, and that older packages still call. */
import { Buffer } from './node/buffer.js';
import { isDate, isNativeError, isRegExp } from './value-types.js';

const isBoolean = (value) => typeof value === 'boolean';
const isNull = (value) => value === null;
const isNullOrUndefined = (value) => value === null || value === undefined;
const isNumber = (value) => typeof value === 'number';
const isString = (value) => typeof value === 'string';
const isSymbol = (value) => typeof value === 'symbol';
const isUndefined = (value) => value === undefined;
const isObject = (value) => value !== null && typeof value === 'object';
const isFunction = (value) => typeof value === 'function';
const isPrimitive = (value) => value === null || (typeof value !== 'object' && typeof value !== 'function');
const isError = (value) => isNativeError(value) || value instanceof Error;
const isBuffer = (value) => Buffer.isBuffer(value);

/** Copies what `source` has itself to `target`. */
const _extend = (target, source) => (isObject(source) ? Object.assign(target, source) : target);

export { _extend, isBoolean, isBuffer, isDate, isError, isFunction, isNull, isNullOrUndefined, isNumber, isObject, isPrimitive, isRegExp, isString, isSymbol,
  isUndefined };

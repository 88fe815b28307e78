/** Header fields: which names and values may go out (RFC 9110 §5), with Node's errors for those that may not. */
import { usualKey } from './field-list.js';
import { invalidArgType, nodeError, received } from '../node-error.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

const TOKEN = /^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]+$/;
const FORBIDDEN_IN_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

/**
 * The lower-case key of a header name that may go out.
 * @param {string} name
 * @returns {string}
 * @throws {TypeError} `ERR_INVALID_HTTP_TOKEN`
 */
export function fieldKey(name) {
  const known = usualKey(name);
  if (known !== undefined) return known;
  validateHeaderName(name);
  return name.toLowerCase();
}

/**
 * Throws unless `name` is a token (RFC 9110 §5.6.2).
 * @param {string} name
 * @param {string} [label] what the error calls it
 */
export function validateHeaderName(name, label) {
  if (typeof name !== 'string' || !TOKEN.test(name)) {
    throw nodeError(TypeError, 'ERR_INVALID_HTTP_TOKEN', `${label || 'Header name'} must be a valid HTTP token ["${name}"]`);
  }
}

/**
 * Throws unless `value` is defined and made of characters a field value may have.
 * @param {string} name named in the error
 * @param {unknown} value
 */
export function validateHeaderValue(name, value) {
  if (value === undefined) {
    throw nodeError(TypeError, 'ERR_HTTP_INVALID_HEADER_VALUE', `Invalid value "${value}" for header "${name}"`);
  }
  if (FORBIDDEN_IN_VALUE.test(value)) {
    throw nodeError(TypeError, 'ERR_INVALID_CHAR', `Invalid character in header content ["${name}"]`);
  }
}

/** As `validateHeaderValue`, for each value of a list as well. */
export function validateHeaderValues(name, value) {
  if (typeof value === 'string') {
    if (!runtime.isFieldValue(value)) validateHeaderValue(name, value);
  } else if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) validateHeaderValue(name, value[index]);
  } else {
    validateHeaderValue(name, value);
  }
}

/** Throws unless `name` is a string: the check of `getHeader` and its relatives. */
export function checkNameType(name) {
  if (typeof name !== 'string') throw invalidArgType('name', 'of type string', name);
}

/** Throws unless `chunk` can be written: a string, a Buffer or a Uint8Array. */
export function checkChunk(chunk) {
  if (chunk === null) throw nodeError(TypeError, 'ERR_STREAM_NULL_VALUES', 'May not write null values to stream');
  if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) {
    throw nodeError(TypeError, 'ERR_INVALID_ARG_TYPE',
      `The "chunk" argument must be of type string or an instance of Buffer or Uint8Array.${received(chunk)}`);
  }
}

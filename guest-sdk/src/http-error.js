/** Errors that mean an HTTP status, shaped as the `http-errors` package shapes them. */
import { STATUS_CODES } from './http/status.js';

/** What all errors made here are instances of. */
export class HttpError extends Error {}

/** The class of each status, made when it is first needed. */
const CLASSES = new Map();

/**
 * An error for a status.
 * @param {number} status 400 to 599; a cause that has a status of its own keeps that one
 * @param {string | Error} [messageOrCause] the message, by default the reason phrase; or an Error, which is changed and returned
 * @param {object} [properties] set on the error
 * @returns {Error & {status: number, statusCode: number, expose: boolean}}
 */
export function createError(status, messageOrCause, properties) {
  const error = messageOrCause instanceof Error ? stamped(status, messageOrCause) : constructed(status, messageOrCause);
  for (const name in properties) {
    if (name !== 'status' && name !== 'statusCode') error[name] = properties[name];
  }
  return error;
}

export default createError;

/** The cause with the three properties, unless it has them from here. */
function stamped(fallback, error) {
  const wanted = error.status || error.statusCode || fallback;
  const status = isKnown(wanted) ? wanted : 500;
  if (!(error instanceof HttpError) || error.status !== status) {
    error.expose = status < 500;
    error.statusCode = status;
    error.status = status;
  }
  return error;
}

function isKnown(status) {
  return typeof status === 'number' && (STATUS_CODES[status] !== undefined || (status >= 400 && status < 600));
}

function constructed(status, message) {
  const Class = classOf(status);
  const error = new Class(message ?? STATUS_CODES[status]);
  Error.captureStackTrace(error, createError);
  // Unlike other errors, these show their message when they are written as JSON.
  Object.defineProperty(error, 'message', { enumerable: true });
  Object.defineProperty(error, 'name', { value: Class.name, enumerable: false, writable: true, configurable: true });
  return error;
}

function classOf(status) {
  let Class = CLASSES.get(status);
  if (Class === undefined) {
    Class = makeClass(status);
    CLASSES.set(status, Class);
  }
  return Class;
}

function makeClass(status) {
  const words = STATUS_CODES[status].replace(/[^ 0-9a-z]/gi, '').split(' ');
  const identifier = words.map((word) => word[0].toUpperCase() + word.slice(1)).join('');
  const name = identifier.endsWith('Error') ? identifier : `${identifier}Error`;
  const Class = class extends HttpError {};
  Object.defineProperty(Class, 'name', { value: name });
  Object.defineProperty(Class.prototype, 'name', { value: name, writable: true, configurable: true });
  Object.assign(Class.prototype, { status, statusCode: status, expose: status < 500 });
  return Class;
}

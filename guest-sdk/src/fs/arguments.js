/** What the functions of `fs` accept: paths, encodings, flags and descriptors, with Node's errors for anything else. */
import { inspect } from '../inspect.js';
import { invalidArgType, nodeError, outOfRange } from '../node-error.js';
import { Buffer } from '../node/buffer.js';
import { readOnlyError } from './error.js';

const DESCRIPTOR_MAX = 2 ** 31 - 1;

/** Flags that only read. */
const READING = new Set(['r', 'rs', 'sr']);
/** Flags that create, empty, append or change. */
const WRITING = new Set(['r+', 'rs+', 'sr+', 'w', 'wx', 'xw', 'w+', 'wx+', 'xw+', 'a', 'ax', 'xa', 'as', 'sa', 'a+', 'ax+', 'xa+', 'as+', 'sa+']);
/** The bits of a numeric flag that ask for more than reading: O_WRONLY, O_RDWR, O_CREAT, O_TRUNC and O_APPEND. */
const WRITING_BITS = 0o3101 | 0o2;

/**
 * The path as a string.
 * @param {unknown} value a string, bytes, or a `file:` URL
 * @param {string} [name] the argument
 */
export function pathOf(value, name = 'path') {
  let path = value;
  if (isUrl(value)) path = fileUrlPath(value);
  else if (value instanceof Uint8Array) path = Buffer.from(value).toString();
  if (typeof path !== 'string') throw invalidArgType(name, 'of type string or an instance of Buffer or URL', value);
  if (path.includes('\0')) {
    throw nodeError(TypeError, 'ERR_INVALID_ARG_VALUE',
      `The argument '${name}' must be a string, Uint8Array, or URL without null bytes. Received ${inspect(path)}`);
  }
  return path;
}

function isUrl(value) {
  return Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined);
}

function fileUrlPath(url) {
  if (url.protocol !== 'file:') throw nodeError(TypeError, 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file');
  return decodeURIComponent(url.pathname);
}

/**
 * The options of a call, of which a string is the encoding.
 * @param {unknown} options
 */
export function optionsOf(options) {
  if (options === undefined || options === null || typeof options === 'function') return {};
  const given = typeof options === 'string' ? { encoding: options } : options;
  if (typeof given !== 'object') throw invalidArgType('options', 'one of type string or object', options);
  const { encoding } = given;
  if (encoding && encoding !== 'buffer' && !Buffer.isEncoding(encoding)) {
    throw nodeError(TypeError, 'ERR_INVALID_ARG_VALUE', `The argument 'encoding' is invalid encoding. Received ${inspect(encoding)}`);
  }
  return given;
}

/** Throws unless a flag of `open` is one that only reads. */
export function checkReading(flag, path) {
  if (flag === undefined || flag === null || READING.has(flag)) return;
  const isWriting = typeof flag === 'number' ? (flag & WRITING_BITS) !== 0 : WRITING.has(flag);
  if (isWriting) throw readOnlyError('open', path);
  if (typeof flag !== 'number') throw nodeError(TypeError, 'ERR_INVALID_ARG_VALUE', `The argument 'flags' is invalid. Received ${inspect(flag)}`);
}

/** The descriptor, once it is known to be a number that can be one. */
export function descriptorOf(value) {
  if (typeof value !== 'number') throw invalidArgType('fd', 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange('fd', 'an integer', value);
  if (value < 0 || value > DESCRIPTOR_MAX) throw outOfRange('fd', `>= 0 && <= ${DESCRIPTOR_MAX}`, value);
  return value;
}

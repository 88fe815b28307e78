/** Keys from passwords and from other keys. */
import { Buffer } from '../node/buffer.js';
import { invalidArgType, nodeError, outOfRange } from '../node-error.js';
import { argument, later, natives } from './bytes.js';
import { digestOf, digestSize } from './digest-names.js';
import { coded, invalidDigest } from './failure.js';
import { secretOf } from './key-object.js';

const INT_MAX = 2 ** 31 - 1;
/** The memory that scrypt may use unless it is told otherwise, in bytes. */
const SCRYPT_MEMORY_DEFAULT = 32 * 1024 * 1024;
const HKDF_INFO_MAX = 1024;
/** HKDF gives at most this many digests. */
const HKDF_BLOCKS_MAX = 255;

function integer(value, name, min, max = INT_MAX) {
  if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < min || value > max) throw outOfRange(name, `>= ${min} && <= ${max}`, value);
}

function checkCallback(callback) {
  if (typeof callback !== 'function') throw invalidArgType('callback', 'of type function', callback);
}

/** The digest of a name, which has to be one that derivations work with. */
function digestFor(name) {
  if (typeof name !== 'string') throw invalidArgType('digest', 'of type string', name);
  const digest = digestOf(name);
  if (digest === undefined) throw invalidDigest(name);
  return digest;
}

/** Checks arguments now, and gives a function that computes. */
function preparePbkdf2(password, salt, iterations, length, name) {
  if (typeof name !== 'string') throw invalidArgType('digest', 'of type string', name);
  const [secret, salted] = [argument(password, 'password'), argument(salt, 'salt')];
  integer(iterations, 'iterations', 1);
  integer(length, 'keylen', 0);
  const digest = digestFor(name);
  return () => Buffer.from(natives().pbkdf2(digest, secret, salted, iterations, length));
}

export function pbkdf2Sync(...args) {
  return preparePbkdf2(...args)();
}

export function pbkdf2(password, salt, iterations, length, digest, callback) {
  if (typeof digest === 'function') throw invalidArgType('digest', 'of type string', undefined);
  const compute = preparePbkdf2(password, salt, iterations, length, digest);
  checkCallback(callback);
  later(callback, compute);
}

/** The parameters of scrypt under either of their names. */
function scryptParameters(options) {
  const pick = (short, long, fallback) => {
    if (options[short] !== undefined && options[long] !== undefined) throw nodeError(Error, 'ERR_CRYPTO_SCRYPT_INVALID_PARAMETER', 'Invalid scrypt parameter');
    const value = options[short] ?? options[long];
    if (value !== undefined) integer(value, options[short] === undefined ? long : short, 0, 2 ** 32 - 1);
    return value || fallback;
  };
  const parameters = { N: pick('N', 'cost', 16384), r: pick('r', 'blockSize', 8), p: pick('p', 'parallelization', 1) };
  const memory = options.maxmem || SCRYPT_MEMORY_DEFAULT;
  integer(memory, 'maxmem', 0, Number.MAX_SAFE_INTEGER);
  return { ...parameters, memory };
}

function prepareScrypt(password, salt, length, options = {}) {
  const [secret, salted] = [argument(password, 'password'), argument(salt, 'salt')];
  integer(length, 'keylen', 0);
  const { N, r, p, memory } = scryptParameters(options ?? {});
  const invalid = (why = '') => coded(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', `Invalid scrypt params${why}`);
  const exceeded = () => invalid(': error:030000AC:digital envelope routines::memory limit exceeded');
  if (N < 2 || (N & (N - 1)) !== 0) throw invalid();
  // What OpenSSL counts: the large table, a block beside it, and the blocks of all lanes.
  if (128 * r * (N + 2 + p) > memory) throw exceeded();
  return () => {
    try {
      return Buffer.from(natives().scrypt(secret, salted, N, r, p, length));
    } catch (error) {
      if (error.fault === undefined) throw error;
      throw error.message.endsWith('exceeded') ? exceeded() : invalid();
    }
  };
}

export function scryptSync(...args) {
  return prepareScrypt(...args)();
}

export function scrypt(password, salt, length, options, callback) {
  const done = typeof options === 'function' ? options : callback;
  const compute = prepareScrypt(password, salt, length, typeof options === 'function' ? {} : options);
  checkCallback(done);
  later(done, compute);
}

function prepareHkdf(name, key, salt, info, length) {
  if (typeof name !== 'string') throw invalidArgType('digest', 'of type string', name);
  const secret = secretOf(key, 'ikm');
  const [salted, about] = [argument(salt, 'salt'), argument(info, 'info')];
  integer(length, 'length', 0);
  if (about.byteLength > HKDF_INFO_MAX) throw outOfRange('info', `must not contain more than ${HKDF_INFO_MAX} bytes`, about.byteLength);
  const digest = digestFor(name);
  if (length > digestSize(digest) * HKDF_BLOCKS_MAX) throw coded(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
  return () => natives().hkdf(digest, secret, salted, about, length);
}

/** Gives an ArrayBuffer, as in Node. */
export function hkdfSync(...args) {
  return prepareHkdf(...args)();
}

export function hkdf(digest, key, salt, info, length, callback) {
  const compute = prepareHkdf(digest, key, salt, info, length);
  checkCallback(callback);
  later(callback, compute);
}

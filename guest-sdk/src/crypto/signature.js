/** Signing and verifying. */
import { Buffer } from '../node/buffer.js';
import { EventEmitter } from '../node/events.js';
import { invalidArgType, nodeError } from '../node-error.js';
import { argument, exact, input, later, natives, output } from './bytes.js';
import { constants } from './constants.js';
import { digestOf, digestSize } from './digest-names.js';
import { coded, invalidDigest, invalidValue, openssl, translated } from './failure.js';
import { privateOf, publicOf } from './key-object.js';

const DATA = 'of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView';

/** How a key signs: the natives' scheme, and the length of the salt, negative for any. */
function schemeOf(inner, options, digest) {
  if (inner.kind === 'ed25519') return { scheme: 'ed25519', salt: 0 };
  if (inner.kind === 'ec') return { scheme: options.dsaEncoding === 'ieee-p1363' ? 'p1363' : 'der', salt: 0 };
  if (inner.kind !== 'rsa' && inner.kind !== 'rsa-pss') throw openssl('operation not supported for this keytype');
  const padding = options.padding ?? (inner.kind === 'rsa-pss' ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING);
  if (padding === constants.RSA_PKCS1_PSS_PADDING) return { scheme: 'pss', salt: saltOf(options.saltLength, digest) };
  if (padding === constants.RSA_NO_PADDING) throw openssl('invalid padding mode');
  if (padding !== constants.RSA_PKCS1_PADDING || inner.kind === 'rsa-pss') throw openssl('illegal or unsupported padding mode');
  return { scheme: 'pkcs1', salt: 0 };
}

function saltOf(length = constants.RSA_PSS_SALTLEN_AUTO, digest) {
  if (length === constants.RSA_PSS_SALTLEN_DIGEST) return digestSize(digest);
  return length;
}

function checkOptions(key) {
  const options = typeof key === 'object' && key !== null ? key : {};
  if (options.padding !== undefined && !Number.isInteger(options.padding)) throw invalidValue("property 'options.padding' is invalid", options.padding);
  if (options.saltLength !== undefined && !Number.isInteger(options.saltLength)) throw invalidValue("property 'options.saltLength' is invalid", options.saltLength);
  const isKnown = options.dsaEncoding === undefined || options.dsaEncoding === 'der' || options.dsaEncoding === 'ieee-p1363';
  if (!isKnown) throw invalidValue("property 'options.dsaEncoding' is invalid", options.dsaEncoding);
  return options;
}

function signed(inner, options, digest, data) {
  const { scheme, salt } = schemeOf(inner, options, digest);
  try {
    return natives().sign(scheme, inner.der, scheme === 'ed25519' ? '' : digest, data, salt);
  } catch (error) {
    throw translated(error, 'data too large for key size');
  }
}

function isVerified(inner, options, digest, data, signature) {
  const { scheme, salt } = schemeOf(inner, options, digest);
  try {
    return natives().verify(scheme, inner.der, scheme === 'ed25519' ? '' : digest, data, signature, salt);
  } catch (error) {
    throw translated(error, 'wrong tag');
  }
}

/** What signs and what verifies have in common: they take the data in parts. */
class Parts extends EventEmitter {
  #digest;
  #parts = [];

  constructor(algorithm) {
    super();
    if (typeof algorithm !== 'string') throw invalidArgType('algorithm', 'of type string', algorithm);
    this.#digest = digestOf(algorithm);
    if (this.#digest === undefined) throw coded(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', 'Invalid digest');
  }

  update(data, encoding) {
    const bytes = input(data, encoding);
    if (this.#parts === undefined) throw coded(Error, 'ERR_CRYPTO_INVALID_STATE', 'Not initialised');
    this.#parts.push(typeof data === 'string' ? bytes : Buffer.from(bytes));
    return this;
  }

  write(chunk, encoding, callback) {
    this.update(chunk, typeof encoding === 'string' ? encoding : undefined);
    const done = typeof encoding === 'function' ? encoding : callback;
    if (done !== undefined) queueMicrotask(() => done(null));
    return true;
  }

  end(chunk, encoding, callback) {
    const done = [chunk, encoding, callback].find((value) => typeof value === 'function');
    if (chunk !== undefined && chunk !== null && typeof chunk !== 'function') this.write(chunk, encoding);
    queueMicrotask(() => {
      this.emit('finish');
      if (done !== undefined) done();
    });
    return this;
  }

  /** Digest and data; this works once. */
  static finish(parts) {
    if (parts.#parts === undefined) throw coded(Error, 'ERR_CRYPTO_INVALID_STATE', 'Not initialised');
    const data = exact(Buffer.concat(parts.#parts));
    parts.#parts = undefined;
    return [parts.#digest, data];
  }
}
const { finish } = Parts;
delete Parts.finish;

/** Takes data and signs it. */
export class Sign extends Parts {
  sign(key, encoding) {
    if (!key) throw nodeError(Error, 'ERR_CRYPTO_SIGN_KEY_REQUIRED', 'No key provided to sign');
    const options = checkOptions(key);
    const inner = privateOf(key);
    const [digest, data] = finish(this);
    checkHashed(inner);
    return output(signed(inner, options, digest, data), encoding);
  }
}

/** Takes data and says whether a signature is its own. */
export class Verify extends Parts {
  verify(key, signature, encoding) {
    const options = checkOptions(key);
    const inner = publicOf(key);
    const given = argument(signature, 'signature', encoding, DATA);
    const [digest, data] = finish(this);
    checkHashed(inner);
    return isVerified(inner, options, digest, data, given);
  }
}

/** Ed25519 hashes as part of signing, so it needs the data whole. */
function checkHashed(inner) {
  if (inner.kind === 'ed25519') throw coded(Error, 'ERR_CRYPTO_UNSUPPORTED_OPERATION', 'Unsupported crypto operation');
  if (inner.kind === 'x25519') throw openssl('operation not supported for this keytype');
}

export function createSign(algorithm) {
  return new Sign(algorithm);
}

export function createVerify(algorithm) {
  return new Verify(algorithm);
}

/** The digest for a key: SHA-256 unless one is named, and none for Ed25519. */
function digestFor(algorithm, inner) {
  if (inner.kind === 'ed25519') {
    if (algorithm !== null && algorithm !== undefined) throw openssl('invalid digest');
    return '';
  }
  if (algorithm === null || algorithm === undefined) return 'sha256';
  return digestOf(algorithm);
}

function checkAlgorithm(algorithm) {
  if (algorithm === null || algorithm === undefined) return;
  if (typeof algorithm !== 'string') throw invalidArgType('algorithm', 'of type string', algorithm);
  if (digestOf(algorithm) === undefined) throw invalidDigest(algorithm);
}

/** Signs in one call, or tells a callback. */
export function sign(algorithm, data, key, callback) {
  if (typeof callback === 'function') return later(callback, () => sign(algorithm, data, key));
  if (callback !== undefined) throw invalidArgType('callback', 'of type function', callback);
  const bytes = argument(data, 'data', undefined, DATA);
  if (!key) throw nodeError(Error, 'ERR_CRYPTO_SIGN_KEY_REQUIRED', 'No key provided to sign');
  const options = checkOptions(key);
  const inner = privateOf(key);
  checkAlgorithm(algorithm);
  return output(signed(inner, options, digestFor(algorithm, inner), bytes));
}

/** Verifies in one call, or tells a callback. */
export function verify(algorithm, data, key, signature, callback) {
  if (typeof callback === 'function') return later(callback, () => verify(algorithm, data, key, signature));
  if (callback !== undefined) throw invalidArgType('callback', 'of type function', callback);
  const bytes = argument(data, 'data', undefined, DATA);
  const options = checkOptions(key);
  const given = argument(signature, 'signature', undefined, DATA);
  const inner = publicOf(key);
  checkAlgorithm(algorithm);
  return isVerified(inner, options, digestFor(algorithm, inner), bytes, given);
}

/** Errors as OpenSSL and Node's C++ have them. */
import { nodeError } from '../node-error.js';

/**
 * An error with a code that its name does not show.
 * @param {ErrorConstructor} Base
 * @param {string} code
 * @param {string} message
 */
export function coded(Base, code, message) {
  const error = new Base(message);
  error.code = code;
  return error;
}

/** By reason: the number and the library that OpenSSL 3 gives it. */
const OPENSSL = {
  'bad decrypt': ['1C800064', 'Provider routines'],
  'wrong final block length': ['1C80006B', 'Provider routines'],
  'illegal or unsupported padding mode': ['1C8000A5', 'Provider routines'],
  'invalid padding mode': ['1C8000A8', 'Provider routines'],
  'invalid digest': ['1C80007A', 'Provider routines'],
  unsupported: ['1E08010C', 'DECODER routines'],
  'wrong tag': ['068000A8', 'asn1 encoding routines'],
  'not XOF or invalid length': ['030000B2', 'digital envelope routines'],
  'operation not supported for this keytype': ['03000096', 'digital envelope routines'],
  'data too large for key size': ['0200006E', 'rsa routines'],
  'digest too big for rsa key': ['02000070', 'rsa routines'],
  'oaep decoding error': ['02000079', 'rsa routines'],
  'data too small for key size': ['0200007A', 'rsa routines'],
};
const PREFIXES = { 'rsa routines': 'RSA_', 'digital envelope routines': 'EVP_', 'asn1 encoding routines': 'ASN1_' };

/** The error of OpenSSL for a reason. */
export function openssl(reason) {
  const [number, library] = OPENSSL[reason];
  const error = new Error(`error:${number}:${library}::${reason}`);
  error.library = library;
  error.reason = reason;
  error.code = `ERR_OSSL_${PREFIXES[library] ?? ''}${reason.replaceAll(' ', '_').toUpperCase()}`;
  return error;
}

/** What a native threw, as OpenSSL would have it; `reason` is the one for a message that OpenSSL does not have. */
export function translated(error, reason) {
  if (error.fault === undefined) return error;
  return openssl(OPENSSL[error.message] === undefined ? reason : error.message);
}

/** A digest that there is not. */
export function invalidDigest(name) {
  return coded(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${name}`);
}

/** A key of the wrong type. */
export function invalidKeyType(type, expected) {
  return nodeError(TypeError, 'ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE', `Invalid key object type ${type}, expected ${expected}.`);
}

/** The `ERR_INVALID_ARG_VALUE` of Node; `what` is `property 'x'` or `argument 'x'` with what is wrong with it. */
export function invalidValue(what, value) {
  const shown = typeof value === 'string' ? `'${value}'` : String(value);
  return nodeError(TypeError, 'ERR_INVALID_ARG_VALUE', `The ${what}. Received ${shown}`);
}

/** What cannot be done here; `hint` says what to do instead. */
export function unavailable(what, hint) {
  return nodeError(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', `${what} is not available in the sandbox: ${hint}`);
}

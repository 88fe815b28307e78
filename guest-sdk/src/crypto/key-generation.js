/** New keys. */
import { Buffer } from '../node/buffer.js';
import { invalidArgType, outOfRange } from '../node-error.js';
import { exact, later, natives } from './bytes.js';
import { coded, invalidValue, translated } from './failure.js';
import { createSecretKey, exported, keyObject, publicHalf } from './key-object.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

const CURVES = { 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' };
const PUBLIC_EXPONENT = 65537;
const AES_BITS = [128, 192, 256];

/** The curves there are, by OpenSSL's names. */
export function getCurves() {
  return Object.values(CURVES).sort();
}

/** OpenSSL's name of a curve; undefined when there is none. */
export function curveOf(name) {
  if (CURVES[name] !== undefined) return CURVES[name];
  return Object.values(CURVES).includes(name) ? name : undefined;
}

function exponentBytes(exponent) {
  const hex = exponent.toString(16);
  return exact(Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex'));
}

function checkUnsigned(value, name) {
  if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < 0 || value >= 2 ** 32) throw outOfRange(name, '>= 0 && < 4294967296', value);
}

/** Checks now, and gives a function that makes the DER of a private key. */
function prepare(type, options) {
  if (type === 'ed25519' || type === 'x25519') return () => natives().generateKey(type, '');
  if (type !== 'rsa' && type !== 'ec') throw invalidValue("argument 'type' must be a supported key type", type);
  if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'of type object', options);
  if (type === 'ec') {
    if (typeof options.namedCurve !== 'string') throw invalidArgType('options.namedCurve', 'of type string', options.namedCurve);
    const curve = curveOf(options.namedCurve);
    if (curve === undefined) throw coded(TypeError, 'ERR_CRYPTO_INVALID_CURVE', 'Invalid EC curve name');
    return () => natives().generateKey('ec', curve);
  }
  const { modulusLength, publicExponent = PUBLIC_EXPONENT } = options;
  checkUnsigned(modulusLength, 'options.modulusLength');
  checkUnsigned(publicExponent, 'options.publicExponent');
  return () => {
    try {
      return natives().generateRsa(modulusLength, exponentBytes(publicExponent));
    } catch (error) {
      throw translated(error, 'data too small for key size');
    }
  };
}

function pairOf(der, options) {
  const inner = natives().readKey('pkcs8', der);
  const half = (one, encoding) => (encoding === undefined ? keyObject(one) : exported(one, encoding));
  return { publicKey: half(publicHalf(inner), options?.publicKeyEncoding), privateKey: half(inner, options?.privateKeyEncoding) };
}

/** A new pair of keys, as objects or in the encodings that options name. */
export function generateKeyPairSync(type, options) {
  if (typeof type !== 'string') throw invalidArgType('type', 'of type string', type);
  return pairOf(prepare(type, options)(), options);
}

export function generateKeyPair(type, options, callback) {
  if (typeof options === 'function') return generateKeyPair(type, undefined, options);
  if (typeof type !== 'string') throw invalidArgType('type', 'of type string', type);
  const compute = prepare(type, options);
  if (typeof callback !== 'function') throw invalidArgType('callback', 'of type function', callback);
  return later(callback, () => {
    const { publicKey, privateKey } = pairOf(compute(), options);
    return [publicKey, privateKey];
  });
}

/** A new secret key for `hmac` or `aes`, of `length` bits. */
export function generateKeySync(type, options) {
  if (typeof type !== 'string') throw invalidArgType('type', 'of type string', type);
  if (type !== 'hmac' && type !== 'aes') throw invalidValue("argument 'type' must be a supported key type", type);
  if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'of type object', options);
  const { length } = options;
  if (type === 'aes' && !AES_BITS.includes(length)) throw invalidValue("property 'options.length' must be one of: 128, 192, 256", length);
  if (typeof length !== 'number') throw invalidArgType('options.length', 'of type number', length);
  if (!(length >= 8 && length <= 2 ** 31 - 1)) throw outOfRange('options.length', '>= 8 && <= 2147483647', length);
  return createSecretKey(Buffer.from(runtime.randomBytes(Math.floor(length / 8))));
}

export function generateKey(type, options, callback) {
  const key = generateKeySync(type, options);
  if (typeof callback !== 'function') throw invalidArgType('callback', 'of type function', callback);
  later(callback, () => key);
}

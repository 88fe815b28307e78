/** `KeyObject` and what makes one. */
import { Buffer } from '../node/buffer.js';
import { invalidArgType, nodeError } from '../node-error.js';
import { argument, exact, isBytes, natives } from './bytes.js';
import { invalidKeyType, invalidValue, openssl, unavailable } from './failure.js';
import { readJwk, toJwk } from './jwk.js';
import { readPem, toPem } from './pem.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

const BYTES = 'of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView';
const KEY = 'of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, KeyObject, or CryptoKey';
/** Only this module makes keys. */
const token = Symbol('key');

/** A key: the bytes of a secret, or what compiled code has read of a pair's half. */
export class KeyObject {
  #type;
  #inner;

  constructor(type, given, inner) {
    if (type !== 'secret' && type !== 'public' && type !== 'private') throw invalidValue("argument 'type' is invalid", type);
    if (given !== token) throw invalidArgType('handle', 'of type object', given);
    this.#type = type;
    this.#inner = inner;
  }

  get type() {
    return this.#type;
  }

  /** A key of WebCrypto as a key of this module. */
  static from(key) {
    if (!isCryptoKey(key)) throw invalidArgType('key', 'an instance of CryptoKey', key);
    return ofCryptoKey(key);
  }

  equals(other) {
    if (!(other instanceof KeyObject)) throw invalidArgType('otherKeyObject', 'an instance of KeyObject', other);
    if (other.#type !== this.#type) return false;
    const [one, two] = [this, other].map((key) => (key.#type === 'secret' ? key.#inner : key.#inner.der));
    return one.byteLength === two.byteLength && runtime.timingSafeEqual(one, two);
  }

  static inner(given, key) {
    return given === token ? key.#inner : undefined;
  }
}
const innerOf = KeyObject.inner;
delete KeyObject.inner;
Object.defineProperty(KeyObject.prototype, Symbol.toStringTag, { value: 'KeyObject', configurable: true });

class SecretKeyObject extends KeyObject {
  get symmetricKeySize() {
    return innerOf(token, this).byteLength;
  }

  export(options) {
    const bytes = innerOf(token, this);
    if (options === undefined) return Buffer.from(bytes.slice(0));
    if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'of type object', options);
    if (options.format === 'jwk') return { kty: 'oct', k: runtime.base64Encode(bytes, 0, bytes.byteLength, true) };
    if (options.format !== undefined && options.format !== 'buffer') {
      throw invalidValue("property 'options.format' must be one of: undefined, 'buffer', 'jwk'", options.format);
    }
    return Buffer.from(bytes.slice(0));
  }
}

class AsymmetricKeyObject extends KeyObject {
  get asymmetricKeyType() {
    return innerOf(token, this).kind;
  }

  get asymmetricKeyDetails() {
    const { kind, bits, exponent, curve } = innerOf(token, this);
    if (kind === 'ec') return { namedCurve: curve };
    if (kind !== 'rsa' && kind !== 'rsa-pss') return {};
    return { modulusLength: bits, publicExponent: BigInt(`0x${runtime.hexEncode(exponent)}`) };
  }

  export(options) {
    if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'of type object', options);
    return exported(innerOf(token, this), options);
  }
}

class PublicKeyObject extends AsymmetricKeyObject {}
class PrivateKeyObject extends AsymmetricKeyObject {}

const LABELS = { spki: 'PUBLIC KEY', pkcs8: 'PRIVATE KEY', 'pkcs1-public': 'RSA PUBLIC KEY', 'pkcs1-private': 'RSA PRIVATE KEY', sec1: 'EC PRIVATE KEY' };

/** The name that compiled code has for an encoding, which Node's `type` is only a part of. */
function formOf(type, isPrivate) {
  if (type === 'pkcs1') return isPrivate ? 'pkcs1-private' : 'pkcs1-public';
  return (isPrivate ? ['pkcs8', 'sec1'] : ['spki']).includes(type) ? type : undefined;
}

/** A key in the encoding that options ask for. */
export function exported(inner, { format, type, cipher }) {
  if (format === 'jwk') return toJwk(inner);
  if (format !== 'pem' && format !== 'der') throw invalidValue("property 'options.format' is invalid", format);
  const form = formOf(type, inner.isPrivate);
  if (form === undefined) throw invalidValue("property 'options.type' is invalid", type);
  const incompatible = (kinds) => nodeError(Error, 'ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS', `The selected key encoding ${type} can only be used for ${kinds} keys.`);
  if (type === 'pkcs1' && inner.kind !== 'rsa') throw incompatible('RSA');
  if (type === 'sec1' && inner.kind !== 'ec') throw incompatible('EC');
  if (cipher !== undefined && cipher !== null) throw unavailable('a key with a passphrase', 'export it without a cipher, and encrypt the text');
  const der = form === 'spki' || form === 'pkcs8' ? inner.der.slice(0) : natives().writeKey(form, inner.isPrivate, inner.der);
  return format === 'der' ? Buffer.from(der) : toPem(LABELS[form], der);
}

/** The object for what compiled code has read. */
export function keyObject(inner) {
  return inner.isPrivate ? new PrivateKeyObject('private', token, inner) : new PublicKeyObject('public', token, inner);
}

/** The public half of what compiled code has read. */
export function publicHalf(inner) {
  if (!inner.isPrivate) return inner;
  return { ...inner, isPrivate: false, der: natives().writeKey('spki', true, inner.der) };
}

function isCryptoKey(value) {
  return typeof value === 'object' && value !== null && value[Symbol.toStringTag] === 'CryptoKey' && runtime.lazy('subtle').is(value);
}

function ofCryptoKey(key) {
  const bytes = runtime.lazy('subtle').material(key);
  if (key.type === 'secret') return new SecretKeyObject('secret', token, bytes);
  return keyObject(natives().readKey(key.type === 'private' ? 'pkcs8' : 'spki', bytes));
}

/** Reads the half of a pair from text, bytes or options around them. */
function read(given, isPrivate, expected) {
  const isPlain = typeof given === 'string' || isBytes(given);
  if (!isPlain && (typeof given !== 'object' || given === null)) throw invalidArgType('key', expected, given);
  const { key, format = 'pem', type, encoding, passphrase } = isPlain ? { key: given } : given;
  if (format === 'jwk') return readJwk(key, isPrivate);
  if (format !== 'pem' && format !== 'der') throw invalidValue("property 'options.format' is invalid", format);
  if (typeof key !== 'string' && !isBytes(key)) throw invalidArgType(isPlain ? 'key' : 'key.key', expected, key);
  const bytes = Buffer.from(argument(key, 'key', encoding));
  if (format === 'pem') return readPem(bytes, isPrivate, passphrase);
  const form = formOf(type, isPrivate) ?? (isPrivate ? undefined : formOf(type, true));
  if (form === undefined) throw invalidValue("property 'options.type' is invalid", type);
  try {
    return natives().readKey(form, exact(bytes));
  } catch (error) {
    throw error.fault === undefined ? error : openssl(error.fault === 'unsupported' ? 'unsupported' : 'wrong tag');
  }
}

/** The key of another kind inside an argument: a KeyObject, alone or in options; undefined when there is none. */
function objectIn(given) {
  const inside = given instanceof KeyObject || isCryptoKey(given) ? given : given?.key;
  if (inside instanceof KeyObject) return inside;
  return isCryptoKey(inside) ? ofCryptoKey(inside) : undefined;
}

/** The private key that an argument of `sign` and the like means. */
export function privateOf(given) {
  const object = objectIn(given);
  if (object === undefined) return read(given, true, KEY);
  if (object.type !== 'private') throw invalidKeyType(object.type, 'private');
  return innerOf(token, object);
}

/** The public key that an argument of `verify` and the like means: a private key has one, too. */
export function publicOf(given) {
  const object = objectIn(given);
  if (object === undefined) return publicHalf(read(given, false, KEY));
  if (object.type === 'secret') throw invalidKeyType('secret', 'private or public');
  return publicHalf(innerOf(token, object));
}

/** The bytes of the secret that an argument of `createHmac` and the like means. */
export function secretOf(given, name, encoding) {
  const object = given instanceof KeyObject ? given : isCryptoKey(given) ? ofCryptoKey(given) : undefined;
  if (object === undefined) return argument(given, name, encoding, KEY);
  if (object.type !== 'secret') throw invalidKeyType(object.type, 'secret');
  return innerOf(token, object);
}

/** A secret key from bytes or text. */
export function createSecretKey(key, encoding) {
  if (typeof key !== 'string' && !isBytes(key)) throw invalidArgType('key', 'an instance of ArrayBuffer, Buffer, TypedArray, or DataView', key);
  return new SecretKeyObject('secret', token, argument(key, 'key', encoding).slice(0));
}

/** A private key from PEM, DER or a JWK. */
export function createPrivateKey(key) {
  if (key instanceof KeyObject || isCryptoKey(key)) throw invalidArgType('key', BYTES, key);
  return keyObject(read(key, true, BYTES));
}

/** A public key from PEM, DER, a JWK, a certificate or a private key. */
export function createPublicKey(key) {
  const object = objectIn(key);
  if (object === undefined) return keyObject(publicHalf(read(key, false, KEY)));
  if (object.type !== 'private') throw invalidKeyType(object.type, 'private');
  return keyObject(publicHalf(innerOf(token, object)));
}

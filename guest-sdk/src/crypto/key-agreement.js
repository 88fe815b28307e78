/** Agreeing on a secret with somebody whose public key is known. */
import { Buffer } from '../node/buffer.js';
import { invalidArgType, nodeError } from '../node-error.js';
import { argument, exact, natives, output } from './bytes.js';
import { coded, invalidKeyType, unavailable } from './failure.js';
import { curveOf } from './key-generation.js';
import { KeyObject, privateOf, publicOf } from './key-object.js';

const FORMATS = ['compressed', 'uncompressed', 'hybrid'];

/** A point in the form that is asked for. */
function formatted(curve, point, format = 'uncompressed') {
  if (!FORMATS.includes(format)) throw nodeError(TypeError, 'ERR_CRYPTO_ECDH_INVALID_FORMAT', `Invalid ECDH format: ${format}`);
  const bytes = Buffer.from(natives().point(curve, point, format === 'compressed'));
  // The hybrid form says of the second coordinate whether it is odd, and gives it as well.
  if (format === 'hybrid') bytes[0] = 6 | (bytes[bytes.length - 1] & 1);
  return bytes;
}

function checkCurve(name) {
  if (typeof name !== 'string') throw invalidArgType('curve', 'of type string', name);
  const curve = curveOf(name);
  if (curve === undefined) throw coded(TypeError, 'ERR_CRYPTO_INVALID_CURVE', 'Invalid EC curve name');
  return curve;
}

/** One side of an agreement on a curve. */
export class ECDH {
  #curve;
  #der;

  constructor(curve) {
    this.#curve = checkCurve(curve);
  }

  /** A point in another form. */
  static convertKey(key, curve, inputEncoding, outputEncoding, format) {
    const name = checkCurve(curve);
    const bytes = argument(key, 'key', inputEncoding);
    let point;
    try {
      point = formatted(name, bytes, format);
    } catch (error) {
      throw error.fault === undefined ? error : coded(Error, 'ERR_CRYPTO_OPERATION_FAILED', 'Failed to convert Buffer to EC_POINT');
    }
    return output(exact(point), outputEncoding);
  }

  generateKeys(encoding, format) {
    this.#der = natives().generateKey('ec', this.#curve);
    return this.getPublicKey(encoding, format);
  }

  computeSecret(otherKey, inputEncoding, outputEncoding) {
    const point = argument(otherKey, 'otherPublicKey', inputEncoding);
    let other;
    try {
      other = natives().makeKey('ec', this.#curve, { point });
    } catch (error) {
      throw error.fault === undefined ? error : nodeError(Error, 'ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY', 'Public key is not valid for specified curve');
    }
    if (this.#der === undefined) throw coded(Error, 'ERR_CRYPTO_INVALID_KEYPAIR', 'Invalid key pair');
    return output(natives().agree(this.#der, other), outputEncoding);
  }

  getPublicKey(encoding, format) {
    if (this.#der === undefined) throw coded(Error, 'ERR_CRYPTO_OPERATION_FAILED', 'Failed to get ECDH public key');
    return output(exact(formatted(this.#curve, natives().writeKey('raw', true, this.#der), format)), encoding);
  }

  getPrivateKey(encoding) {
    if (this.#der === undefined) throw coded(Error, 'ERR_CRYPTO_OPERATION_FAILED', 'Failed to get ECDH private key');
    // A number, as Node gives it: without zeros before it.
    const secret = natives().keyParts(true, this.#der).d;
    return output(secret.slice(new Uint8Array(secret).findIndex((byte) => byte !== 0)), encoding);
  }

  setPrivateKey(key, encoding) {
    const secret = argument(key, 'key', encoding);
    try {
      this.#der = natives().makeKey('ec', this.#curve, { d: secret });
    } catch (error) {
      throw error.fault === undefined ? error : coded(RangeError, 'ERR_CRYPTO_INVALID_KEYTYPE', 'Private key is not valid for specified curve.');
    }
    return this;
  }
}

export function createECDH(curve) {
  return new ECDH(curve);
}

/** The secret of a private and a public key. */
export function diffieHellman(options) {
  if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'of type object', options);
  const { privateKey, publicKey } = options;
  for (const [name, key] of Object.entries({ privateKey, publicKey })) {
    if (!(key instanceof KeyObject)) throw invalidArgType(`options.${name}`, 'an instance of KeyObject', key);
  }
  if (privateKey.type !== 'private') throw invalidKeyType(privateKey.type, 'private');
  if (publicKey.type === 'secret') throw invalidKeyType('secret', 'private or public');
  const [own, other] = [privateOf(privateKey), publicOf(publicKey)];
  const isAgreeing = own.kind === other.kind && (own.kind === 'ec' || own.kind === 'x25519') && own.curve === other.curve;
  if (!isAgreeing) throw nodeError(Error, 'ERR_CRYPTO_INCOMPATIBLE_KEY', `Incompatible key types for Diffie-Hellman: ${own.kind} and ${other.kind}`);
  return Buffer.from(natives().agree(own.der, other.der));
}

/** Agreement over whole numbers is slow, and superseded. */
export function createDiffieHellman() {
  throw unavailable('createDiffieHellman()', 'use createECDH() or diffieHellman() with X25519 keys');
}

export function getDiffieHellman() {
  throw unavailable('getDiffieHellman()', 'use createECDH() or diffieHellman() with X25519 keys');
}

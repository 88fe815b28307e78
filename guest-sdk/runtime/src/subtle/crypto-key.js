/** `CryptoKey`: what an app may see of a key, and beside it, for the other scripts alone, what the key is. */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];
  const token = Symbol('CryptoKey');
  const USAGES = ['encrypt', 'decrypt', 'sign', 'verify', 'deriveKey', 'deriveBits', 'wrapKey', 'unwrapKey'];

  class CryptoKey {
    #type; #isExtractable; #algorithm; #usages; #material;
    constructor(given, type, isExtractable, algorithm, usages, material) {
      if (given !== token) throw Object.assign(new TypeError('Illegal constructor'), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
      this.#type = type;
      this.#isExtractable = isExtractable;
      this.#algorithm = algorithm;
      this.#usages = usages;
      this.#material = material;
    }
    get type() { return this.#type; }
    get extractable() { return this.#isExtractable; }
    get algorithm() { return this.#algorithm; }
    get usages() { return this.#usages; }
    static material(given, key) {
      if (given !== token) throw new TypeError('Illegal invocation');
      return key.#material;
    }
    static is(given, value) {
      return given === token && typeof value === 'object' && value !== null && #material in value;
    }
  }
  const material = CryptoKey.material;
  const is = CryptoKey.is;
  delete CryptoKey.material;
  delete CryptoKey.is;
  Object.defineProperty(CryptoKey.prototype, Symbol.toStringTag, { value: 'CryptoKey', configurable: true });
  for (const name of ['type', 'extractable', 'algorithm', 'usages']) Object.defineProperty(CryptoKey.prototype, name, { enumerable: true });

  function exception(name, message) {
    return new global.DOMException(message, name);
  }

  /** What a native threw, as the exception that WebCrypto has for it. */
  function translated(error) {
    if (error.fault === 'data') return exception('DataError', 'Invalid keyData');
    if (error.fault === 'unsupported') return exception('NotSupportedError', error.message);
    if (error.fault === 'operation') return exception('OperationError', 'The operation failed for an operation-specific reason');
    return error;
  }

  /** Calls a native; `kind`, if given, is what its failure is called here. */
  function native(name, args, kind) {
    try {
      return runtime.lazy('crypto')[name](...args);
    } catch (error) {
      throw kind === undefined ? translated(error) : exception(kind, kind === 'DataError' ? 'Invalid keyData' : 'The operation failed for an operation-specific reason');
    }
  }

  /** The bytes of a BufferSource, as an ArrayBuffer of their own. */
  function bytes(source, name) {
    if (source instanceof ArrayBuffer) return source.slice(0);
    if (ArrayBuffer.isView(source)) return source.buffer.slice(source.byteOffset, source.byteOffset + source.byteLength);
    throw Object.assign(new TypeError(`${name} is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.`), { code: 'ERR_INVALID_ARG_TYPE' });
  }

  /** Usages as they were given, which is how Node keeps them; those that `allowed` lacks are refused. */
  function usagesOf(given, allowed, kind) {
    for (const usage of given) {
      if (!USAGES.includes(usage)) throw new TypeError(`The provided value '${usage}' is not a valid enum value of type KeyUsage.`);
      if (!allowed.includes(usage)) throw exception('SyntaxError', `Unsupported key usage for a ${kind} key`);
    }
    return [...given];
  }

  /** Makes a key; a secret or private one that can be used for nothing is refused. */
  function make(type, isExtractable, algorithm, usages, bytesOfKey) {
    if (type !== 'public' && usages.length === 0) {
      throw exception('SyntaxError', `Usages cannot be empty when importing a ${type} key.`);
    }
    return new CryptoKey(token, type, isExtractable, algorithm, usages, bytesOfKey);
  }

  /** What a JWK says for itself has to be so (RFC 7517): its type, its purpose, its operations. */
  function checkJwk(jwk, type, use, isExtractable, usages, algorithm) {
    const wrong = (what) => exception('DataError', `Invalid JWK "${what}" Parameter`);
    if (typeof jwk !== 'object' || jwk === null) throw exception('DataError', 'Invalid keyData');
    if (jwk.kty !== type) throw wrong('kty');
    if (usages.length > 0 && jwk.use !== undefined && jwk.use !== use) throw wrong('use');
    const isAllowed = (usage) => Array.isArray(jwk.key_ops) && jwk.key_ops.includes(usage);
    if (jwk.key_ops !== undefined && !(Array.isArray(jwk.key_ops) && usages.every(isAllowed))) throw exception('DataError', 'Key operations and usage mismatch');
    if (jwk.ext === false && isExtractable) throw exception('DataError', 'JWK "ext" Parameter and extractable mismatch');
    if (algorithm !== undefined && jwk.alg !== undefined && jwk.alg !== algorithm) throw exception('DataError', 'JWK "alg" does not match the requested algorithm');
  }

  const encode = (buffer) => runtime.base64Encode(buffer, 0, buffer.byteLength, true);

  /** The bytes of a member of a JWK. */
  function decode(text) {
    if (typeof text !== 'string' || !/^[A-Za-z0-9_-]*$/.test(text)) throw exception('DataError', 'Invalid keyData');
    return runtime.base64Decode(text);
  }

  Object.assign(shared, { CryptoKey, bytes, checkJwk, decode, encode, exception, is: (value) => is(token, value), make, material: (key) => material(token, key), native, usagesOf });
  shared.registry = new Map();
  /** Adds an algorithm with the operations it has. */
  shared.define = (name, operations) => shared.registry.set(name.toUpperCase(), { name, ...operations });
})

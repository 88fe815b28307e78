/** `crypto.subtle`: finds the algorithm, checks what every algorithm wants checked, and leaves the rest to it. */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];
  const { bytes, exception, is, registry } = shared;
  const FORMATS = ['raw', 'spki', 'pkcs8', 'jwk'];

  /** The algorithm with an operation, and its parameters under its proper name. */
  function find(algorithm, operation) {
    const params = typeof algorithm === 'object' && algorithm !== null ? algorithm : { name: String(algorithm) };
    if (params.name === undefined) throw Object.assign(new TypeError("'name' is required"), { code: 'ERR_MISSING_OPTION' });
    const found = registry.get(String(params.name).toUpperCase());
    if (found === undefined || found[operation] === undefined) throw exception('NotSupportedError', 'Unrecognized algorithm name');
    return [found, { ...params, name: found.name }];
  }

  function checkKey(key, name, usage) {
    if (!is(key)) throw new TypeError('key is not of type CryptoKey');
    if (name !== undefined && key.algorithm.name !== name) throw exception('InvalidAccessError', 'Key algorithm mismatch');
    if (usage !== undefined && !key.usages.includes(usage)) throw exception('InvalidAccessError', `Unable to use this key to ${usage}`);
  }

  /** A call of an algorithm with a key that has to be its own and allow it. */
  function use(operation, usage, algorithm, key, args) {
    const [found, params] = find(algorithm, operation);
    checkKey(key, found.name, usage);
    return found[operation](params, key, ...args);
  }

  /** The key has to be of the type that the operation works with: a secret one works with all. */
  function checkSide(key, type) {
    if (is(key) && key.type !== 'secret' && key.type !== type) throw exception('InvalidAccessError', 'Unable to use this key for the operation');
  }

  function importKey(format, data, algorithm, isExtractable, usages) {
    if (!FORMATS.includes(format)) throw new TypeError(`'${format}' is not a valid enum value of type KeyFormat.`);
    const [found, params] = find(algorithm, 'importKey');
    return found.importKey(format, data, params, Boolean(isExtractable), [...usages]);
  }

  function exportKey(format, key) {
    checkKey(key);
    if (!FORMATS.includes(format)) throw new TypeError(`'${format}' is not a valid enum value of type KeyFormat.`);
    const found = registry.get(key.algorithm.name.toUpperCase());
    if (found.exportKey === undefined) throw exception('NotSupportedError', `${found.name} key export is not supported`);
    if (!key.extractable) throw exception('InvalidAccessError', 'key is not extractable');
    return found.exportKey(format, key);
  }

  /** A JWK as bytes; AES-KW takes whole blocks only, and JSON has room for spaces. */
  function jsonOf(jwk, algorithm) {
    const text = JSON.stringify(jwk);
    const name = String(typeof algorithm === 'string' ? algorithm : algorithm?.name).toUpperCase();
    const missing = name === 'AES-KW' ? (8 - (text.length % 8)) % 8 : 0;
    return runtime.utf8Encode(text.slice(0, -1) + ' '.repeat(missing) + '}');
  }

  /** Wrapping is an operation of its own for AES-KW, and encryption for all others. */
  function wrapping(own, other, algorithm, key, data) {
    const name = String(typeof algorithm === 'string' ? algorithm : algorithm?.name).toUpperCase();
    const operation = registry.get(name)?.[own] === undefined ? other : own;
    return use(operation, own, algorithm, key, [data]);
  }

  function deriveKey(algorithm, key, derived, isExtractable, usages) {
    const [found, params] = find(algorithm, 'deriveBits');
    checkKey(key, found.name, 'deriveKey');
    const [target, targetParams] = find(derived, 'importKey');
    if (target.length === undefined) throw exception('NotSupportedError', 'Unrecognized algorithm name');
    const length = target.length(targetParams);
    const secret = found.deriveBits(params, key, length);
    return importKey('raw', secret, targetParams, isExtractable, usages);
  }

  class SubtleCrypto {
    constructor() { throw Object.assign(new TypeError('Illegal constructor'), { code: 'ERR_ILLEGAL_CONSTRUCTOR' }); }

    async digest(algorithm, data) {
      const input = bytes(data, 'data');
      const [found, params] = find(algorithm, 'digest');
      return found.digest(params, input);
    }
    async sign(algorithm, key, data) {
      const input = bytes(data, 'data');
      return use('sign', 'sign', algorithm, key, [input]);
    }
    async verify(algorithm, key, signature, data) {
      const inputs = [bytes(signature, 'signature'), bytes(data, 'data')];
      return use('verify', 'verify', algorithm, key, inputs);
    }
    async encrypt(algorithm, key, data) {
      const input = bytes(data, 'data');
      checkSide(key, 'public');
      return use('encrypt', 'encrypt', algorithm, key, [input]);
    }
    async decrypt(algorithm, key, data) {
      const input = bytes(data, 'data');
      checkSide(key, 'private');
      return use('decrypt', 'decrypt', algorithm, key, [input]);
    }
    async generateKey(algorithm, extractable, usages) {
      const [found, params] = find(algorithm, 'generateKey');
      return found.generateKey(params, Boolean(extractable), [...usages]);
    }
    async deriveBits(algorithm, key, length = null) {
      return use('deriveBits', 'deriveBits', algorithm, key, [length]);
    }
    async deriveKey(algorithm, key, derived, extractable, usages) {
      return deriveKey(algorithm, key, derived, extractable, usages);
    }
    async importKey(format, data, algorithm, extractable, usages) {
      return importKey(format, data, algorithm, extractable, usages);
    }
    async exportKey(format, key) {
      return exportKey(format, key);
    }
    async wrapKey(format, key, wrappingKey, algorithm) {
      const exported = exportKey(format, key);
      const data = format === 'jwk' ? jsonOf(exported, algorithm) : exported;
      return wrapping('wrapKey', 'encrypt', algorithm, wrappingKey, data);
    }
    async unwrapKey(format, wrapped, unwrappingKey, algorithm, keyAlgorithm, extractable, usages) {
      const data = wrapping('unwrapKey', 'decrypt', algorithm, unwrappingKey, bytes(wrapped, 'wrappedKey'));
      if (format !== 'jwk') return importKey(format, data, keyAlgorithm, extractable, usages);
      let jwk;
      try {
        jwk = JSON.parse(runtime.utf8Decode(data));
      } catch {
        throw exception('DataError', 'Invalid wrapped JWK key');
      }
      return importKey('jwk', jwk, keyAlgorithm, extractable, usages);
    }
  }
  Object.defineProperty(SubtleCrypto.prototype, Symbol.toStringTag, { value: 'SubtleCrypto', configurable: true });

  shared.SubtleCrypto = SubtleCrypto;
  shared.subtle = Object.create(SubtleCrypto.prototype);
})

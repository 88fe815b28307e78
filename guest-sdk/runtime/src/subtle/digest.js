/** SHA-1 and SHA-2, HMAC, and the derivations that are made of them. */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];
  const { bytes, checkJwk, decode, define, encode, exception, make, material, native, usagesOf } = shared;

  /** By the Web's name: OpenSSL's, the bits of a digest, and of a block. */
  const HASHES = { 'SHA-1': ['sha1', 160, 512], 'SHA-256': ['sha256', 256, 512], 'SHA-384': ['sha384', 384, 1024], 'SHA-512': ['sha512', 512, 1024] };
  /** The longest key of HMAC, in bits. */
  const KEY_BITS_MAX = 2 ** 31 - 1;

  /** The hash that an algorithm names, as `{ name }`. */
  shared.hashOf = (hash) => {
    if (hash === undefined) throw Object.assign(new TypeError("'hash' is required"), { code: 'ERR_MISSING_OPTION' });
    const name = String(typeof hash === 'object' && hash !== null ? hash.name : hash).toUpperCase();
    if (HASHES[name] === undefined) throw exception('NotSupportedError', 'Unrecognized algorithm name');
    return { name };
  };
  shared.opensslName = (hash) => HASHES[hash.name][0];

  for (const [name, [openssl]] of Object.entries(HASHES)) define(name, { digest: (params, data) => runtime.hash(openssl, data) });

  const hmacName = (hash) => (hash.name === 'SHA-1' ? 'HS1' : 'HS' + hash.name.slice(4));

  function hmacKey(key, params, isExtractable, usages) {
    const hash = shared.hashOf(params.hash);
    const bits = key.byteLength * 8;
    if (bits === 0) throw exception('DataError', 'Zero-length key is not supported');
    if (params.length !== undefined && (params.length > bits || params.length <= bits - 8)) throw exception('DataError', 'Invalid key length');
    return make('secret', isExtractable, { name: 'HMAC', hash, length: params.length ?? bits }, usages, key);
  }

  define('HMAC', {
    length: (params) => {
      if (params.length === 0) throw new TypeError('Zero-length key is not supported');
      return params.length ?? HASHES[shared.hashOf(params.hash).name][2];
    },
    generateKey(params, isExtractable, usages) {
      const hash = shared.hashOf(params.hash);
      const allowed = usagesOf(usages, ['sign', 'verify'], 'HMAC');
      const length = params.length ?? HASHES[hash.name][2];
      if (!(length > 0 && length <= KEY_BITS_MAX)) throw exception('OperationError', 'Invalid key length');
      return make('secret', isExtractable, { name: 'HMAC', length, hash }, allowed, runtime.randomBytes(Math.ceil(length / 8)));
    },
    importKey(format, data, params, isExtractable, given) {
      const usages = usagesOf(given, ['sign', 'verify'], 'HMAC');
      if (format === 'raw') return hmacKey(bytes(data, 'keyData'), params, isExtractable, usages);
      if (format !== 'jwk') throw exception('NotSupportedError', `Unable to import HMAC key with format ${format}`);
      checkJwk(data, 'oct', 'sig', isExtractable, usages, hmacName(shared.hashOf(params.hash)));
      return hmacKey(decode(data.k), params, isExtractable, usages);
    },
    exportKey(format, key) {
      if (format === 'raw') return material(key).slice(0);
      if (format !== 'jwk') throw exception('InvalidAccessError', `Unable to export HMAC key using ${format} format`);
      return { key_ops: key.usages, ext: key.extractable, kty: 'oct', k: encode(material(key)), alg: hmacName(key.algorithm.hash) };
    },
    sign: (params, key, data) => runtime.hmac(shared.opensslName(key.algorithm.hash), material(key), data),
    verify: (params, key, signature, data) => runtime.timingSafeEqual(runtime.hmac(shared.opensslName(key.algorithm.hash), material(key), data), signature),
  });

  /** Secrets that keys are derived from can be imported, and nothing else. */
  function importSecret(name) {
    return (format, data, params, isExtractable, given) => {
      const usages = usagesOf(given, ['deriveKey', 'deriveBits'], name);
      if (format !== 'raw') throw exception('NotSupportedError', `Unable to import ${name} key with format ${format}`);
      if (isExtractable) throw exception('SyntaxError', `${name} keys are not extractable`);
      return make('secret', false, { name }, usages, bytes(data, 'keyData'));
    };
  }

  function checkLength(length) {
    if (length === null || length === undefined) throw exception('OperationError', 'length cannot be null');
    if (length % 8 !== 0) throw exception('OperationError', 'length must be a multiple of 8');
  }

  define('PBKDF2', {
    length: () => null,
    importKey: importSecret('PBKDF2'),
    deriveBits(params, key, length) {
      checkLength(length);
      if (!(params.iterations > 0)) throw exception('OperationError', 'iterations cannot be zero');
      return native('pbkdf2', [shared.opensslName(shared.hashOf(params.hash)), material(key), bytes(params.salt, 'algorithm.salt'), params.iterations, length / 8]);
    },
  });

  define('HKDF', {
    length: () => null,
    importKey: importSecret('HKDF'),
    deriveBits(params, key, length) {
      checkLength(length);
      return native('hkdf', [shared.opensslName(shared.hashOf(params.hash)), material(key), bytes(params.salt, 'algorithm.salt'), bytes(params.info, 'algorithm.info'), length / 8]);
    },
  });
})

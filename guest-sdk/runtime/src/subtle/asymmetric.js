/** RSA, the NIST curves, Ed25519 and X25519. */
(function (global, shared) {
  'use strict';

  const { bytes, checkJwk, decode, define, encode, exception, make, material, native, usagesOf } = shared;

  const CURVES = { 'P-256': ['prime256v1', 256, 32], 'P-384': ['secp384r1', 384, 48], 'P-521': ['secp521r1', 521, 66] };
  const EMPTY = new ArrayBuffer(0);
  const SIGNING = { public: ['verify'], private: ['sign'] };
  const AGREEING = { public: [], private: ['deriveKey', 'deriveBits'] };
  const ENCRYPTING = { public: ['encrypt', 'wrapKey'], private: ['decrypt', 'unwrapKey'] };
  const MEMBERS = ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi', 'x', 'y'];

  /**
   * The operations on keys that are the same for all: `family` says what an algorithm's keys are.
   * - `usages`: by type of key; `kty` and `use`: what JWK calls it
   * - `algorithm(read, params)`: the `algorithm` of a key that was read, or an exception
   * - `make(jwk)`: kind and curve for the natives, from a JWK
   * - `jwk(key, members)`: a JWK of the numbers, in the order that Node has
   */
  function keys(name, family) {
    const all = [...family.usages.private, ...family.usages.public];
    function made(read, params, isExtractable, usages) {
      const type = read.isPrivate ? 'private' : 'public';
      const algorithm = family.algorithm(read, params);
      return make(type, isExtractable, algorithm, usagesOf(usages, family.usages[type], name), read.der);
    }
    return {
      generateKey(params, isExtractable, given) {
        usagesOf(given, all, name);
        const der = family.generate(params);
        const read = native('readKey', ['pkcs8', der]);
        const of = (type) => family.usages[type].filter((usage) => given.includes(usage));
        if (of('private').length === 0) throw exception('SyntaxError', 'Usages cannot be empty when creating a key.');
        const open = { ...read, isPrivate: false, der: native('writeKey', ['spki', true, der]) };
        const [publicKey, privateKey] = [made(open, params, true, of('public')), made(read, params, isExtractable, of('private'))];
        return family.kty === 'OKP' ? { privateKey, publicKey } : { publicKey, privateKey };
      },
      importKey(format, data, params, isExtractable, usages) {
        family.check?.(params);
        if (format === 'jwk') {
          checkJwk(data, family.kty, family.use, isExtractable, usages, family.jwkAlgorithm?.(params));
          // The wrong usages are told before the wrong bytes.
          usagesOf(usages, family.usages[data.d === undefined ? 'public' : 'private'], name);
          const parts = Object.fromEntries(MEMBERS.filter((member) => data[member] !== undefined).map((member) => [member, decode(data[member])]));
          const der = native('makeKey', [...family.make(data, params), parts], 'DataError');
          return made(native('readKey', [data.d === undefined ? 'spki' : 'pkcs8', der], 'DataError'), params, isExtractable, usages);
        }
        if (format === 'raw' && family.raw !== undefined) {
          usagesOf(usages, family.usages.public, name);
          const der = native('makeKey', [...family.make(undefined, params), { [family.raw]: bytes(data, 'keyData') }], 'DataError');
          return made(native('readKey', ['spki', der], 'DataError'), params, isExtractable, usages);
        }
        if (format !== 'spki' && format !== 'pkcs8') throw exception('NotSupportedError', `Unable to import ${name} key with format ${format}`);
        usagesOf(usages, family.usages[format === 'spki' ? 'public' : 'private'], name);
        return made(native('readKey', [format, bytes(data, 'keyData')], 'DataError'), params, isExtractable, usages);
      },
      exportKey(format, key) {
        const isPrivate = key.type === 'private';
        if (format === 'jwk') {
          const parts = native('keyParts', [isPrivate, material(key)]);
          const members = Object.fromEntries(Object.entries(parts).map(([member, value]) => [member, encode(value)]));
          return { key_ops: key.usages, ext: key.extractable, ...family.jwk(key, members) };
        }
        if (format === 'raw' && family.raw !== undefined && !isPrivate) return native('writeKey', ['raw', false, material(key)]);
        if (format !== (isPrivate ? 'pkcs8' : 'spki')) {
          throw exception('InvalidAccessError', `Unable to export ${name} ${key.type} key using ${format} format`);
        }
        return material(key).slice(0);
      },
    };
  }

  function rsa(name, usages, prefix) {
    const jwkName = (hash) => {
      const size = hash.name.slice(4);
      if (prefix !== 'RSA-OAEP') return prefix + size;
      return size === '1' ? prefix : `${prefix}-${size}`;
    };
    return keys(name, {
      usages,
      kty: 'RSA',
      use: prefix === 'RSA-OAEP' ? 'enc' : 'sig',
      check: (params) => shared.hashOf(params.hash),
      jwkAlgorithm: (params) => jwkName(shared.hashOf(params.hash)),
      algorithm(read, params) {
        if (read.kind !== 'rsa') throw exception('DataError', 'Invalid key type');
        return { name, modulusLength: read.bits, publicExponent: new Uint8Array(read.exponent), hash: shared.hashOf(params.hash) };
      },
      make: () => ['rsa', ''],
      jwk: (key, members) => ({ kty: 'RSA', ...members, alg: jwkName(key.algorithm.hash) }),
      generate(params) {
        shared.hashOf(params.hash);
        return native('generateRsa', [params.modulusLength, bytes(params.publicExponent, 'algorithm.publicExponent')], 'OperationError');
      },
    });
  }

  /** Signs and verifies by one of the schemes of the natives. */
  function signatures(scheme, digestOf, saltOf = () => 0) {
    return {
      sign: (params, key, data) => native('sign', [scheme, material(key), digestOf(params, key), data, saltOf(params)], 'OperationError'),
      verify: (params, key, signature, data) => native('verify', [scheme, material(key), digestOf(params, key), data, signature, saltOf(params)], 'OperationError'),
    };
  }
  const keysHash = (params, key) => shared.opensslName(key.algorithm.hash);

  define('RSASSA-PKCS1-v1_5', { ...rsa('RSASSA-PKCS1-v1_5', SIGNING, 'RS'), ...signatures('pkcs1', keysHash) });
  define('RSA-PSS', { ...rsa('RSA-PSS', SIGNING, 'PS'), ...signatures('pss', keysHash, (params) => params.saltLength) });
  const label = (params) => (params.label === undefined ? EMPTY : bytes(params.label, 'algorithm.label'));
  define('RSA-OAEP', {
    ...rsa('RSA-OAEP', ENCRYPTING, 'RSA-OAEP'),
    encrypt: (params, key, data) => native('encrypt', ['oaep', material(key), keysHash(params, key), label(params), data], 'OperationError'),
    decrypt: (params, key, data) => native('decrypt', ['oaep', material(key), keysHash(params, key), label(params), data], 'OperationError'),
  });

  function curveOf(params) {
    const curve = CURVES[params.namedCurve];
    if (curve === undefined) throw exception('NotSupportedError', 'Unrecognized namedCurve');
    return curve;
  }

  function ec(name, usages, use) {
    return keys(name, {
      usages,
      kty: 'EC',
      use,
      raw: 'point',
      check: curveOf,
      algorithm(read, params) {
        if (read.kind !== 'ec') throw exception('DataError', 'Invalid key type');
        if (read.curve !== curveOf(params)[0]) throw exception('DataError', 'Named curve mismatch');
        return { name, namedCurve: params.namedCurve };
      },
      make(jwk, params) {
        const size = CURVES[params.namedCurve][2];
        if (jwk !== undefined && jwk.crv !== params.namedCurve) throw exception('DataError', 'JWK "crv" does not match the requested algorithm');
        if (jwk !== undefined && [jwk.x, jwk.y].some((member) => decode(member).byteLength !== size)) throw exception('DataError', 'Invalid keyData');
        return ['ec', CURVES[params.namedCurve][0]];
      },
      jwk: (key, { d, ...members }) => ({ kty: 'EC', ...members, crv: key.algorithm.namedCurve, ...(d !== undefined && { d }) }),
      generate: (params) => native('generateKey', ['ec', curveOf(params)[0]]),
    });
  }

  define('ECDSA', { ...ec('ECDSA', SIGNING, 'sig'), ...signatures('p1363', (params) => shared.opensslName(shared.hashOf(params.hash))) });

  /** Agreement with another's public key; of the secret, the first bits. */
  function agreement(isSame) {
    return (params, key, length) => {
      const other = params.public;
      if (!shared.is(other)) throw new TypeError('algorithm.public is not a CryptoKey');
      if (key.type !== 'private') throw exception('InvalidAccessError', 'baseKey must be a private key');
      if (other.type !== 'public') throw exception('InvalidAccessError', 'algorithm.public must be a public key');
      if (other.algorithm.name !== key.algorithm.name || !isSame(other, key)) throw exception('InvalidAccessError', 'The public and private keys must be of the same type');
      const secret = native('agree', [material(key), material(other)], 'OperationError');
      if (length === null || length === undefined) return secret;
      const size = Math.ceil(length / 8);
      if (size > secret.byteLength) throw exception('OperationError', 'derived bit length is too small');
      const part = new Uint8Array(secret.slice(0, size));
      if (length % 8 !== 0) part[size - 1] &= 0xff << (8 - (length % 8));
      return part.buffer;
    };
  }
  define('ECDH', { ...ec('ECDH', AGREEING, 'enc'), deriveBits: agreement((one, other) => one.algorithm.namedCurve === other.algorithm.namedCurve) });

  function okp(name, usages, use) {
    return keys(name, {
      usages,
      kty: 'OKP',
      use,
      raw: 'x',
      algorithm(read) {
        if (read.kind !== name.toLowerCase()) throw exception('DataError', 'Invalid key type');
        return { name };
      },
      make(jwk) {
        if (jwk !== undefined && jwk.crv !== name) throw exception('DataError', 'JWK "crv" Parameter and algorithm name mismatch');
        if (jwk !== undefined && jwk.x === undefined) throw exception('DataError', 'Invalid keyData');
        return [name.toLowerCase(), ''];
      },
      jwk: (key, { d, x }) => ({ crv: name, ...(d !== undefined && { d }), x, kty: 'OKP', ...(use === 'sig' && { alg: name }) }),
      generate: () => native('generateKey', [name.toLowerCase(), '']),
    });
  }

  define('Ed25519', { ...okp('Ed25519', SIGNING, 'sig'), ...signatures('ed25519', () => '') });
  define('X25519', { ...okp('X25519', AGREEING, 'enc'), deriveBits: agreement(() => true) });
})

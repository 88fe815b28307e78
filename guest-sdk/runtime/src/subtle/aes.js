/** AES in the four ways of WebCrypto: CBC, CTR, GCM and KW. */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];
  const { bytes, checkJwk, decode, define, encode, exception, make, material, native, usagesOf } = shared;

  const BLOCK_BYTES = 16;
  const TAG_BITS = [32, 64, 96, 104, 112, 120, 128];
  const EMPTY = new ArrayBuffer(0);

  function failed(message = 'The operation failed for an operation-specific reason') {
    return exception('OperationError', message);
  }

  function joined(one, other) {
    const whole = new Uint8Array(one.byteLength + other.byteLength);
    whole.set(new Uint8Array(one));
    whole.set(new Uint8Array(other), one.byteLength);
    return whole.buffer;
  }

  /** The operations that make, take and give keys. */
  function keys(name, allowed, suffix) {
    const algorithm = (length) => `A${length}${suffix}`;
    const checked = (length) => {
      if (length !== 128 && length !== 192 && length !== 256) throw failed('Invalid key length');
      return length;
    };
    function imported(key, isExtractable, usages) {
      const length = key.byteLength * 8;
      if (length !== 128 && length !== 192 && length !== 256) throw exception('DataError', 'Invalid key length');
      return make('secret', isExtractable, { name, length }, usages, key);
    }
    return {
      length: (params) => checked(params.length),
      generateKey(params, isExtractable, usages) {
        const used = usagesOf(usages, allowed, name);
        return make('secret', isExtractable, { name, length: checked(params.length) }, used, runtime.randomBytes(params.length / 8));
      },
      importKey(format, data, params, isExtractable, given) {
        const usages = usagesOf(given, allowed, name);
        if (format === 'raw') return imported(bytes(data, 'keyData'), isExtractable, usages);
        if (format !== 'jwk') throw exception('NotSupportedError', `Unable to import AES key with format ${format}`);
        checkJwk(data, 'oct', 'enc', isExtractable, usages);
        const key = decode(data.k);
        checkJwk(data, 'oct', 'enc', isExtractable, usages, algorithm(key.byteLength * 8));
        return imported(key, isExtractable, usages);
      },
      exportKey(format, key) {
        if (format === 'raw') return material(key).slice(0);
        if (format !== 'jwk') throw exception('InvalidAccessError', `Unable to export AES key using ${format} format`);
        return { key_ops: key.usages, ext: key.extractable, kty: 'oct', k: encode(material(key)), alg: algorithm(key.algorithm.length) };
      },
    };
  }

  const CIPHER = ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'];

  function vector(params) {
    const iv = bytes(params.iv, 'algorithm.iv');
    if (iv.byteLength !== BLOCK_BYTES) throw failed('algorithm.iv must contain exactly 16 bytes');
    return iv;
  }

  define('AES-CBC', {
    ...keys('AES-CBC', CIPHER, 'CBC'),
    encrypt(params, key, data) {
      const padding = BLOCK_BYTES - (data.byteLength % BLOCK_BYTES);
      const padded = joined(data, new Uint8Array(padding).fill(padding).buffer);
      return native('blocks', ['cbc', true, material(key), vector(params), padded], 'OperationError');
    },
    decrypt(params, key, data) {
      if (data.byteLength === 0) throw failed();
      const padded = new Uint8Array(native('blocks', ['cbc', false, material(key), vector(params), data], 'OperationError'));
      const padding = padded[padded.length - 1];
      if (padding === 0 || padding > BLOCK_BYTES || !padded.subarray(-padding).every((byte) => byte === padding)) throw failed();
      return padded.buffer.slice(0, padded.length - padding);
    },
  });

  /** CTR counts in the last `length` bits only: where they overflow, the count goes on from zero and the bits before stay. */
  function counted(params, key, data) {
    const counter = bytes(params.counter, 'algorithm.counter');
    if (counter.byteLength !== BLOCK_BYTES) throw failed('algorithm.counter must contain exactly 16 bytes');
    if (!(params.length >= 1 && params.length <= 128)) throw failed('AES-CTR algorithm.length must be between 1 and 128');
    const value = BigInt('0x' + runtime.hexEncode(counter));
    const span = 1n << BigInt(params.length);
    const low = value % span;
    const blocks = BigInt(Math.ceil(data.byteLength / BLOCK_BYTES));
    if (blocks > span) throw failed('Counter would overflow');
    if (low + blocks <= span) return native('ctr', [material(key), counter, 0, data], 'OperationError');
    const first = Number(span - low) * BLOCK_BYTES;
    const start = (value - low).toString(16).padStart(BLOCK_BYTES * 2, '0');
    const wrapped = Uint8Array.from({ length: BLOCK_BYTES }, (_, index) => Number.parseInt(start.slice(index * 2, index * 2 + 2), 16)).buffer;
    return joined(
      native('ctr', [material(key), counter, 0, data.slice(0, first)], 'OperationError'),
      native('ctr', [material(key), wrapped, 0, data.slice(first)], 'OperationError'),
    );
  }

  define('AES-CTR', { ...keys('AES-CTR', CIPHER, 'CTR'), encrypt: counted, decrypt: counted });

  function gcm(params) {
    const tagLength = params.tagLength ?? 128;
    if (!TAG_BITS.includes(tagLength)) throw failed(`${tagLength} is not a valid AES-GCM tag length`);
    const iv = bytes(params.iv, 'algorithm.iv');
    return { iv, additional: params.additionalData === undefined ? EMPTY : bytes(params.additionalData, 'algorithm.additionalData'), size: tagLength / 8 };
  }

  define('AES-GCM', {
    ...keys('AES-GCM', CIPHER, 'GCM'),
    encrypt(params, key, data) {
      const { iv, additional, size } = gcm(params);
      const encrypted = native('stream', ['gcm', material(key), iv, 0, data], 'OperationError');
      return joined(encrypted, native('tag', ['gcm', material(key), iv, additional, encrypted], 'OperationError').slice(0, size));
    },
    decrypt(params, key, data) {
      const { iv, additional, size } = gcm(params);
      if (data.byteLength < size) throw failed('The provided data is too small.');
      const encrypted = data.slice(0, data.byteLength - size);
      const tag = native('tag', ['gcm', material(key), iv, additional, encrypted], 'OperationError').slice(0, size);
      if (!runtime.timingSafeEqual(tag, data.slice(data.byteLength - size))) throw failed();
      return native('stream', ['gcm', material(key), iv, 0, encrypted], 'OperationError');
    },
  });

  define('AES-KW', {
    ...keys('AES-KW', ['wrapKey', 'unwrapKey'], 'KW'),
    wrapKey: (params, key, data) => native('wrap', [material(key), data], 'OperationError'),
    unwrapKey: (params, key, data) => native('unwrap', [material(key), data], 'OperationError'),
  });
})

/** `crypto` (Web Cryptography, 10): random values from the entropy that the host gives every request, and the way to `subtle`. */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];
  const { expose, illegalConstructor, needs } = runtime.lazy('interface');

  const BYTES_MAX = 65536;
  const INTEGERS = ['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'BigInt64Array', 'BigUint64Array'];
  const token = Symbol('Crypto');
  const tagOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;

  class Crypto {
    #isCrypto = true;
    constructor(given = undefined) {
      if (given !== token) throw illegalConstructor();
    }
    get subtle() {
      this.#isCrypto;
      return runtime.lazy('subtle').subtle;
    }
    getRandomValues(array) {
      this.#isCrypto;
      needs(1, arguments.length);
      if (!ArrayBuffer.isView(array)) throw Object.assign(new TypeError('The data argument must be an ArrayBufferView'), { code: 'ERR_INVALID_ARG_TYPE' });
      if (!INTEGERS.includes(tagOf.call(array))) throw new global.DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
      if (array.byteLength > BYTES_MAX) throw new global.DOMException('The requested length exceeds 65,536 bytes', 'QuotaExceededError');
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(new Uint8Array(runtime.randomBytes(array.byteLength)));
      return array;
    }
    /** RFC 9562, version 4. */
    randomUUID() {
      this.#isCrypto;
      const buffer = runtime.randomBytes(16);
      const bytes = new Uint8Array(buffer);
      bytes[6] = (bytes[6] & 0x0f) | 0x40;
      bytes[8] = (bytes[8] & 0x3f) | 0x80;
      const hex = runtime.hexEncode(buffer);
      return hex.slice(0, 8) + '-' + hex.slice(8, 12) + '-' + hex.slice(12, 16) + '-' + hex.slice(16, 20) + '-' + hex.slice(20);
    }
  }

  shared.Crypto = expose(Crypto);
  shared.crypto = new Crypto(token);
})

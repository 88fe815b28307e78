/** `crypto.getRandomValues` and `crypto.randomUUID`, from the entropy that the host gives every request. */
(function (global, runtime) {
  'use strict';

  const BYTES_MAX = 65536;

  function getRandomValues(array) {
    if (!ArrayBuffer.isView(array) || array instanceof Float32Array || array instanceof Float64Array || array instanceof DataView) {
      throw new global.DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
    }
    if (array.byteLength > BYTES_MAX) {
      throw new global.DOMException('The requested length exceeds 65,536 bytes', 'QuotaExceededError');
    }
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(new Uint8Array(runtime.randomBytes(array.byteLength)));
    return array;
  }

  /** RFC 9562, version 4. */
  function randomUUID() {
    const buffer = runtime.randomBytes(16);
    const bytes = new Uint8Array(buffer);
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = runtime.hexEncode(buffer);
    return hex.slice(0, 8) + '-' + hex.slice(8, 12) + '-' + hex.slice(12, 16) + '-' + hex.slice(16, 20) + '-' + hex.slice(20);
  }

  const crypto = Object.defineProperty({ getRandomValues, randomUUID }, Symbol.toStringTag, { value: 'Crypto', configurable: true });
  Object.defineProperty(global, 'crypto', { value: crypto, writable: true, configurable: true, enumerable: false });
})

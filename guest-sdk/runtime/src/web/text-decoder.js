/** `TextDecoder` (Encoding, 7.2): UTF-8 that is there as a whole goes the short way, everything else through a decoder that keeps what is begun. */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];
  const { bytesOf, dictionary, expose, text } = runtime.lazy('interface');
  const { decoder, nameOf } = shared;
  const BOM = 0xfeff;

  function failure(Class, code, message) {
    return Object.assign(new Class(message), { code });
  }

  /** The bytes in a buffer that the natives can read. */
  function readable(input) {
    const bytes = bytesOf(input);
    return bytes.buffer instanceof ArrayBuffer ? bytes : bytes.slice();
  }

  class TextDecoder {
    #encoding; #isFatal; #keepsMark;
    /** What reads a stream that has begun; null between streams. */
    #decoder = null;
    constructor(label = 'utf-8', options = undefined) {
      const { fatal, ignoreBOM } = dictionary(options);
      const name = nameOf(text(label));
      if (name === undefined) throw failure(RangeError, 'ERR_ENCODING_NOT_SUPPORTED', `The "${label}" encoding is not supported`);
      this.#encoding = name;
      this.#isFatal = Boolean(fatal);
      this.#keepsMark = Boolean(ignoreBOM);
    }
    get encoding() { return this.#encoding; }
    get fatal() { return this.#isFatal; }
    get ignoreBOM() { return this.#keepsMark; }
    decode(input = undefined, options = undefined) {
      const name = this.#encoding;
      const bytes = input === undefined ? new Uint8Array(0) : readable(input);
      const isStream = Boolean(dictionary(options).stream);
      const [start, end] = [bytes.byteOffset, bytes.byteOffset + bytes.byteLength];
      if (name === 'utf-8' && !isStream && this.#decoder === null) {
        if (this.#isFatal && !runtime.utf8Valid(bytes.buffer, start, end)) throw this.#invalid();
        const decoded = runtime.utf8Decode(bytes.buffer, start, end);
        return !this.#keepsMark && decoded.charCodeAt(0) === BOM ? decoded.slice(1) : decoded;
      }
      const decode = this.#decoder ?? decoder(name, this.#isFatal, this.#keepsMark);
      this.#decoder = null;
      const decoded = decode(bytes.buffer, start, end, !isStream);
      if (decoded === undefined) throw this.#invalid();
      if (isStream) this.#decoder = decode;
      return decoded;
    }
    #invalid() {
      return failure(TypeError, 'ERR_ENCODING_INVALID_ENCODED_DATA', `The encoded data was not valid for encoding ${this.#encoding}`);
    }
  }

  shared.TextDecoder = expose(TextDecoder);
})

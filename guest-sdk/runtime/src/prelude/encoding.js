/** `TextEncoder`, `TextDecoder`, `atob` and `btoa` over the compiled codecs. */
(function (global, runtime) {
  'use strict';

  const LABELS = {
    'utf-8': 'utf-8', utf8: 'utf-8', 'unicode-1-1-utf-8': 'utf-8',
    latin1: 'windows-1252', 'iso-8859-1': 'windows-1252', ascii: 'windows-1252', 'us-ascii': 'windows-1252', 'windows-1252': 'windows-1252',
    'utf-16le': 'utf-16le', 'utf-16': 'utf-16le', 'ucs-2': 'utf-16le', unicode: 'utf-16le',
  };
  /** What windows-1252 puts at 0x80–0x9F (WHATWG Encoding, index-windows-1252). */
  const C1 = '\u20AC\x81\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\x8D\u017D\x8F\x90\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\x9D\u017E\u0178';

  class TextEncoder {
    get encoding() { return 'utf-8'; }
    encode(input = '') { return new Uint8Array(runtime.utf8Encode(String(input))); }
    encodeInto(source, destination) {
      let read = 0;
      let written = 0;
      for (const character of String(source)) {
        const bytes = new Uint8Array(runtime.utf8Encode(character));
        if (written + bytes.length > destination.length) break;
        destination.set(bytes, written);
        written += bytes.length;
        read += character.length;
      }
      return { read, written };
    }
  }

  function view(input) {
    if (input === undefined) return new Uint8Array(0);
    if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
    return new Uint8Array(input);
  }

  /** How many bytes at the end begin a UTF-8 sequence that is not complete. */
  function incomplete(bytes) {
    for (let back = 1; back <= Math.min(3, bytes.length); back++) {
      const byte = bytes[bytes.length - back];
      if (byte < 0x80) return 0;
      if (byte >= 0xC0) return (byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2) > back ? back : 0;
    }
    return 0;
  }

  class TextDecoder {
    #encoding; #fatal; #ignoreBOM; #rest = new Uint8Array(0); #isStart = true;
    constructor(label = 'utf-8', options = {}) {
      this.#encoding = LABELS[String(label).trim().toLowerCase()];
      if (this.#encoding === undefined) {
        const error = new RangeError('The "' + label + '" encoding is not supported');
        error.code = 'ERR_ENCODING_NOT_SUPPORTED';
        throw error;
      }
      this.#fatal = Boolean(options && options.fatal);
      this.#ignoreBOM = Boolean(options && options.ignoreBOM);
    }
    get encoding() { return this.#encoding; }
    get fatal() { return this.#fatal; }
    get ignoreBOM() { return this.#ignoreBOM; }
    decode(input, options) {
      const isStream = Boolean(options && options.stream);
      let bytes = view(input);
      if (this.#rest.length > 0) {
        const joined = new Uint8Array(this.#rest.length + bytes.length);
        joined.set(this.#rest);
        joined.set(bytes, this.#rest.length);
        bytes = joined;
      }
      const held = isStream ? this.#heldBack(bytes) : 0;
      this.#rest = bytes.slice(bytes.length - held);
      let text = this.#read(bytes.subarray(0, bytes.length - held));
      if (this.#isStart && !this.#ignoreBOM && text.charCodeAt(0) === 0xFEFF) text = text.slice(1);
      this.#isStart = !isStream || (this.#isStart && text === '' && bytes.length === held);
      return text;
    }
    #heldBack(bytes) {
      if (this.#encoding === 'utf-8') return incomplete(bytes);
      return this.#encoding === 'utf-16le' ? bytes.length % 2 : 0;
    }
    #read(bytes) {
      const [start, end] = [bytes.byteOffset, bytes.byteOffset + bytes.byteLength];
      if (this.#encoding === 'utf-8') {
        if (this.#fatal && !runtime.utf8Valid(bytes.buffer, start, end)) {
          const error = new TypeError('The encoded data was not valid for encoding utf-8');
          error.code = 'ERR_ENCODING_INVALID_ENCODED_DATA';
          throw error;
        }
        return runtime.utf8Decode(bytes.buffer, start, end);
      }
      if (this.#encoding === 'windows-1252') {
        return runtime.latin1Decode(bytes.buffer, start, end).replace(/[\x80-\x9f]/g, (character) => C1[character.charCodeAt(0) - 0x80]);
      }
      let text = '';
      for (let at = 0; at + 1 < bytes.length; at += 2) text += String.fromCharCode(bytes[at] | (bytes[at + 1] << 8));
      return bytes.length % 2 === 1 ? text + '\uFFFD' : text;
    }
  }

  function invalid(message) {
    return new global.DOMException(message, 'InvalidCharacterError');
  }

  global.TextEncoder = TextEncoder;
  global.TextDecoder = TextDecoder;
  global.btoa = (input) => {
    const text = String(input);
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > 255) throw invalid('Invalid character');
      bytes[at] = code;
    }
    return runtime.base64Encode(bytes.buffer, 0, bytes.length, false);
  };
  global.atob = (input) => {
    let text = String(input).replace(/[\t\n\f\r ]/g, '');
    if (text.length % 4 === 0) text = text.replace(/==?$/, '');
    if (/[^A-Za-z0-9+/]/.test(text)) throw invalid('Invalid character');
    if (text.length % 4 === 1) throw invalid('The string to be decoded is not correctly encoded.');
    const buffer = runtime.base64Decode(text);
    return runtime.latin1Decode(buffer, 0, buffer.byteLength);
  };
})

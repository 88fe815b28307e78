/** `TextEncoder` (Encoding, 7.4). */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];
  const { expose, needs, unicode } = runtime.lazy('interface');

  let check;

  class TextEncoder {
    #isEncoder = true;
    constructor() {}
    get encoding() {
      check(this);
      return 'utf-8';
    }
    encode(input = '') {
      check(this);
      return new Uint8Array(runtime.utf8Encode(`${input}`));
    }
    encodeInto(source, destination) {
      check(this);
      needs(2, arguments.length);
      const text = unicode(source);
      if (!(destination instanceof Uint8Array)) throw Object.assign(new TypeError('The "dest" argument must be a Uint8Array'), { code: 'ERR_INVALID_ARG_TYPE' });
      const room = destination.length;
      // A code unit is a byte at least.
      const bytes = new Uint8Array(runtime.utf8Encode(text.length > room ? text.slice(0, room).toWellFormed() : text));
      if (bytes.length <= room && text.length <= room) {
        destination.set(bytes);
        return { read: text.length, written: bytes.length };
      }
      // The end may have cut a pair in two: what is written ends where the text's own characters do.
      const whole = new Uint8Array(runtime.utf8Encode(text.slice(0, room + 1).toWellFormed()));
      let written = Math.min(room, whole.length);
      while ((whole[written] & 0xc0) === 0x80) written -= 1;
      destination.set(whole.subarray(0, written));
      return { read: runtime.utf8Decode(whole.buffer, 0, written).length, written };
    }
    static {
      check = (encoder) => encoder.#isEncoder;
    }
  }

  shared.TextEncoder = expose(TextEncoder);
})

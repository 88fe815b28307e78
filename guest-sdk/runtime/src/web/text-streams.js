/** `TextEncoderStream` and `TextDecoderStream` (Encoding, 7.5 and 7.6). */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];
  const { expose, isBytes } = runtime.lazy('interface');
  const { TextDecoder } = runtime.lazy('encoding');
  const { TransformStream } = runtime.lazy('streams');

  const isHigh = (unit) => unit >= 0xd800 && unit <= 0xdbff;

  class TextEncoderStream {
    #transform;
    constructor() {
      /** The first half of a pair whose second one has not come. */
      let half = '';
      this.#transform = new TransformStream({
        transform(chunk, controller) {
          let text = `${half}${chunk}`;
          half = isHigh(text.charCodeAt(text.length - 1)) ? text[text.length - 1] : '';
          if (half !== '') text = text.slice(0, -1);
          if (text !== '') controller.enqueue(new Uint8Array(runtime.utf8Encode(text)));
        },
        flush(controller) {
          if (half !== '') controller.enqueue(new Uint8Array([0xef, 0xbf, 0xbd]));
        },
      });
    }
    get encoding() {
      this.#transform;
      return 'utf-8';
    }
    get readable() { return this.#transform.readable; }
    get writable() { return this.#transform.writable; }
  }

  class TextDecoderStream {
    #transform; #decoder;
    constructor(label = 'utf-8', options = undefined) {
      const decoder = new TextDecoder(label, options);
      this.#decoder = decoder;
      this.#transform = new TransformStream({
        transform(chunk, controller) {
          if (!isBytes(chunk)) throw Object.assign(new TypeError('A chunk must be an ArrayBuffer or a view of one'), { code: 'ERR_INVALID_ARG_TYPE' });
          const text = decoder.decode(chunk, { stream: true });
          if (text !== '') controller.enqueue(text);
        },
        flush(controller) {
          const text = decoder.decode();
          if (text !== '') controller.enqueue(text);
        },
      });
    }
    get encoding() { return this.#decoder.encoding; }
    get fatal() { return this.#decoder.fatal; }
    get ignoreBOM() { return this.#decoder.ignoreBOM; }
    get readable() { return this.#transform.readable; }
    get writable() { return this.#transform.writable; }
  }

  shared.TextEncoderStream = expose(TextEncoderStream);
  shared.TextDecoderStream = expose(TextDecoderStream);
})

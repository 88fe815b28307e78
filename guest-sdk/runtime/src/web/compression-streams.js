/** `CompressionStream` and `DecompressionStream` (Compression). */
(function (global, shared) {
  'use strict';

  const { lazy } = global[Symbol.for('rnode.runtime')];
  const { bytesOf, expose, isBytes, needs, word } = lazy('interface');
  const { TransformStream } = lazy('streams');
  const { deflater, inflater } = shared;

  const FORMATS = ['deflate', 'deflate-raw', 'gzip'];

  /** The bytes of a chunk, in a buffer that the natives can read. */
  function chunkBytes(chunk) {
    if (!isBytes(chunk)) throw Object.assign(new TypeError('A chunk must be an ArrayBuffer or a view of one'), { code: 'ERR_INVALID_ARG_TYPE' });
    const bytes = bytesOf(chunk);
    if (!(bytes.buffer instanceof ArrayBuffer)) throw new TypeError('A chunk must not be shared memory');
    return bytes;
  }

  /** A stream through a native that takes bytes in and gives bytes, in pieces of a bounded size, until it wants more. */
  function through(step) {
    function drain(buffer, start, end, isEnd, controller) {
      for (let output = step(buffer, start, end, isEnd); output !== undefined; output = step(buffer, 0, 0, isEnd)) {
        if (output.byteLength > 0) controller.enqueue(new Uint8Array(output));
      }
    }
    return new TransformStream({
      transform(chunk, controller) {
        const bytes = chunkBytes(chunk);
        drain(bytes.buffer, bytes.byteOffset, bytes.byteOffset + bytes.byteLength, false, controller);
      },
      flush(controller) { drain(new ArrayBuffer(0), 0, 0, true, controller); },
    });
  }

  class CompressionStream {
    #transform;
    constructor(format) {
      needs(1, arguments.length);
      this.#transform = through(deflater(word(format, FORMATS, 'The format')));
    }
    get readable() { return this.#transform.readable; }
    get writable() { return this.#transform.writable; }
  }

  class DecompressionStream {
    #transform;
    constructor(format) {
      needs(1, arguments.length);
      this.#transform = through(inflater(word(format, FORMATS, 'The format')));
    }
    get readable() { return this.#transform.readable; }
    get writable() { return this.#transform.writable; }
  }

  shared.CompressionStream = expose(CompressionStream);
  shared.DecompressionStream = expose(DecompressionStream);
})

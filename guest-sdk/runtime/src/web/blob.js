/** `Blob` and `File` (File API, 3 and 4): bytes that do not change, and what they are called. */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];
  const { bytesOf, clamped, dictionary, expose, integer, isBytes, isObject, joinBytes, needs, sequence, unicode, word } = runtime.lazy('interface');

  /** A stream gives the bytes in pieces of this many. */
  const CHUNK_BYTES = 64 * 1024;

  let bytesOfBlob;
  let isBlob;
  /** Makes a blob of bytes that nobody else has. */
  let blobOf;
  const token = Symbol('Blob');

  function typeOf(value) {
    return /[^\x20-\x7e]/.test(value) ? '' : value.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  }

  /** The bytes of one part; those of strings with the line ends that are asked for. */
  function partOf(part, hasNativeEnds) {
    if (isBlob(part)) return bytesOfBlob(part);
    if (isBytes(part)) return bytesOf(part);
    const text = unicode(part);
    return new Uint8Array(runtime.utf8Encode(hasNativeEnds ? text.replace(/\r\n?/g, '\n') : text));
  }

  class Blob {
    #bytes; #type;
    constructor(blobParts = undefined, options = undefined) {
      if (blobParts === token) {
        this.#bytes = options.bytes;
        this.#type = options.type;
        return;
      }
      const parts = blobParts === undefined ? [] : sequence(blobParts, 'The parts', (part) => (isBlob(part) || isBytes(part) ? part : unicode(part)));
      const { endings = 'transparent', type = '' } = dictionary(options);
      const hasNativeEnds = word(endings, ['transparent', 'native'], 'The endings') === 'native';
      this.#type = typeOf(`${type}`);
      this.#bytes = joinBytes(parts.map((part) => partOf(part, hasNativeEnds)));
    }
    get size() { return this.#bytes.length; }
    get type() { return this.#type; }
    slice(start = undefined, end = undefined, contentType = undefined) {
      const { length } = this.#bytes;
      const near = (given, other) => {
        if (given === undefined) return other;
        const at = clamped(given);
        return at < 0 ? Math.max(length + at, 0) : Math.min(at, length);
      };
      const [from, to] = [near(start, 0), near(end, length)];
      return blobOf(this.#bytes.subarray(from, Math.max(from, to)), contentType === undefined ? '' : typeOf(`${contentType}`));
    }
    stream() {
      const bytes = this.#bytes;
      let at = 0;
      return new (runtime.lazy('streams').ReadableStream)({
        type: 'bytes',
        pull(controller) {
          const request = controller.byobRequest;
          const count = Math.min(bytes.length - at, request?.view.byteLength ?? CHUNK_BYTES);
          if (count === 0) {
            controller.close();
            request?.respond(0);
            return;
          }
          if (request) {
            new Uint8Array(request.view.buffer, request.view.byteOffset, count).set(bytes.subarray(at, at + count));
            request.respond(count);
          } else {
            controller.enqueue(bytes.slice(at, at + count));
          }
          at += count;
          if (at === bytes.length) controller.close();
        },
      }, { highWaterMark: 0 });
    }
    async text() {
      const bytes = this.#bytes;
      const text = runtime.utf8Decode(bytes.buffer, bytes.byteOffset, bytes.byteOffset + bytes.length);
      return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    }
    async arrayBuffer() { return this.#bytes.slice().buffer; }
    async bytes() { return this.#bytes.slice(); }
    static {
      bytesOfBlob = (blob) => blob.#bytes;
      isBlob = (value) => typeof value === 'object' && value !== null && #bytes in value;
      blobOf = (bytes, type) => new Blob(token, { bytes, type });
    }
  }
  expose(Blob);

  let isFile;

  class File extends Blob {
    #name; #lastModified;
    constructor(fileBits, fileName, options = undefined) {
      needs(2, arguments.length);
      if (fileBits !== token && !isObject(fileBits)) throw new TypeError('The parts must be a sequence');
      super(fileBits, options);
      this.#name = unicode(fileName);
      const lastModified = dictionary(options).lastModified;
      this.#lastModified = lastModified === undefined ? Math.trunc(runtime.now()) : integer(lastModified);
    }
    get name() { return this.#name; }
    get lastModified() { return this.#lastModified; }
    static {
      isFile = (value) => typeof value === 'object' && value !== null && #name in value;
    }
  }
  expose(File);

  const fileOf = (bytes, name, type, lastModified) => new File(token, name, { bytes, type, lastModified });

  /** A blob's copy by `structuredClone`: of the same class, and of the same bytes, which never change. */
  shared.copyOfBlob = (blob) => {
    const bytes = bytesOfBlob(blob);
    return isFile(blob) ? fileOf(bytes, blob.name, blob.type, blob.lastModified) : blobOf(bytes, blob.type);
  };
  Object.assign(shared, { Blob, File, bytesOfBlob, blobOf, fileOf, isBlob, isFile });
})

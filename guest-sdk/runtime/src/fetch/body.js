/**
 * The body of a request or an answer (Fetch, 5.2 and 5.3): what it was made of, and a stream only when somebody asks for one.
 *
 * A body is text, bytes, a stream, or the number under which the host has it.
 */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];
  const { bytesOf, isBytes, isObject } = runtime.lazy('interface');

  const BOM = 0xfeff;
  /** What cannot stand in the type of a blob. */
  const UNTYPABLE = /[^\x20-\x7e]/;
  const FORM_TYPE = 'application/x-www-form-urlencoded;charset=UTF-8';

  /** `type` is the content type that comes with it. `isUsed` counts as long as there is no stream. */
  const make = (text, bytes, number, stream, type) => ({ text, bytes, number, stream, type, isUsed: false, failure: undefined, abandon: undefined, controller: undefined });

  const ofText = (text) => make(text, undefined, 0, undefined, 'text/plain;charset=UTF-8');
  const ofBytes = (bytes, type) => make(undefined, bytes, 0, undefined, type);
  const ofNumber = (number) => make(undefined, undefined, number, undefined, null);
  const ofStream = (stream) => make(undefined, undefined, 0, stream, null);

  /** What is an instance of a class of a part; as long as nothing has made the part, nothing is. */
  const isA = (part, name, value) => {
    const made = runtime.made(part);
    return made !== undefined && value instanceof made[name];
  };

  /** The body that an app gives. */
  function extract(value) {
    if (typeof value === 'string') return ofText(value);
    if (!isObject(value)) return ofText(`${value}`);
    if (isA('streams', 'ReadableStream', value)) {
      if (value.locked || value._disturbed) throw new TypeError('The stream is locked, or somebody has read from it');
      return ofStream(value);
    }
    if (isBytes(value)) return ofBytes(bytesOf(value).slice(), null);
    if (isA('blob', 'Blob', value)) return ofBytes(runtime.lazy('blob').bytesOfBlob(value), value.type === '' ? null : value.type);
    if (isA('formData', 'FormData', value)) {
      const { bytes, contentType } = runtime.lazy('formData').encodeFormData(value);
      return ofBytes(bytes, contentType);
    }
    if (isA('url', 'URLSearchParams', value)) return { ...ofText(value.toString()), type: FORM_TYPE };
    // As Node does, beyond the standard: its own streams are such.
    if (typeof value[Symbol.asyncIterator] === 'function') return ofStream(runtime.lazy('streams').ReadableStream.from(value));
    return ofText(`${value}`);
  }

  const isDisturbed = (body) => (body.stream === undefined ? body.isUsed : body.stream._disturbed);
  const isUnusable = (body) => isDisturbed(body) || (body.stream !== undefined && body.stream.locked);

  const encoded = (text) => new Uint8Array(runtime.utf8Encode(text));

  function joined(chunks) {
    if (chunks.length === 1) return chunks[0];
    const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
    let at = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }

  /** The next bytes of a body that the host has; undefined at its end. */
  function pull(body) {
    if (body.failure !== undefined) return Promise.reject(body.failure.reason);
    const { id, promise } = runtime.operate('pull', body.number);
    return new Promise((resolve, reject) => {
      body.abandon = (reason) => {
        runtime.cancel(id);
        reject(reason);
      };
      promise.then(resolve, (cause) => reject(new TypeError('terminated', { cause })));
    });
  }

  /** Ends the reading of a body that the host has: whoever reads gets the reason. */
  function abort(body, reason) {
    if (body.failure !== undefined) return;
    body.failure = { reason };
    body.abandon?.(reason);
    body.controller?.error(reason);
  }

  /** What gives the bytes in pieces, whatever they come from: `read()` gives undefined at the end. */
  function readerOf(body) {
    if (body.stream === undefined) {
      return {
        async read() {
          let buffer = await pull(body);
          while (buffer !== undefined && buffer.byteLength === 0) buffer = await pull(body);
          return buffer === undefined ? undefined : new Uint8Array(buffer);
        },
        cancel(reason) { body.abandon?.(reason); },
      };
    }
    const reader = body.stream.getReader();
    return {
      async read() {
        const { value, done } = await reader.read();
        if (done) return undefined;
        if (!(value instanceof Uint8Array)) throw new TypeError('A body is a stream of Uint8Array; this one gave something else');
        return value;
      },
      cancel(reason) { reader.cancel(reason).catch(() => {}); },
    };
  }

  /** All of the bytes, which are the caller's. */
  async function readAll(body) {
    if (body.stream === undefined && body.number === 0) return body.text === undefined ? body.bytes.slice() : encoded(body.text);
    const reader = readerOf(body);
    const chunks = [];
    for (let chunk = await reader.read(); chunk !== undefined; chunk = await reader.read()) chunks.push(chunk);
    return body.stream === undefined ? joined(chunks) : joined(chunks).slice();
  }

  function sourceOf(body) {
    if (body.number !== 0) {
      const reader = readerOf(body);
      return {
        type: 'bytes',
        start(controller) { body.controller = controller; },
        async pull(controller) {
          const chunk = await reader.read();
          if (chunk !== undefined) {
            controller.enqueue(chunk);
            return;
          }
          body.controller = undefined;
          controller.close();
          controller.byobRequest?.respond(0);
        },
        cancel: (reason) => reader.cancel(reason),
      };
    }
    const bytes = body.text === undefined ? body.bytes.slice() : encoded(body.text);
    return {
      type: 'bytes',
      start(controller) { if (bytes.length === 0) controller.close(); },
      pull(controller) {
        controller.enqueue(bytes);
        controller.close();
        controller.byobRequest?.respond(0);
      },
    };
  }

  /** The stream of a body. One that was read before shows that. */
  function streamOf(body) {
    if (body.stream !== undefined) return body.stream;
    const { ReadableStream } = runtime.lazy('streams');
    const isUsed = body.isUsed;
    body.stream = new ReadableStream(isUsed ? { type: 'bytes', start: (controller) => controller.close() } : sourceOf(body), { highWaterMark: 0 });
    if (isUsed) body.stream.getReader().read();
    return body.stream;
  }

  /** A stream of what `reader` gives, each piece copied. */
  function copies(stream) {
    const reader = stream.getReader();
    return new (runtime.lazy('streams').ReadableStream)({
      async pull(controller) {
        const { value, done } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(runtime.lazy('structuredClone').structuredClone(value));
      },
      cancel: (reason) => reader.cancel(reason),
    }, { highWaterMark: 0 });
  }

  function isByteStream(stream) {
    try {
      stream.getReader({ mode: 'byob' }).releaseLock();
      return true;
    } catch {
      return false;
    }
  }

  /** A second body of the same. */
  function clone(body) {
    if (body.stream === undefined && body.number === 0) return { ...body };
    const stream = streamOf(body);
    const isBytesAlready = isByteStream(stream);
    const [one, other] = stream.tee();
    body.stream = one;
    return { ...ofStream(isBytesAlready ? other : copies(other)), type: body.type };
  }

  /** The same body for somebody else: from now on the old one counts as read. */
  function move(body) {
    const moved = { ...body };
    if (body.stream === undefined) {
      body.isUsed = true;
    } else if (body.text !== undefined || body.bytes !== undefined) {
      moved.stream = undefined;
      body.stream.getReader().read();
    } else {
      moved.stream = body.stream.pipeThrough(new (runtime.lazy('streams').TransformStream)());
    }
    return moved;
  }

  function decoded(bytes) {
    return withoutMark(runtime.utf8Decode(bytes.buffer, bytes.byteOffset, bytes.byteOffset + bytes.length));
  }

  const withoutMark = (text) => (text.charCodeAt(0) === BOM ? text.slice(1) : text);

  /** Takes the body of a request or an answer for reading; undefined when it has none. */
  function take({ body }) {
    if (body === null) return undefined;
    if (isUnusable(body)) throw new TypeError('Body is unusable: it has already been read, or its stream is locked');
    if (body.stream === undefined) body.isUsed = true;
    return body;
  }

  async function readText(state) {
    const body = take(state);
    if (body === undefined) return '';
    if (body.text !== undefined && body.stream === undefined) return withoutMark(body.text.toWellFormed());
    return decoded(await readAll(body));
  }

  async function readBytes(state) {
    const body = take(state);
    return body === undefined ? new Uint8Array(0) : readAll(body);
  }

  /** The content type of a message as it has been understood; undefined when it has none. */
  function typeOf(state) {
    const value = state.list()['content-type'];
    const { extractType, serializeType } = runtime.lazy('mimeType');
    const type = value === undefined ? undefined : extractType(value);
    return type === undefined ? undefined : serializeType(type);
  }

  /** Gives a class the members of the mixin `Body`. */
  function addBody(Class, stateOf) {
    const members = {
      get body() {
        const { body } = stateOf(this);
        return body === null ? null : streamOf(body);
      },
      get bodyUsed() {
        const { body } = stateOf(this);
        return body !== null && isDisturbed(body);
      },
      async arrayBuffer() {
        return (await readBytes(stateOf(this))).buffer;
      },
      async blob() {
        const state = stateOf(this);
        const bytes = await readBytes(state);
        const type = typeOf(state) ?? '';
        return runtime.lazy('blob').blobOf(bytes, UNTYPABLE.test(type) ? '' : type.toLowerCase());
      },
      async bytes() {
        return readBytes(stateOf(this));
      },
      async formData() {
        const state = stateOf(this);
        const bytes = await readBytes(state);
        const type = typeOf(state);
        if (type === undefined) throw new TypeError('There is no Content-Type to read the body as a form by');
        return runtime.lazy('formData').parseFormData(bytes, type);
      },
      async json() {
        return JSON.parse(await readText(stateOf(this)));
      },
      async text() {
        return readText(stateOf(this));
      },
    };
    Object.defineProperties(Class.prototype, Object.getOwnPropertyDescriptors(members));
  }

  Object.assign(shared, { abort, addBody, clone, extract, isUnusable, move, ofBytes, ofNumber, ofText, readAll, readerOf, streamOf });
})

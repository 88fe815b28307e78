/**
 * The body of a request or an answer (Fetch, 5.2 and 5.3): what it was made of, and a stream only when somebody asks for one.
 *
 * A body is text, bytes, a stream, or something that the host has under a number.
 */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];
  const { bytesOf, isBytes, isObject, joinBytes } = runtime.lazy('interface');

  const BOM = 0xfeff;
  /** What cannot stand in the type of a blob. */
  const UNTYPABLE = /[^\x20-\x7e]/;
  const FORM_TYPE = 'application/x-www-form-urlencoded;charset=UTF-8';

  /**
   * `type` is the content type that comes with it. `isUsed` counts as long as there is no stream. What a body is made of stays the truth as long as
   * nobody has read from its stream, so that a stream that is only handed on costs nothing.
   */
  const make = (text, bytes, host, stream, type) => ({ text, bytes, host, stream, type, isUsed: false });

  const ofText = (text) => make(text, undefined, undefined, undefined, 'text/plain;charset=UTF-8');
  const ofBytes = (bytes, type) => make(undefined, bytes, undefined, undefined, type);
  const ofNumber = (number) => make(undefined, undefined, { number, failure: undefined, abandon: undefined, controller: undefined }, undefined, null);
  const ofStream = (stream) => make(undefined, undefined, undefined, stream, null);

  const isWhole = (body) => body.text !== undefined || body.bytes !== undefined;
  const isOwnStream = (body) => isWhole(body) || body.host !== undefined;

  /** The bodies that streams were made for. */
  const sources = new WeakMap();

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
      const source = sources.get(value);
      return source === undefined ? ofStream(value) : { ...source, type: null };
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

  const joined = (chunks) => (chunks.length === 1 ? chunks[0] : joinBytes(chunks));

  /** Takes a body for reading: nobody else can read it from now on. */
  function claim(body) {
    if (body.stream === undefined) {
      body.isUsed = true;
    } else if (isOwnStream(body)) {
      body.stream.getReader();
      body.stream._disturbed = true;
    }
  }

  /** The next bytes of a body that the host has; undefined at its end. */
  async function pull(host) {
    for (;;) {
      if (host.failure !== undefined) throw host.failure.reason;
      const { id, promise } = runtime.operate('pull', host.number);
      const buffer = await new Promise((resolve, reject) => {
        host.abandon = (reason) => {
          runtime.cancel(id);
          reject(reason);
        };
        promise.then(resolve, (cause) => reject(new TypeError('terminated', { cause })));
      });
      if (buffer === undefined) return undefined;
      if (buffer.byteLength > 0) return new Uint8Array(buffer);
    }
  }

  /** Ends the reading of a body that the host has: whoever reads gets the reason. */
  function abort({ host }, reason) {
    if (host.failure !== undefined) return;
    host.failure = { reason };
    host.abandon?.(reason);
    host.controller?.error(reason);
  }

  /** What gives the pieces of a body that has been claimed and is not whole: `read()` gives undefined at the end. */
  function readerOf({ host, stream }) {
    if (host !== undefined) return { read: () => pull(host), cancel: (reason) => host.abandon?.(reason) };
    const reader = stream.getReader();
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

  /** All of the bytes of a body that has been claimed; they are the caller's. */
  async function readAll(body) {
    if (isWhole(body)) return body.text === undefined ? body.bytes.slice() : encoded(body.text);
    const reader = readerOf(body);
    const chunks = [];
    for (let chunk = await reader.read(); chunk !== undefined; chunk = await reader.read()) chunks.push(chunk);
    return body.host === undefined ? joined(chunks).slice() : joined(chunks);
  }

  function sourceOf(body) {
    const { host } = body;
    if (host !== undefined) {
      return {
        type: 'bytes',
        start(controller) { host.controller = controller; },
        async pull(controller) {
          const chunk = await pull(host);
          if (chunk !== undefined) {
            controller.enqueue(chunk);
            return;
          }
          host.controller = undefined;
          controller.close();
          controller.byobRequest?.respond(0);
        },
        cancel(reason) { host.abandon?.(reason); },
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
    const { isUsed } = body;
    body.stream = new ReadableStream(isUsed ? { type: 'bytes', start: (controller) => controller.close() } : sourceOf(body), { highWaterMark: 0 });
    if (isUsed) claim(body);
    else sources.set(body.stream, body);
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
    if (isWhole(body)) {
      if (body.stream !== undefined) {
        claim(body);
        body.stream = undefined;
      }
      return { ...body };
    }
    const stream = streamOf(body);
    const isBytesAlready = isByteStream(stream);
    const [one, other] = stream.tee();
    Object.assign(body, ofStream(one), { type: body.type });
    return { ...ofStream(isBytesAlready ? other : copies(other)), type: body.type };
  }

  /** The same body for somebody else: from now on the old one counts as read. */
  function move(body) {
    const moved = { ...body };
    if (isOwnStream(body)) moved.stream = undefined;
    else moved.stream = body.stream.pipeThrough(new (runtime.lazy('streams').TransformStream)());
    claim(body);
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
    claim(body);
    if (body.host?.failure !== undefined) throw body.host.failure.reason;
    return body;
  }

  async function readText(stateOf, message) {
    const body = take(stateOf(message));
    if (body === undefined) return '';
    if (body.text !== undefined) return withoutMark(body.text.toWellFormed());
    return decoded(await readAll(body));
  }

  async function readBytes(stateOf, message) {
    const body = take(stateOf(message));
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
        return (await readBytes(stateOf, this)).buffer;
      },
      async blob() {
        const bytes = await readBytes(stateOf, this);
        const type = typeOf(stateOf(this)) ?? '';
        return runtime.lazy('blob').blobOf(bytes, UNTYPABLE.test(type) ? '' : type.toLowerCase());
      },
      // Those that only pass a promise on are no async functions: it would settle later.
      bytes() {
        return readBytes(stateOf, this);
      },
      async formData() {
        const bytes = await readBytes(stateOf, this);
        const type = typeOf(stateOf(this));
        if (type === undefined) throw new TypeError('There is no Content-Type to read the body as a form by');
        return runtime.lazy('formData').parseFormData(bytes, type);
      },
      async json() {
        return JSON.parse(await readText(stateOf, this));
      },
      text() {
        return readText(stateOf, this);
      },
    };
    Object.defineProperties(Class.prototype, Object.getOwnPropertyDescriptors(members));
  }

  Object.assign(shared, { abort, addBody, claim, clone, extract, isUnusable, isWhole, move, ofBytes, ofNumber, ofText, readAll, readerOf, streamOf });
})

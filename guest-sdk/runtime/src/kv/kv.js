/** `env.KV`: the key-value store of the app, in the shape of Cloudflare's Workers KV, with versions to compare and set by. */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];

  // The host has these limits, too; here they are noticed before anything is copied.
  const KEY_BYTES_MAX = 512;
  const VALUE_BYTES_MAX = 1024 * 1024;
  const METADATA_BYTES_MAX = 1024;
  const LIST_KEYS_MAX = 1000;
  /** How many keys `get` takes at once. */
  const KEYS_AT_ONCE_MAX = 100;

  /** What becomes of the bytes of a value, by the type that is asked for. */
  const READERS = {
    text: (buffer) => runtime.utf8Decode(buffer, 0, buffer.byteLength),
    json: (buffer) => JSON.parse(runtime.utf8Decode(buffer, 0, buffer.byteLength)),
    arrayBuffer: (buffer) => buffer,
    stream: (buffer) => new global.ReadableStream({
      start(controller) {
        if (buffer.byteLength > 0) controller.enqueue(new Uint8Array(buffer));
        controller.close();
      },
    }),
  };

  const operate = (kind, ...args) => runtime.operate(kind, ...args).promise;

  function checkSize(part, bytes, max) {
    if (bytes > max) throw new RangeError(`KV: the ${part} has ${bytes} bytes: at most ${max} are allowed`);
  }

  function checkedKey(key) {
    if (typeof key !== 'string') throw new TypeError('KV: a key is a string');
    if (key === '') throw new TypeError('KV: a key has at least one character');
    if (key.includes('\0')) throw new TypeError('KV: a key has no NUL character');
    checkSize('key', runtime.utf8ByteLength(key), KEY_BYTES_MAX);
    return key;
  }

  function readerOf(options) {
    const type = (typeof options === 'object' && options !== null ? options.type : options) ?? 'text';
    if (!Object.hasOwn(READERS, type)) throw new TypeError(`KV: a value is read as 'text', 'json', 'arrayBuffer' or 'stream', not as '${type}'`);
    return READERS[type];
  }

  /** The bytes of a stream, which may be endless. */
  async function drain(stream) {
    const reader = stream.getReader();
    const chunks = [];
    let size = 0;
    try {
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        const chunk = typeof part.value === 'string' ? new Uint8Array(runtime.utf8Encode(part.value)) : bytesOf(part.value);
        size += chunk.byteLength;
        checkSize('value', size, VALUE_BYTES_MAX);
        chunks.push(chunk);
      }
    } catch (error) {
      // Nobody waits for the source to notice.
      reader.cancel(error).catch(() => {});
      throw error;
    }
    const all = new Uint8Array(size);
    let at = 0;
    for (const chunk of chunks) {
      all.set(chunk, at);
      at += chunk.byteLength;
    }
    return all.buffer;
  }

  function bytesOf(chunk) {
    if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk);
    throw new TypeError('KV: a stream that is put gives bytes or text');
  }

  /** The bytes of a value, or a promise of them. */
  function bufferOf(value) {
    if (typeof value === 'string') return runtime.utf8Encode(value);
    if (value instanceof ArrayBuffer) return value;
    if (ArrayBuffer.isView(value)) return value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength);
    if (typeof value?.getReader === 'function') return drain(value);
    if (typeof value?.arrayBuffer === 'function' && typeof value.size === 'number') {
      checkSize('value', value.size, VALUE_BYTES_MAX);
      return value.arrayBuffer();
    }
    throw new TypeError('KV: a value is a string, an ArrayBuffer or a view of one, a ReadableStream or a Blob; of anything else put JSON.stringify(value)');
  }

  /** The instant of expiry in milliseconds. */
  function expiryOf({ expiration, expirationTtl }) {
    if (expirationTtl !== undefined && expirationTtl !== null) {
      const seconds = Number(expirationTtl);
      if (!(seconds > 0 && seconds < Infinity)) throw new RangeError('KV: expirationTtl is a number of seconds greater than 0');
      return Math.round(Date.now() + seconds * 1000);
    }
    if (expiration === undefined || expiration === null) return undefined;
    const millis = Number(expiration) * 1000;
    if (!(millis > Date.now() && millis < Infinity)) throw new RangeError('KV: expiration is an instant in the future, in seconds since 1970');
    return Math.round(millis);
  }

  function metadataOf({ metadata }) {
    if (metadata === undefined || metadata === null) return undefined;
    const text = JSON.stringify(metadata);
    if (text === undefined) throw new TypeError('KV: metadata is a value that JSON can hold');
    checkSize('metadata', runtime.utf8ByteLength(text), METADATA_BYTES_MAX);
    return text;
  }

  /** What must hold for a write: 'absent', a version, or nothing. `ifVersion: null` is what `getWithMetadata` tells of a key that is not there. */
  function conditionOf({ ifVersion, ifAbsent }) {
    if (ifAbsent === true || ifVersion === null) {
      if (typeof ifVersion === 'number') throw new TypeError('KV: a key that is absent has no version: give ifAbsent or ifVersion');
      return 'absent';
    }
    if (ifVersion === undefined) return undefined;
    if (!Number.isSafeInteger(ifVersion) || ifVersion < 0) throw new TypeError('KV: ifVersion is a version as getWithMetadata, put or list tell it');
    return ifVersion;
  }

  const parsed = (metadata) => (metadata === undefined ? null : JSON.parse(metadata));

  async function read(key, reader) {
    const found = await operate('kv-get', checkedKey(key));
    if (found === undefined) return { value: null, metadata: null, version: null, cacheStatus: null };
    return { value: reader(found.value), metadata: parsed(found.metadata), version: found.version, cacheStatus: null };
  }

  /** Reads one key, or several into a Map. */
  async function readAll(key, options, pick) {
    const reader = readerOf(options);
    if (!Array.isArray(key)) return pick(await read(key, reader));
    if (key.length > KEYS_AT_ONCE_MAX) throw new RangeError(`KV: at most ${KEYS_AT_ONCE_MAX} keys are read at once`);
    const found = await Promise.all(key.map((one) => read(one, reader)));
    return new Map(key.map((one, index) => [one, pick(found[index])]));
  }

  class KVNamespace {
    /** The value of a key as `type` says, or null; a Map of them for an array of keys. */
    async get(key, type) {
      return readAll(key, type, (found) => found.value);
    }

    /** The same with what was put beside it, and its version: `{ value, metadata, version, cacheStatus }`, all null for a key that is not there. */
    async getWithMetadata(key, type) {
      return readAll(key, type, (found) => found);
    }

    /**
     * Puts a value; when the promise is fulfilled it is on the disk.
     * @returns {Promise<{ ok: boolean, version: number | undefined }>} not `ok` when `ifVersion` or `ifAbsent` does not hold; then nothing is put
     */
    async put(key, value, options) {
      const given = options ?? {};
      checkedKey(key);
      const condition = conditionOf(given);
      const metadata = metadataOf(given);
      const expires = expiryOf(given);
      const buffer = await bufferOf(value);
      checkSize('value', buffer.byteLength, VALUE_BYTES_MAX);
      const version = await operate('kv-put', key, buffer, expires, metadata, condition);
      return { ok: version !== undefined, version };
    }

    /** Deletes a key; tells whether it did: not when the key is not there, or not at `ifVersion`. */
    async delete(key, options) {
      checkedKey(key);
      const { ifVersion } = options ?? {};
      // Nothing to delete where nothing may be.
      if (ifVersion === null) return false;
      return operate('kv-delete', key, conditionOf({ ifVersion }));
    }

    /** Keys in the order of their bytes: `{ keys: [{ name, expiration, metadata, version }], list_complete, cursor, cacheStatus }`. */
    async list(options) {
      const { prefix, cursor, limit } = options ?? {};
      const count = limit ?? LIST_KEYS_MAX;
      if (!Number.isInteger(count) || count < 1 || count > LIST_KEYS_MAX) throw new RangeError(`KV: limit is a whole number from 1 to ${LIST_KEYS_MAX}`);
      const page = await operate('kv-list', String(prefix ?? ''), cursor === undefined || cursor === null ? undefined : String(cursor), count);
      const keys = page.keys.map(([name, metadata, expires, version]) => {
        const key = { name };
        if (expires !== undefined) key.expiration = Math.floor(expires / 1000);
        if (metadata !== undefined) key.metadata = JSON.parse(metadata);
        key.version = version;
        return key;
      });
      if (page.cursor === undefined) return { keys, list_complete: true, cacheStatus: null };
      return { keys, list_complete: false, cursor: page.cursor, cacheStatus: null };
    }
  }

  Object.defineProperty(KVNamespace.prototype, Symbol.toStringTag, { value: 'KVNamespace', configurable: true });
  shared.KV = new KVNamespace();
})

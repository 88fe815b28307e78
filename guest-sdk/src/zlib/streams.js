/** The stream classes of `node:zlib`. They keep what is written until somebody flushes or ends them. */
import { Buffer } from '../node/buffer.js';
import { Transform } from '../node/stream.js';
import { compress, decompress } from './codec.js';
import { constants } from './constants.js';
import { LENGTH_MAX, normalize } from './options.js';
import { Parts } from './parts.js';

const { process } = globalThis;

/** Marks the empty chunk that stands for a flush among what is written. */
const FLUSH = Symbol('flush');

class ZlibStream extends Transform {
  #kind;
  #options;
  #pending = [];

  constructor(options, kind) {
    super({ autoDestroy: true, ...options });
    this.#kind = kind;
    this.#options = normalize(options, kind);
    this.bytesWritten = 0;
    this._level = this.#options.level;
    this._strategy = this.#options.strategy;
    this._chunkSize = this.#options.chunkSize;
    this._handle = {};
  }

  get _closed() {
    return this._handle === null;
  }

  /** Everything written so far leaves; the callback learns when. */
  flush(kind, callback) {
    const done = typeof kind === 'function' ? kind : callback;
    if (this.writableFinished) {
      if (done) process.nextTick(done);
    } else if (this.writableEnded) {
      if (done) this.once('end', done);
    } else {
      this.write(Object.assign(Buffer.alloc(0), { [FLUSH]: true }), '', done);
    }
  }

  /** The level for what follows. */
  params(level, strategy, callback) {
    const options = normalize({ level, strategy }, this.#kind);
    this.flush(constants.Z_SYNC_FLUSH, () => {
      this._level = this.#options.level = options.level;
      this._strategy = options.strategy;
      if (callback) callback();
    });
  }

  /** Begins anew. */
  reset() {
    this.#pending = [];
    this.restart(this.#kind.format);
  }

  close(callback) {
    if (callback) {
      if (this.closed) process.nextTick(callback);
      else this.once('close', callback);
    }
    this.destroy();
  }

  _destroy(error, callback) {
    this._handle = null;
    callback(error);
  }

  /** Everything written has been taken; what comes of it is told by the reading side alone. */
  _final(callback) {
    callback();
  }

  _transform(chunk, encoding, callback) {
    if (chunk[FLUSH]) {
      this.#flushPart(callback);
      return;
    }
    this.bytesWritten += chunk.length;
    this.#pending.push(Buffer.from(chunk));
    callback();
  }

  _flush(callback) {
    const { output, failure } = this.#work((bytes) => this.whole(bytes, this.#kind.format, this.#options));
    this.#pending = [];
    // Damage shows when data is written; everything else only when all was taken, and 'finish' told.
    if (failure !== null && failure.code !== 'Z_BUF_ERROR') callback(failure);
    else process.nextTick(() => process.nextTick(() => this.#give(output, failure, callback)));
  }

  #flushPart(callback) {
    const { output, failure } = this.#work((bytes) => this.part(bytes, this.#kind.format, this.#options));
    if (!this.keepsInput(this.#kind.format)) this.#pending = [];
    this.#give(output, failure, callback);
  }

  #work(action) {
    const input = Buffer.concat(this.#pending);
    try {
      return { output: action(input), failure: null };
    } catch (failure) {
      return { output: this.salvage(input, this.#kind.format, this.#options, failure), failure };
    }
  }

  /** Passes on what came of it, in chunks of the size asked for. */
  #give(output, failure, callback) {
    if (this.destroyed) return;
    for (let at = 0; at < output.length; at += this._chunkSize) this.push(output.subarray(at, at + this._chunkSize));
    callback(failure);
  }

  /** What can be given in spite of an error. */
  salvage() {
    return Buffer.alloc(0);
  }
}

/** Compresses. Brotli alone ignores a flush: its data cannot be put together from parts. */
class Compressor extends ZlibStream {
  #parts;

  constructor(options, kind) {
    super(options, kind);
    this.restart(kind.format);
  }

  restart(format) {
    this.#parts = new Parts(format);
  }

  keepsInput(format) {
    return format === 'br';
  }

  part(bytes, format, options) {
    if (format === 'br' || (bytes.length === 0 && this.#parts.hasBegun)) return Buffer.alloc(0);
    return this.#parts.add(bytes, options, false);
  }

  whole(bytes, format, options) {
    return this.#parts.hasBegun ? this.#parts.add(bytes, options, true) : compress(format, bytes, options);
  }
}

/** Decompresses. What comes out at a flush is left out at the end. */
class Decompressor extends ZlibStream {
  #given = 0;

  restart() {
    this.#given = 0;
  }

  keepsInput() {
    return true;
  }

  part(bytes, format, options) {
    return bytes.length === 0 ? bytes : this.#rest(decompress(format, bytes, unlimited(options), true));
  }

  whole(bytes, format, options) {
    const isPartial = options.finishFlush !== (format === 'br' ? constants.BROTLI_OPERATION_FINISH : constants.Z_FINISH);
    return this.#rest(decompress(format, bytes, unlimited(options), isPartial));
  }

  /** Data that ends early is given as far as it goes. */
  salvage(bytes, format, options, error) {
    return error.code === 'Z_BUF_ERROR' && bytes.length > 0 ? this.part(bytes, format, options) : super.salvage();
  }

  #rest(output) {
    const rest = output.subarray(this.#given);
    this.#given = output.length;
    return rest;
  }
}

/** A stream gives its output away as it comes: only the functions limit it. */
function unlimited(options) {
  return { ...options, maxOutputLength: LENGTH_MAX };
}

const KINDS = {
  Deflate: ['deflate', Compressor],
  Inflate: ['deflate', Decompressor],
  Gzip: ['gzip', Compressor],
  Gunzip: ['gzip', Decompressor],
  DeflateRaw: ['deflate-raw', Compressor],
  InflateRaw: ['deflate-raw', Decompressor],
  Unzip: ['unzip', Decompressor],
  BrotliCompress: ['br', Compressor],
  BrotliDecompress: ['br', Decompressor],
};

/** Node's classes can be called without `new`. */
function makeClass([name, [format, Base]]) {
  const kind = { format, direction: Base === Compressor ? 'compress' : 'decompress' };
  function Class(options) {
    return Reflect.construct(Base, [options, kind], new.target ?? (this instanceof Class ? this.constructor : Class));
  }
  Class.kind = kind;
  Object.defineProperty(Class, 'name', { value: name });
  Object.setPrototypeOf(Class, Base);
  Class.prototype = Object.create(Base.prototype, { constructor: { value: Class, writable: true, configurable: true } });
  return [name, Class];
}

export const { Deflate, Inflate, Gzip, Gunzip, DeflateRaw, InflateRaw, Unzip, BrotliCompress, BrotliDecompress } = Object.fromEntries(
  Object.entries(KINDS).map(makeClass),
);

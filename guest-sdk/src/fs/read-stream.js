/** A file as a stream. In a file of its own, so that whoever only reads whole files carries no streams along. */
import { invalidArgType, outOfRange } from '../node-error.js';
import { Buffer } from '../node/buffer.js';
import { Readable } from '../node/stream.js';
import { optionsOf, pathOf } from './arguments.js';
import { bytesOf, closeSync, opened, openSync } from './descriptors.js';
import { withoutCalls } from './error.js';

/** How much is read at once, unless told otherwise. */
const CHUNK_BYTES = 65536;

let Class;

/** The class is made when it is first needed: the module of streams need not be there before. */
function readStreamClass() {
  return Class ??= class ReadStream extends Readable {
    constructor(path, given) {
      const options = optionsOf(given);
      super({
        highWaterMark: options.highWaterMark ?? CHUNK_BYTES, encoding: options.encoding, autoDestroy: options.autoClose !== false,
        emitClose: options.emitClose !== false, signal: options.signal,
      });
      this.fd = options.fd ?? null;
      this.path = this.fd === null ? pathOf(path) : path;
      this.flags = options.flags ?? 'r';
      this.mode = options.mode ?? 0o666;
      this.start = boundOf('start', options.start);
      this.end = boundOf('end', options.end) ?? Infinity;
      if (this.start > this.end) throw outOfRange('start', `<= "end" (here: ${this.end})`, this.start);
      this.autoClose = options.autoClose !== false;
      this.pos = this.start;
      this.bytesRead = 0;
      if (this.fd === null) setImmediate(() => this.#open());
    }

    get pending() {
      return this.fd === null;
    }

    close(callback) {
      if (callback) this.once('close', callback);
      this.destroy();
    }

    _read(size) {
      if (this.fd === null) {
        this.once('open', () => this._read(size));
        return;
      }
      // As from a disk: never before the call returns.
      setImmediate(() => this.#push(size));
    }

    _destroy(error, callback) {
      if (this.fd !== null && this.autoClose) closeSync(this.fd);
      this.fd = null;
      callback(error);
    }

    #open() {
      if (this.destroyed) return;
      try {
        this.fd = openSync(this.path, this.flags);
      } catch (error) {
        this.destroy(withoutCalls(error));
        return;
      }
      this.emit('open', this.fd);
      this.emit('ready');
    }

    #push(size) {
      if (this.destroyed) return;
      try {
        this.push(this.#next(size));
      } catch (error) {
        this.destroy(withoutCalls(error));
      }
    }

    /** The next bytes, or null at the end. */
    #next(size) {
      const file = opened(this.fd, 'read');
      const from = this.pos ?? file.position;
      const bytes = bytesOf(file, from, Math.min(from + size, this.end + 1));
      if (this.pos === undefined) file.position += bytes.length;
      else this.pos += bytes.length;
      this.bytesRead += bytes.length;
      return bytes.length === 0 ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
  };
}

function boundOf(name, value) {
  if (value === undefined) return undefined;
  if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value);
  if (!Number.isInteger(value) && value !== Infinity) throw outOfRange(name, 'an integer', value);
  if (value < 0) throw outOfRange(name, `>= 0 && <= ${2 ** 53 - 1}`, value);
  return value;
}

/** A stream of a file, or of the part between `start` and `end`. */
export function createReadStream(path, options) {
  return new (readStreamClass())(path, options);
}

/** The same as a class. */
export function ReadStream(path, options) {
  return createReadStream(path, options);
}

Object.defineProperty(ReadStream, Symbol.hasInstance, { value: (value) => value instanceof readStreamClass() });

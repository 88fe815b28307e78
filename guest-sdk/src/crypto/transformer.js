/** What hashes and ciphers have of streams: enough to write to them, to pipe into them and out of them. */
import { EventEmitter } from '../node/events.js';
import { output } from './bytes.js';

/** A subclass has `transform(chunk, encoding)` and `flush()`, which give bytes or nothing. */
export class Transformer extends EventEmitter {
  #chunks = [];
  #encoding;
  #isEnded = false;
  #isFlowing = false;
  #isOver = false;

  get readable() { return !this.#isOver; }
  get writable() { return !this.#isEnded; }
  get writableEnded() { return this.#isEnded; }
  get readableEnded() { return this.#isOver; }

  /** Takes a part of the input. */
  write(chunk, encoding, callback) {
    const done = typeof encoding === 'function' ? encoding : callback;
    this.#run(() => this.transform(chunk, typeof encoding === 'string' ? encoding : undefined), done);
    return true;
  }

  /** Takes the last of the input, and gives the rest of the output. */
  end(chunk, encoding, callback) {
    const done = [chunk, encoding, callback].find((value) => typeof value === 'function');
    if (chunk !== undefined && chunk !== null && typeof chunk !== 'function') this.write(chunk, encoding);
    if (this.#isEnded) return this;
    this.#isEnded = true;
    this.#run(() => this.flush(), () => {
      this.emit('prefinish');
      this.emit('finish');
      if (done !== undefined) done();
    });
    queueMicrotask(() => this.#tell());
    return this;
  }

  #run(action, done) {
    try {
      const bytes = action();
      if (bytes !== undefined && bytes.length > 0) {
        this.#chunks.push(bytes);
        queueMicrotask(() => this.#tell());
      }
    } catch (error) {
      queueMicrotask(() => this.emit('error', error));
      return;
    }
    if (done !== undefined) queueMicrotask(() => done(null));
  }

  /** Hands out what there is to those who listen. */
  #tell() {
    if (!this.#isFlowing) {
      if (this.#chunks.length > 0) this.emit('readable');
      return;
    }
    for (let chunk = this.read(); chunk !== null; chunk = this.read()) this.emit('data', chunk);
  }

  /** The output so far, or null when there is none. */
  read() {
    const chunk = this.#chunks.shift();
    if (this.#isEnded && this.#chunks.length === 0 && !this.#isOver) {
      this.#isOver = true;
      queueMicrotask(() => {
        this.emit('end');
        this.emit('close');
      });
    }
    return chunk === undefined ? null : output(chunk, this.#encoding);
  }

  setEncoding(encoding) {
    this.#encoding = encoding;
    return this;
  }

  resume() {
    this.#isFlowing = true;
    queueMicrotask(() => this.#tell());
    return this;
  }

  pause() {
    this.#isFlowing = false;
    return this;
  }

  on(name, listener) {
    super.on(name, listener);
    if (name === 'data') this.resume();
    return this;
  }

  /** Writes the output into another stream. */
  pipe(destination, options) {
    this.on('data', (chunk) => destination.write(chunk));
    if (options?.end !== false) this.once('end', () => destination.end());
    destination.emit('pipe', this);
    return destination;
  }

  unpipe() {
    this.removeAllListeners('data');
    return this;
  }

  destroy(error) {
    this.#isEnded = true;
    this.#isOver = true;
    this.#chunks = [];
    queueMicrotask(() => {
      if (error) this.emit('error', error);
      this.emit('close');
    });
    return this;
  }

  async* [Symbol.asyncIterator]() {
    while (!this.#isOver) {
      const chunk = this.read();
      if (chunk !== null) yield chunk;
      else if (!this.#isOver) await new Promise((resolve, reject) => this.once('readable', resolve).once('end', resolve).once('error', reject));
    }
  }
}

Transformer.prototype.addListener = Transformer.prototype.on;

/** Node's streams as those of the Web platform, and the other way round. */
import { invalidArgType } from '../node-error.js';

/** A chunk as the Web's streams carry it: plain bytes instead of a Buffer. */
const plain = (chunk) => (ArrayBuffer.isView(chunk) ? new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength) : chunk);

function check(value, name) {
  if (!(value instanceof globalThis[name])) throw invalidArgType(name[0].toLowerCase() + name.slice(1), `an instance of ${name}`, value);
}

/** Options that read from a stream of the Web. */
function reading(stream) {
  const reader = stream.getReader();
  return {
    read() {
      reader.read().then(({ value, done }) => { this.push(done ? null : value); }, (error) => { this.destroy(error); });
    },
    cancel: (error) => reader.cancel(error ?? undefined),
  };
}

/** Options that write to a stream of the Web. */
function writing(stream) {
  const writer = stream.getWriter();
  return {
    write(chunk, encoding, callback) {
      writer.ready.then(() => writer.write(plain(chunk))).then(() => callback(), callback);
    },
    final(callback) {
      writer.close().then(() => callback(), callback);
    },
    abort: (error) => (error === null ? writer.close() : writer.abort(error)),
  };
}

/** Ends a side that may be over already: what that says is no news. */
const over = (ends, error, callback) => { Promise.allSettled(ends).then(() => callback(error)); };

function toReadable(readable, finished, options) {
  const isObjects = readable.readableObjectMode;
  const highWaterMark = readable.readableHighWaterMark;
  const strategy = options?.strategy ?? (isObjects ? new CountQueuingStrategy({ highWaterMark }) : { highWaterMark });
  let isOver = false;
  return new ReadableStream({
    start(controller) {
      readable.pause();
      readable.on('data', (chunk) => {
        controller.enqueue(plain(chunk));
        if (controller.desiredSize <= 0) readable.pause();
      });
      finished(readable, { writable: false }, (error) => {
        if (isOver) return;
        isOver = true;
        if (error) controller.error(error);
        else controller.close();
      });
    },
    pull() { readable.resume(); },
    cancel(reason) {
      isOver = true;
      readable.destroy(reason);
    },
  }, strategy);
}

function toWritable(writable, finished) {
  const isOver = () => new Promise((resolve, reject) => { finished(writable, { readable: false }, (error) => (error ? reject(error) : resolve())); });
  return new WritableStream({
    start(controller) {
      finished(writable, { readable: false }, (error) => { if (error) controller.error(error); });
    },
    write(chunk) {
      if (!writable.write(chunk)) return new Promise((resolve) => { writable.once('drain', resolve); });
      return undefined;
    },
    close() {
      const done = isOver();
      writable.end();
      return done;
    },
    abort(reason) { writable.destroy(reason); },
  }, { highWaterMark: writable.writableHighWaterMark, size: writable.writableObjectMode ? undefined : (chunk) => chunk?.byteLength ?? chunk?.length ?? 1 });
}

/** Gives the classes of Node's streams what leads to the Web's. */
export function addWebAdapters({ Duplex, Readable, Writable, finished }) {
  Readable.fromWeb = (stream, options = {}) => {
    check(stream, 'ReadableStream');
    const { read, cancel } = reading(stream);
    return new Readable({ ...options, read, destroy(error, callback) { over([cancel(error)], error, callback); } });
  };
  Readable.toWeb = (readable, options) => toReadable(readable, finished, options);
  Writable.fromWeb = (stream, options = {}) => {
    check(stream, 'WritableStream');
    const { write, final, abort } = writing(stream);
    return new Writable({ ...options, write, final, destroy(error, callback) { over([abort(error)], error, callback); } });
  };
  Writable.toWeb = (writable) => toWritable(writable, finished);
  Duplex.fromWeb = ({ readable, writable }, options = {}) => {
    check(readable, 'ReadableStream');
    check(writable, 'WritableStream');
    const { abort, ...write } = writing(writable);
    const { cancel, ...read } = reading(readable);
    return new Duplex({ ...options, ...read, ...write, destroy(error, callback) { over([abort(error), cancel(error)], error, callback); } });
  };
  Duplex.toWeb = (duplex) => ({ readable: toReadable(duplex, finished), writable: toWritable(duplex, finished) });
}

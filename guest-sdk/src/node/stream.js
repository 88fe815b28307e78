/** The `node:stream` module: the npm package `readable-stream`, which the runtime carries, on the SDK's own events and Buffers. */
import buffer from './buffer.js';
import EventEmitter from './events.js';
import * as stringDecoder from './string_decoder.js';
import { IncomingMessage } from '../http/incoming-message.js';
import { ServerResponse } from '../http/server-response.js';
import { Socket } from '../http/socket.js';
import { addWebAdapters } from '../stream/web-adapters.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];
const { AbortController, AbortSignal, process } = globalThis;

const PROVIDED = {
  'abort-controller': { AbortController, AbortSignal },
  buffer,
  events: EventEmitter,
  'process/': process,
  'string_decoder/': stringDecoder,
};

const Stream = runtime.package('readable-stream')((name) => PROVIDED[name]);

/** Two streams, each of which gives what is written to the other. */
export function duplexPair(options) {
  const sides = [0, 1].map((side) => new Stream.Duplex({
    ...options,
    read() {
      const proceed = waiting[side];
      waiting[side] = undefined;
      proceed?.();
    },
    write(chunk, encoding, callback) {
      if (chunk.length === 0) {
        process.nextTick(callback);
        return;
      }
      sides[1 - side].push(chunk);
      waiting[1 - side] = callback;
    },
    final(callback) {
      sides[1 - side].on('end', callback);
      sides[1 - side].push(null);
    },
  }));
  const waiting = [];
  return sides;
}

Object.assign(Stream, { duplexPair, _isArrayBufferView: ArrayBuffer.isView });

export default Stream;
export const { Duplex, PassThrough, Readable, Transform, Writable, _isUint8Array, _uint8ArrayToBuffer, addAbortSignal, compose, destroy, finished,
  getDefaultHighWaterMark, isDestroyed, isDisturbed, isErrored, isReadable, isWritable, pipeline, promises, setDefaultHighWaterMark } = Stream;
export { Stream };

/** Classes of the SDK that are streams by what they do, and in Node by inheritance too. */
const OWN_STREAMS = new Map([
  [Stream, [IncomingMessage, ServerResponse, Socket]],
  [Readable, [IncomingMessage, Socket]],
  [Duplex, [Socket]],
]);

for (const [Base, classes] of OWN_STREAMS) {
  const inherited = Base[Symbol.hasInstance];
  Object.defineProperty(Base, Symbol.hasInstance, {
    value(value) {
      if (Reflect.apply(inherited, this, [value])) return true;
      return this === Base && classes.some((Class) => value instanceof Class);
    },
  });
}

// A request has whatever a Readable can do and it does not do itself: map, filter, toArray and so on.
for (const [name, method] of Object.entries(Object.getOwnPropertyDescriptors(Readable.prototype))) {
  if (!name.startsWith('_') && !(name in IncomingMessage.prototype)) Object.defineProperty(IncomingMessage.prototype, name, method);
}

addWebAdapters(Stream);

/**
 * How a body is read: on demand or flowing, with the events of a Node stream in Node's order.
 *
 * The bytes are there when the request comes in. As in Node, where they follow the head, they are put into the stream when the handler
 * has returned for the first time, and the end after whatever that set in motion.
 */
import { Buffer } from '../node/buffer.js';
import { nodeError } from '../node-error.js';
import { BodyState } from './body-state.js';

const { process } = globalThis;

/** The whole body as it came from the host. */
export const BODY = Symbol('body');
/** Set when a parser took the body at once, past the stream. */
export const TAKEN = Symbol('taken');
/** What asks for more of a body that comes piece by piece; undefined for one that is whole. */
export const SOURCE = Symbol('source');
/** The `BodyState`, once there is one. */
export const STATE = Symbol('state');

/** Whether a handler runs that has not returned yet. */
let isDispatching = false;
/** The request, if it was used as a stream by then. */
let awaiting;

/** A request is about to be given to its handler. */
export function beforeArrival() {
  isDispatching = true;
  awaiting = undefined;
}

/** The handler has returned: the body arrives. */
export function arrive() {
  isDispatching = false;
  if (awaiting === undefined) return;
  const req = awaiting;
  awaiting = undefined;
  const state = req[STATE];
  if (state.destroyed || state.ended) return;
  if (!hasBytes(req)) {
    endOfBody(req);
    return;
  }
  push(req, encoded(state, Buffer.from(req[BODY])));
  queueMicrotask(() => process.nextTick(endOfBody, req));
}

/** Whether everything that belongs to the request is there. */
export function isComplete(req) {
  if (req[TAKEN]) return true;
  return req[STATE] === undefined ? !isDispatching && req[SOURCE] === undefined : req[STATE].ended;
}

/** The state of the stream, which begins with the first use. */
export function stateOf(req) {
  return req[STATE] ?? begin(req);
}

function begin(req) {
  const state = new BodyState();
  req[STATE] = state;
  if (req[TAKEN]) {
    state.ended = true;
    state.endEmitted = true;
    state.dataEmitted = hasBytes(req);
    process.nextTick(destroy, req);
  } else if (req[SOURCE] !== undefined) {
    // The first read asks for it.
  } else if (isDispatching) {
    awaiting = req;
  } else {
    state.ended = true;
    if (hasBytes(req)) state.put(Buffer.from(req[BODY]), false);
    if (req.res !== undefined && req.res.finished) process.nextTick(dump, req);
  }
  return state;
}

function hasBytes(req) {
  return req[BODY] !== undefined && req[BODY].byteLength > 0;
}

function encoded(state, chunk) {
  return state.encoding === null ? chunk : chunk.toString(state.encoding);
}

/** `read(size)`: null when there is not that much. */
export function read(req, size) {
  const state = stateOf(req);
  const asked = size === undefined ? Number.NaN : Number.parseInt(size, 10);
  if (asked !== 0) state.emittedReadable = false;
  if (asked === 0 && state.needReadable && (state.length >= state.highWaterMark || state.ended)) {
    if (state.length === 0 && state.ended) scheduleEnd(req);
    else announce(req);
    return null;
  }
  const amount = state.amount(asked);
  if (amount === 0 && state.ended) {
    if (state.length === 0) scheduleEnd(req);
    return null;
  }
  if (!state.ended && !state.reading && !state.destroyed) {
    state.reading = true;
    if (state.length === 0) state.needReadable = true;
    state.sync = false;
    if (req[SOURCE] !== undefined) req[SOURCE]();
  }
  const chunk = amount > 0 ? state.take(amount) : null;
  if (chunk === null) state.needReadable = true;
  if (state.length === 0) {
    if (!state.ended) state.needReadable = true;
    else if (asked !== amount || chunk === null) scheduleEnd(req);
  }
  if (chunk !== null && state.errored === null && !state.closeEmitted) {
    state.dataEmitted = true;
    req.emit('data', chunk);
  }
  return chunk;
}

/** Puts a chunk into the stream. */
export function push(req, chunk) {
  const state = req[STATE];
  state.reading = false;
  if (state.flowing && state.length === 0 && !state.sync && req.listenerCount('data') > 0) {
    state.dataEmitted = true;
    req.emit('data', chunk);
    return;
  }
  state.put(chunk, false);
  if (state.needReadable) announce(req);
}

/** `unshift(chunk)`: puts back what was read too early. */
export function unshift(req, chunk, encoding) {
  const state = stateOf(req);
  if (chunk === null || chunk === undefined || chunk.length === 0) return false;
  if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) {
    throw nodeError(TypeError, 'ERR_INVALID_ARG_TYPE', 'The "chunk" argument must be of type string or an instance of Buffer or Uint8Array.');
  }
  if (state.endEmitted) {
    destroy(req, nodeError(Error, 'ERR_STREAM_UNSHIFT_AFTER_END_EVENT', 'stream.unshift() after end event'));
    return false;
  }
  if (state.destroyed) return false;
  const bytes = typeof chunk === 'string' && encoding !== state.encoding ? Buffer.from(chunk, encoding) : chunk;
  state.put(typeof bytes === 'string' ? bytes : encoded(state, Buffer.from(bytes)), true);
  if (state.needReadable) announce(req);
  return true;
}

/** Nothing more comes. */
export function endOfBody(req) {
  const state = req[STATE];
  if (state.ended || state.destroyed) return;
  state.reading = false;
  state.ended = true;
  if (state.sync) {
    announce(req);
    return;
  }
  state.needReadable = false;
  state.emittedReadable = true;
  emitReadable(req);
}

/** Schedules 'readable', once until somebody reads. */
export function announce(req) {
  const state = req[STATE];
  state.needReadable = false;
  if (state.emittedReadable) return;
  state.emittedReadable = true;
  process.nextTick(emitReadable, req);
}

function emitReadable(req) {
  const state = req[STATE];
  if (!state.destroyed && (state.length > 0 || state.ended)) {
    req.emit('readable');
    state.emittedReadable = false;
  }
  state.needReadable = !state.flowing && !state.ended && state.length <= state.highWaterMark;
  flow(req);
}

/** Reads as long as data flows and is there. */
function flow(req) {
  const state = req[STATE];
  while (state.flowing && req.read() !== null);
}

/** `resume()`: lets data flow, unless somebody waits for 'readable'. */
export function resume(req) {
  const state = stateOf(req);
  if (!state.flowing) {
    state.flowing = !state.readableListening;
    scheduleResume(req);
  }
  state.paused = false;
}

function scheduleResume(req) {
  const state = req[STATE];
  if (state.resumeScheduled) return;
  state.resumeScheduled = true;
  process.nextTick(() => {
    if (!state.reading) req.read(0);
    state.resumeScheduled = false;
    req.emit('resume');
    flow(req);
    if (state.flowing && !state.reading) req.read(0);
  });
}

/** `pause()`: stops the flow. */
export function pause(req) {
  const state = stateOf(req);
  if (state.flowing !== false) {
    state.flowing = false;
    req.emit('pause');
  }
  state.paused = true;
}

/** Somebody listens to 'data' or 'readable' from now on. */
export function listened(req, name) {
  const state = stateOf(req);
  if (name === 'data') {
    state.readableListening = req.listenerCount('readable') > 0;
    if (state.flowing !== false) req.resume();
    return;
  }
  if (state.endEmitted || state.readableListening) return;
  state.readableListening = true;
  state.needReadable = true;
  state.flowing = false;
  state.emittedReadable = false;
  if (state.length > 0) announce(req);
  else if (!state.reading) process.nextTick(() => req.read(0));
}

/** A listener of 'readable' was taken away: perhaps data may flow again. */
export function unlistened(req) {
  const state = req[STATE];
  if (state === undefined) return;
  process.nextTick(() => {
    state.readableListening = req.listenerCount('readable') > 0;
    if (state.resumeScheduled && state.paused === false) state.flowing = true;
    else if (req.listenerCount('data') > 0) req.resume();
    else if (!state.readableListening) state.flowing = null;
  });
}

function scheduleEnd(req) {
  const state = req[STATE];
  if (!state.endEmitted) process.nextTick(emitEnd, req);
}

function emitEnd(req) {
  const state = req[STATE];
  if (state.errored !== null || state.closeEmitted || state.endEmitted || state.length > 0) return;
  state.endEmitted = true;
  req.emit('end');
  req.destroy();
}

/** The answer is out, and nobody has begun to read: what is left is thrown away, and the end told. */
export function dump(req) {
  const state = stateOf(req);
  if (state.reading || state.dataEmitted || state.destroyed || state.endEmitted) return;
  req.removeAllListeners('data');
  req.resume();
}

/** `destroy(error)`: ends the stream; before its end that gives up the connection, too. */
export function destroy(req, error) {
  const state = stateOf(req);
  if (state.destroyed) return;
  state.destroyed = true;
  if (error) state.errored = error;
  if (!state.endEmitted || !req.complete) {
    req.aborted = true;
    req.emit('aborted');
    req.socket?.destroy(error);
  }
  process.nextTick(() => {
    const isTold = error && req.listenerCount('error') > 0;
    state.closed = true;
    process.nextTick(() => {
      if (isTold) {
        state.errorEmitted = true;
        req.emit('error', error);
      }
      state.closeEmitted = true;
      req.emit('close');
    });
  });
}

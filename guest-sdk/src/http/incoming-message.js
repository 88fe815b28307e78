/** A request as Node shows it: everything about it is parsed on first use. */
import { EventEmitter, firstListener } from '../node/events.js';
import { BODY, destroy, dump, isComplete, listened, pause, read, resume, SOURCE, STATE, stateOf, TAKEN, unlistened, unshift } from './body-flow.js';
import { iterate } from './body-iterator.js';
import { pipe, unpipe } from './body-pipe.js';
import { connectionGone, connectionLost, Socket } from './socket.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

/** Set for the request that came in, about which the runtime is asked; a message that an app makes itself has no fields. */
const FROM_HOST = Symbol('from host');
const IS_CONDITIONAL = Symbol('is conditional');
const FIELDS = Symbol('fields');
const RAW_FIELDS = Symbol('raw fields');
const CONNECTION_PARTS = Symbol('connection parts');
const SOCKET = Symbol('socket');
const SIGNAL = Symbol('signal');
const TRAILERS = Symbol('trailers');

/** Fields of which the first one counts when a request repeats them (Node's list). */
const SINGLE_FIELDS = new Set(['age', 'authorization', 'content-length', 'content-type', 'etag', 'expires', 'from', 'host', 'if-modified-since',
  'if-unmodified-since', 'last-modified', 'location', 'max-forwards', 'proxy-authorization', 'referer', 'retry-after', 'server', 'user-agent']);

/** One request. */
export class IncomingMessage extends EventEmitter {
  /** Fields by lower-case name; repeated ones joined as Node joins them. */
  get headers() {
    return this[FIELDS] ??= joinFields(this.rawHeaders);
  }

  set headers(fields) {
    this[FIELDS] = fields;
  }

  /** Fields by lower-case name, each with the list of its values. */
  get headersDistinct() {
    const distinct = Object.create(null);
    const raw = this.rawHeaders;
    for (let index = 0; index < raw.length; index += 2) (distinct[raw[index]] ??= []).push(raw[index + 1]);
    return distinct;
  }

  /** Names and values in turn, as they arrived, except that names are in lower case. */
  get rawHeaders() {
    return this[RAW_FIELDS] ??= splitFields(this[FROM_HOST] ? runtime.headers() : '');
  }

  set rawHeaders(fields) {
    this[RAW_FIELDS] = fields;
  }

  get trailers() {
    return this[TRAILERS] ??= {};
  }

  get rawTrailers() {
    return [];
  }

  get httpVersion() {
    return parts(this)[0];
  }

  get httpVersionMajor() {
    return Number.parseInt(this.httpVersion, 10);
  }

  get httpVersionMinor() {
    return Number(this.httpVersion.split('.')[1] ?? 0);
  }

  get socket() {
    return this[SOCKET] ??= new Socket(parts(this)[1], parts(this)[2], Number(parts(this)[3]), this);
  }

  set socket(socket) {
    this[SOCKET] = socket;
  }

  get connection() {
    return this.socket;
  }

  set connection(socket) {
    this.socket = socket;
  }

  /** What packages look at that know streams from inside. */
  get _readableState() {
    return stateOf(this);
  }

  /** Whether there is a body, or an end, that nobody has read yet. */
  get readable() {
    const state = this[STATE];
    return state === undefined ? !this[TAKEN] : !state.destroyed && !state.endEmitted && state.errored === null;
  }

  get readableEnded() {
    return this[STATE] === undefined ? this[TAKEN] : this[STATE].endEmitted;
  }

  get readableFlowing() {
    return this[STATE] === undefined ? null : this[STATE].flowing;
  }

  get readableDidRead() {
    return this[STATE] === undefined ? this[TAKEN] : this[STATE].dataEmitted;
  }

  get readableAborted() {
    const state = this[STATE];
    return state !== undefined && state.destroyed && !state.endEmitted;
  }

  get readableLength() {
    return this[TAKEN] ? 0 : stateOf(this).length;
  }

  get readableEncoding() {
    return this[STATE] === undefined ? null : this[STATE].encoding;
  }

  /** Whether all of it has arrived. */
  get complete() {
    return isComplete(this);
  }

  set complete(value) {
    Object.defineProperty(this, 'complete', { value, writable: true, enumerable: true, configurable: true });
  }

  get destroyed() {
    return this[STATE] !== undefined && this[STATE].destroyed;
  }

  set destroyed(value) {
    stateOf(this).destroyed = value;
  }

  get closed() {
    return this[STATE] !== undefined && this[STATE].closed;
  }

  get errored() {
    return this[STATE] === undefined ? null : this[STATE].errored;
  }

  /** The body as strings of `encoding` instead of Buffers. */
  setEncoding(encoding) {
    stateOf(this).decode(encoding === undefined ? 'utf8' : encoding);
    return this;
  }

  on(name, listener) {
    super.on(name, listener);
    if (name === 'data' || name === 'readable') listened(this, name);
    return this;
  }

  addListener(name, listener) {
    return this.on(name, listener);
  }

  removeListener(name, listener) {
    super.removeListener(name, listener);
    if (name === 'readable') unlistened(this);
    return this;
  }

  off(name, listener) {
    return this.removeListener(name, listener);
  }

  removeAllListeners(...names) {
    super.removeAllListeners(...names);
    if (names.length === 0 || names[0] === 'readable') unlistened(this);
    return this;
  }

  /** Nobody listened when the body was read; who listens now still learns that the request is over. */
  [firstListener]() {
    if (this[TAKEN]) stateOf(this);
  }

  resume() {
    resume(this);
    return this;
  }

  pause() {
    pause(this);
    return this;
  }

  isPaused() {
    return this[STATE] !== undefined && (this[STATE].paused === true || this[STATE].flowing === false);
  }

  /** The next bytes; null when there are not so many. */
  read(size) {
    return read(this, size);
  }

  unshift(chunk, encoding) {
    return unshift(this, chunk, encoding);
  }

  /** Writes the body to `destination` and ends it, unless told not to. */
  pipe(destination, options) {
    return pipe(this, destination, options);
  }

  /** Stops writing to `destination`, or to all. */
  unpipe(destination) {
    unpipe(this, destination);
    return this;
  }

  iterator(options) {
    return iterate(this, options);
  }

  [Symbol.asyncIterator]() {
    return iterate(this);
  }

  /** Gives up reading. */
  destroy(error) {
    destroy(this, error);
    return this;
  }

  /** The connection is gone: what has not been read will never come. */
  [connectionLost]() {
    if (!this.readableEnded) destroy(this, Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));
    if (this.res !== undefined && this.res[connectionLost] !== undefined) this.res[connectionLost]();
  }

  /** The client has left before it had the whole answer. */
  [connectionGone]() {
    if (this.readableEnded || this.aborted) return;
    this.aborted = true;
    this.emit('aborted');
  }

  /** Aborted when the client has left while its answer was under way, and shortly before the time of the request is up. */
  get signal() {
    return this[SIGNAL] ??= unwantedSignal();
  }

  /** The host owns every time-out of a connection; the callback is never called. */
  setTimeout() {
    return this;
  }
}

function unwantedSignal() {
  // With the global object before them, the runtime does not take these for signs that an app is going to use them.
  const controller = new globalThis.AbortController();
  runtime.onUnwanted((reason) => controller.abort(new globalThis.DOMException(reason, 'AbortError')));
  return controller.signal;
}

Object.assign(IncomingMessage.prototype, {
  aborted: false,
  upgrade: false,
  statusCode: null,
  statusMessage: null,
  readableHighWaterMark: 16384,
  readableObjectMode: false,
  // By these two, packages recognise a request.
  _consuming: false,
  _dumped: false,
  [STATE]: undefined,
  [SOURCE]: undefined,
  [TAKEN]: false,
  [FROM_HOST]: false,
});

/**
 * The request that the host hands over. A literal, because every property that is added later has to be looked for along the whole chain of
 * prototypes first.
 * @param {object} prototype that of the app
 * @param {boolean} isConditional whether the client asks if its copy is still fresh
 */
export function incomingRequest(prototype, method, target, body, isConditional) {
  const req = {
    __proto__: prototype,
    method,
    url: target,
    originalUrl: undefined,
    baseUrl: undefined,
    next: undefined,
    params: undefined,
    res: undefined,
    [FROM_HOST]: true,
    [IS_CONDITIONAL]: isConditional,
  };
  if (body !== undefined) req[BODY] = body;
  return req;
}

/**
 * Whether the body is whole and untouched, so that a parser may take it without events.
 * @param {IncomingMessage} req
 */
export function isUntouched(req) {
  return req[STATE] === undefined && !req[TAKEN] && req._events === undefined && req.on === IncomingMessage.prototype.on;
}

/**
 * The body of an untouched request, which counts as read to its end from then on.
 * @param {IncomingMessage} req
 * @returns {ArrayBuffer | undefined}
 */
export function takeWhole(req) {
  req[TAKEN] = true;
  return req[BODY];
}

/**
 * Whether the request announces that one of the two conditional fields of `res.send` is in it.
 * @param {IncomingMessage} req
 */
export function mayBeConditional(req) {
  if (!req[FROM_HOST] || req[FIELDS] !== undefined) return req.headers['if-none-match'] !== undefined || req.headers['if-modified-since'] !== undefined;
  return req[IS_CONDITIONAL];
}

/**
 * The value of a field by its lower-case name. As long as nobody has asked for all of them, only this one is looked for.
 * @param {IncomingMessage} req
 * @param {string} key not `set-cookie`
 */
export function requestField(req, key) {
  if (!req[FROM_HOST] || req[FIELDS] !== undefined || req[RAW_FIELDS] !== undefined) return req.headers[key];
  return runtime.field(key);
}

/** Whether the request came with a body, an empty one included. */
export function hasBodyBytes(req) {
  return req[BODY] !== undefined;
}

/** The answer is out: a body that nobody read is thrown away, and whoever waits for the end of the request learns of it. */
export function endAfterAnswer(req) {
  if (req._events === undefined && req[STATE] === undefined) return;
  dump(req);
}

function parts(req) {
  return req[CONNECTION_PARTS] ??= req[FROM_HOST] ? runtime.connection().split('\n') : ['1.1', 'http', undefined, undefined];
}

function splitFields(packed) {
  return packed === '' ? [] : packed.split('\n');
}

function joinFields(raw) {
  const fields = {};
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index];
    const value = raw[index + 1];
    if (name === 'set-cookie') {
      if (fields[name] === undefined) fields[name] = [value];
      else fields[name].push(value);
    } else if (typeof fields[name] !== 'string') {
      fields[name] = value;
    } else if (!SINGLE_FIELDS.has(name)) {
      fields[name] += (name === 'cookie' ? '; ' : ', ') + value;
    }
  }
  return fields;
}

/** A request as Node shows it: everything about it is parsed on first use. */
import { EventEmitter, firstListener } from '../node/events.js';
import { Buffer } from '../node/buffer.js';
import { Socket } from './socket.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

/** The whole body as it came from the host; body parsers take it without going through events. */
export const BODY = Symbol('body');

/** Set for the request that came in, about which the runtime is asked; a message that an app makes itself has no fields. */
const FROM_HOST = Symbol('from host');
const IS_CONDITIONAL = Symbol('is conditional');
const FIELDS = Symbol('fields');
const RAW_FIELDS = Symbol('raw fields');
const CONNECTION_PARTS = Symbol('connection parts');
const SOCKET = Symbol('socket');
const TRAILERS = Symbol('trailers');
const STAGE = Symbol('stage');
const FLOWING = Symbol('flowing');
const ENCODING = Symbol('encoding');
const PIPES = Symbol('pipes');
const SCHEDULED = Symbol('scheduled');

/** How far the body has been read. */
const Stage = { UNREAD: 0, READ: 1, ENDED: 2, CLOSED: 3 };

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
    return this[SOCKET] ??= new Socket(parts(this)[1], parts(this)[2], Number(parts(this)[3]));
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

  /** Whether there is a body, or an end, that nobody has read yet. */
  get readable() {
    return this[STAGE] < Stage.ENDED && !this.destroyed;
  }

  get readableEnded() {
    return this[STAGE] >= Stage.ENDED;
  }

  get readableFlowing() {
    return this[FLOWING];
  }

  get readableDidRead() {
    return this[STAGE] !== Stage.UNREAD;
  }

  get readableLength() {
    return this[STAGE] === Stage.UNREAD && this[BODY] !== undefined ? this[BODY].byteLength : 0;
  }

  get readableEncoding() {
    return this[ENCODING];
  }

  get closed() {
    return this[STAGE] === Stage.CLOSED;
  }

  /** The body as strings of `encoding` instead of Buffers. */
  setEncoding(encoding) {
    this[ENCODING] = encoding === undefined ? 'utf8' : encoding;
    return this;
  }

  on(name, listener) {
    super.on(name, listener);
    if (name === 'data') {
      if (this[FLOWING] !== false) this.resume();
    } else if (name === 'readable' && this[STAGE] < Stage.ENDED) {
      this[FLOWING] = false;
      queueMicrotask(() => announce(this));
    }
    return this;
  }

  addListener(name, listener) {
    return this.on(name, listener);
  }

  /** Nobody listened when the body was read; who listens now still learns that the request is over. */
  [firstListener]() {
    if (this[STAGE] === Stage.ENDED) scheduleClose(this);
  }

  resume() {
    if (this[FLOWING] !== true) {
      this[FLOWING] = true;
      schedule(this);
    }
    return this;
  }

  pause() {
    this[FLOWING] = false;
    return this;
  }

  isPaused() {
    return this[FLOWING] === false;
  }

  /** The whole body at the first call, then null. */
  read() {
    if (this[STAGE] !== Stage.UNREAD) return null;
    const chunk = take(this);
    queueMicrotask(() => finish(this));
    return chunk ?? null;
  }

  /** Writes the body to `destination` and ends it, unless told not to. */
  pipe(destination, options) {
    const source = this;
    const write = (chunk) => {
      if (destination.write(chunk) !== false) return;
      source.pause();
      destination.once('drain', () => source.resume());
    };
    const end = () => destination.end();
    (this[PIPES] ??= []).push({ destination, write, end });
    this.on('data', write);
    if (options?.end !== false) this.on('end', end);
    destination.emit('pipe', this);
    return destination;
  }

  /** Stops writing to `destination`, or to all. */
  unpipe(destination) {
    for (const pipe of (this[PIPES] ?? []).slice()) {
      if (destination !== undefined && pipe.destination !== destination) continue;
      this[PIPES].splice(this[PIPES].indexOf(pipe), 1);
      this.removeListener('data', pipe.write);
      this.removeListener('end', pipe.end);
      pipe.destination.emit('unpipe', this, { hasUnpiped: false });
    }
    if (this[PIPES]?.length === 0) this.pause();
    return this;
  }

  async* [Symbol.asyncIterator]() {
    if (this[STAGE] !== Stage.UNREAD) return;
    this[FLOWING] = false;
    const chunk = take(this);
    if (chunk !== undefined) yield chunk;
    finish(this);
  }

  /** Gives up reading. */
  destroy(error) {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.errored = error ?? null;
    queueMicrotask(() => {
      if (error && this.listenerCount('error') > 0) this.emit('error', error);
      close(this);
    });
    return this;
  }

  /** The host owns every time-out of a connection; the callback is never called. */
  setTimeout() {
    return this;
  }
}

Object.assign(IncomingMessage.prototype, {
  aborted: false,
  complete: true,
  destroyed: false,
  errored: null,
  upgrade: false,
  statusCode: null,
  statusMessage: null,
  readableAborted: false,
  readableHighWaterMark: 65536,
  readableObjectMode: false,
  [STAGE]: Stage.UNREAD,
  [FLOWING]: null,
  [ENCODING]: null,
  [SCHEDULED]: false,
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
  return req[STAGE] === Stage.UNREAD && req[FLOWING] === null && req[ENCODING] === null && req._events === undefined
    && req.on === IncomingMessage.prototype.on && !req.destroyed;
}

/**
 * The body of an untouched request, which counts as read to its end from then on.
 * @param {IncomingMessage} req
 * @returns {ArrayBuffer | undefined}
 */
export function takeWhole(req) {
  req[STAGE] = Stage.ENDED;
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

/** The answer is out: whoever waits for the end of the request learns of it. */
export function closeAfterAnswer(req) {
  if (req._events === undefined || req[STAGE] === Stage.CLOSED) return;
  if (req[STAGE] < Stage.ENDED && !req.destroyed) {
    req[STAGE] = Stage.ENDED;
    req.emit('end');
  }
  close(req);
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

/** The body as one Buffer or string; undefined when it is empty. */
function take(req) {
  req[STAGE] = Stage.READ;
  const body = req[BODY];
  if (body === undefined || body.byteLength === 0) return undefined;
  const chunk = Buffer.from(body);
  return req[ENCODING] === null ? chunk : chunk.toString(req[ENCODING]);
}

function schedule(req) {
  if (req[SCHEDULED]) return;
  req[SCHEDULED] = true;
  queueMicrotask(() => {
    req[SCHEDULED] = false;
    flow(req);
  });
}

function flow(req) {
  if (req[FLOWING] !== true || req.destroyed) return;
  if (req[STAGE] === Stage.UNREAD) {
    const chunk = take(req);
    if (chunk !== undefined) req.emit('data', chunk);
    schedule(req);
  } else if (req[STAGE] === Stage.READ) {
    finish(req);
  }
}

function announce(req) {
  req.emit('readable');
  if (req[STAGE] === Stage.UNREAD && req.readableLength === 0) req.read();
}

function finish(req) {
  if (req[STAGE] >= Stage.ENDED) return;
  req[STAGE] = Stage.ENDED;
  req.emit('end');
  scheduleClose(req);
}

function scheduleClose(req) {
  queueMicrotask(() => close(req));
}

function close(req) {
  if (req[STAGE] === Stage.CLOSED) return;
  req[STAGE] = Stage.CLOSED;
  req.destroyed = true;
  req.emit('close');
}

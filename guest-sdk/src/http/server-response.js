/** An answer as Node shows it: collected here, handed to the host in one call when it ends, or in pieces when the app waits before that. */
import { EventEmitter, firstListener } from '../node/events.js';
import { Buffer } from '../node/buffer.js';
import { nodeError } from '../node-error.js';
import { STATUS_CODES } from './status.js';
import { encodable, joinChunks } from './chunks.js';
import { checkChunk, checkNameType, fieldKey, validateHeaderValue, validateHeaderValues } from './field.js';
import { appendField, dropField, emptyFields, fieldEntries, fieldValue, otherNames, putField } from './field-table.js';
import { close, notify, tellWrites, WRITING, written } from './answer-flow.js';
import { AnswerStream, flushBeforeWaiting, HELD_BYTES_MAX } from './answer-stream.js';
import { endAgain, headersSentError, refuseWrite } from './late-write.js';
import { connectionGone, connectionLost } from './socket.js';
import { entityTag, EtagKind } from '../etag.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

const FIELDS = Symbol('fields');
const CHUNKS = Symbol('chunks');
const HELD_BYTES = Symbol('held bytes');
const STREAM = Symbol('stream');
const DEFERRED_BODY = Symbol('deferred body');
const DEFERRED_ETAG = Symbol('deferred etag');
const SENT_STATUS = Symbol('sent status');

/** One answer. */
export class ServerResponse extends EventEmitter {
  /** @param {import('./incoming-message.js').IncomingMessage} req the request it answers */
  constructor(req) {
    super();
    this.req = req;
  }

  get socket() {
    return this.req.socket;
  }

  get connection() {
    return this.req.socket;
  }

  /** Something truthy once the head is fixed; middleware reads it to ask whether headers were sent. */
  get _header() {
    return this.headersSent ? `HTTP/1.1 ${this.statusCode} ${this.statusMessage ?? STATUS_CODES[this.statusCode] ?? 'unknown'}\r\n` : null;
  }

  get writableEnded() {
    return this.finished;
  }

  get writableFinished() {
    return this.finished;
  }

  get writableLength() {
    return this[WRITING] === undefined || this.finished ? 0 : this[WRITING].length;
  }

  get writableNeedDrain() {
    return !this.destroyed && !this.finished && this[WRITING] !== undefined && this[WRITING].needsDrain;
  }

  get closed() {
    return this._closed;
  }

  setHeader(name, value) {
    if (this.headersSent) throw headersSentError('set');
    const key = fieldKey(name);
    validateHeaderValues(name, value);
    putField(this[FIELDS] ??= emptyFields(), key, name, value);
    return this;
  }

  /** Sets every field of a `Headers` or a `Map`. */
  setHeaders(headers) {
    if (this.headersSent) throw headersSentError('set');
    if (typeof headers?.forEach !== 'function' || typeof headers.get !== 'function') {
      throw nodeError(TypeError, 'ERR_INVALID_ARG_TYPE', 'The "headers" argument must be an instance of Headers or Map.');
    }
    for (const [name, value] of headers) this.setHeader(name, value);
    return this;
  }

  appendHeader(name, value) {
    if (this.headersSent) throw headersSentError('append');
    const key = fieldKey(name);
    validateHeaderValues(name, value);
    appendField(this[FIELDS] ??= emptyFields(), key, name, value);
    return this;
  }

  getHeader(name) {
    checkNameType(name);
    if (this[DEFERRED_BODY] !== undefined) materialize(this);
    return fieldValue(this[FIELDS], name.toLowerCase());
  }

  hasHeader(name) {
    checkNameType(name);
    if (this[DEFERRED_BODY] !== undefined) materialize(this);
    return fieldValue(this[FIELDS], name.toLowerCase()) !== undefined;
  }

  getHeaders() {
    const headers = Object.create(null);
    for (const [key, , value] of entries(this)) headers[key] = value;
    return headers;
  }

  getHeaderNames() {
    return entries(this).map(([key]) => key);
  }

  getRawHeaderNames() {
    return entries(this).map(([, name]) => name);
  }

  removeHeader(name) {
    checkNameType(name);
    if (this.headersSent) throw headersSentError('remove');
    if (this[FIELDS] !== undefined) dropField(this[FIELDS], name.toLowerCase());
  }

  /** Fixes status and headers: nothing can be set any more. */
  writeHead(statusCode, reason, headers) {
    if (this.headersSent) throw headersSentError('write');
    const status = statusCode | 0;
    if (status < 100 || status > 999) {
      throw nodeError(RangeError, 'ERR_HTTP_INVALID_STATUS_CODE', `Invalid status code: ${statusCode}`);
    }
    let fields = headers;
    if (typeof reason === 'string') {
      this.statusMessage = reason;
    } else {
      this.statusMessage ||= STATUS_CODES[status] || 'unknown';
      fields ??= reason;
    }
    this.statusCode = status;
    if (fields) setAll(this, fields);
    checkPhrase(this.statusMessage);
    this.headersSent = true;
    this[SENT_STATUS] = status;
    return this;
  }

  writeHeader(statusCode, reason, headers) {
    return this.writeHead(statusCode, reason, headers);
  }

  /** Fixes the head through whatever `writeHead` middleware put in place. */
  _implicitHeader() {
    this.writeHead(this.statusCode);
  }

  flushHeaders() {
    if (!this.headersSent) this._implicitHeader();
    if (!this.finished && !this.destroyed) flushBeforeWaiting(() => flush(this));
  }

  /** Adds to the body, which leaves for the host when the answer ends, or when the app comes to wait. */
  write(chunk, encoding, callback) {
    if (typeof encoding === 'function') return this.write(chunk, undefined, encoding);
    checkChunk(chunk);
    if (this.finished || this.destroyed) {
      refuseWrite(this, callback);
      return false;
    }
    if (!this.headersSent) this._implicitHeader();
    if (chunk.length > 0) (this[CHUNKS] ??= []).push(encodable(chunk, encoding));
    this[HELD_BYTES] += chunk.length;
    flushBeforeWaiting(() => flush(this));
    return written(this, chunk.length, callback, this[STREAM] !== undefined || this[HELD_BYTES] > HELD_BYTES_MAX);
  }

  /** Completes the answer and hands it to the host. */
  end(chunk, encoding, callback) {
    if (typeof chunk === 'function') return this.end(undefined, undefined, chunk);
    if (typeof encoding === 'function') return this.end(chunk, undefined, encoding);
    if (chunk) checkChunk(chunk);
    if (this.finished) {
      endAgain(this, chunk, callback);
      return this;
    }
    if (typeof callback === 'function') this.once('finish', callback);
    let body = chunk ? encodable(chunk, encoding) : undefined;
    fixHead(this);
    if (this[CHUNKS] !== undefined) body = joinChunks(this[CHUNKS], body);
    complete(this, hasBody(this) ? body : undefined, EtagKind.NONE);
    return this;
  }

  /** Gives up the answer and the connection with it. */
  destroy(error) {
    if (this.destroyed) return this;
    this.destroyed = true;
    if (this[STREAM] !== undefined) this[STREAM].abandon();
    this.errored = error ?? null;
    this.req.socket?.destroy(error);
    return this;
  }

  /** The connection is gone, and with it whoever would get the answer. */
  [connectionLost]() {
    close(this);
  }

  /** An answer can only be written to. */
  pipe() {
    this.emit('error', nodeError(Error, 'ERR_STREAM_CANNOT_PIPE', 'Cannot pipe, not readable'));
  }

  /** Answers to one request cannot carry trailers here. */
  addTrailers() {
    throw new Error('res.addTrailers() is not available: an answer leaves the sandbox as head and body, without trailers');
  }

  /** The host has dealt with `Expect: 100-continue` before the request comes in. */
  writeContinue() {}

  /** Nothing goes ahead of the answer; who waits for it to be written hears that it was. */
  writeProcessing() {}

  writeEarlyHints(_hints, callback) {
    if (typeof callback === 'function') process.nextTick(callback);
  }

  /** The host owns every time-out of a connection; the callback is never called. */
  setTimeout() {
    return this;
  }

  /** What is written in one turn leaves together anyway. */
  cork() {
    this.writableCorked += 1;
  }

  uncork() {
    if (this.writableCorked > 0) this.writableCorked -= 1;
  }

  /** The answer ended before anybody listened; who listens now still hears of it. */
  [firstListener]() {
    if (this.finished) notify(this);
  }
}

Object.assign(ServerResponse.prototype, {
  statusCode: 200,
  statusMessage: undefined,
  headersSent: false,
  finished: false,
  destroyed: false,
  errored: null,
  sendDate: true,
  shouldKeepAlive: true,
  strictContentLength: false,
  writable: true,
  writableHighWaterMark: 16384,
  writableObjectMode: false,
  writableCorked: 0,
  [FIELDS]: undefined,
  [CHUNKS]: undefined,
  [HELD_BYTES]: 0,
  [STREAM]: undefined,
  [DEFERRED_BODY]: undefined,
  [DEFERRED_ETAG]: EtagKind.NONE,
  // What `writeHead` fixed: changing `statusCode` afterwards changes nothing.
  [SENT_STATUS]: undefined,
  [WRITING]: undefined,
  // By these, packages recognise an answer of Node's.
  chunkedEncoding: false,
  useChunkedEncodingByDefault: true,
  outputSize: 0,
  _closed: false,
  _contentLength: null,
  _defaultKeepAlive: true,
  _hasBody: true,
  _removedConnection: false,
  _removedContLen: false,
  _sent100: false,
});

/**
 * The answer to a request of the host. A literal, as the request is.
 * @param {import('./incoming-message.js').IncomingMessage} req
 * @returns {ServerResponse}
 */
export function outgoingAnswer(prototype, req) {
  return { __proto__: prototype, req, locals: undefined, statusCode: 200, headersSent: false, finished: false, [FIELDS]: undefined };
}

const { _implicitHeader: plainImplicitHeader, end: plainEnd, setHeader: plainSetHeader, write: plainWrite, writeHead: plainWriteHead } = ServerResponse.prototype;

/**
 * Whether nobody put a function of their own in the way of the answer's end, nor said how long it is, so that it may leave
 * by the short way.
 * @param {ServerResponse} res
 */
export function isPlain(res) {
  return res.end === plainEnd && res.writeHead === plainWriteHead && res.setHeader === plainSetHeader && !res.headersSent && res.statusMessage === undefined
    && (res[FIELDS] === undefined || (res[FIELDS]['content-length'] === undefined && res[FIELDS]['transfer-encoding'] === undefined));
}

/**
 * The value of a field, by its key, for code that knows that nothing is deferred yet.
 * @param {ServerResponse} res
 * @param {string} key the name in lower case
 */
export function fieldOf(res, key) {
  return fieldValue(res[FIELDS], key);
}

/**
 * Sets a field whose name and value are known to be valid, unless somebody watches `setHeader`.
 * @param {ServerResponse} res
 * @param {string} key the name in lower case
 * @param {string} name
 * @param {string} value
 */
export function setValidField(res, key, name, value) {
  if (res.setHeader !== plainSetHeader || res.headersSent) res.setHeader(name, value);
  else putField(res[FIELDS] ??= emptyFields(), key, name, value);
}

/**
 * Ends a plain answer whose length, and whose entity tag if `etagKind` says so, the host adds. Whoever reads these two
 * fields afterwards gets them all the same.
 * @param {ServerResponse} res
 * @param {string | Uint8Array} body
 * @param {number} etagKind an `EtagKind`
 */
export function endDeferred(res, body, etagKind) {
  seal(res);
  res[DEFERRED_BODY] = body;
  res[DEFERRED_ETAG] = etagKind;
  complete(res, body, etagKind);
}

/**
 * Whether nobody put a function of their own in the way of the body, so that it need not come through here.
 * @param {ServerResponse} res
 */
export function isBodyUnwatched(res) {
  return res.write === plainWrite && res.end === plainEnd && res[CHUNKS] === undefined && !res.finished;
}

/**
 * Ends an answer whose body the host takes from a file of the app.
 * @param {ServerResponse} res
 * @param {string} path
 * @param {number} start of the bytes
 * @param {number} end of the bytes, exclusive
 */
export function endWithFile(res, path, start, end) {
  fixHead(res);
  if (!hasBody(res)) {
    complete(res, undefined, EtagKind.NONE);
    return;
  }
  res.finished = true;
  if (!res.destroyed) runtime.respondFile(res[SENT_STATUS] ?? res.statusCode, res[FIELDS], otherNames(res[FIELDS]), path, start, end);
  tellListeners(res);
}

function entries(res) {
  if (res[DEFERRED_BODY] !== undefined) materialize(res);
  return fieldEntries(res[FIELDS] ?? emptyFields());
}

/** Computes what was left to the host, because somebody looks at it. */
function materialize(res) {
  const body = res[DEFERRED_BODY];
  res[DEFERRED_BODY] = undefined;
  const fields = res[FIELDS] ??= emptyFields();
  putField(fields, 'content-length', 'Content-Length', String(Buffer.byteLength(body)));
  if (res[DEFERRED_ETAG] !== EtagKind.NONE) putField(fields, 'etag', 'ETag', entityTag(body, res[DEFERRED_ETAG]));
}

function setAll(res, headers) {
  if (!Array.isArray(headers)) {
    for (const name of Object.keys(headers)) {
      if (name) res.setHeader(name, headers[name]);
    }
    return;
  }
  const flat = Array.isArray(headers[0]) ? headers.flatMap(([name, value]) => [name, value]) : headers;
  if (flat.length % 2 !== 0) {
    throw nodeError(TypeError, 'ERR_INVALID_ARG_VALUE', "The argument 'headers' is invalid. Received an odd number of names and values");
  }
  // A list may repeat a name only if nothing was set before (Node's rule).
  const add = res[FIELDS] === undefined ? res.appendHeader : res.setHeader;
  for (let index = 0; index < flat.length; index += 2) if (flat[index]) add.call(res, flat[index], flat[index + 1]);
}

function checkPhrase(phrase) {
  try {
    validateHeaderValue('statusMessage', phrase);
  } catch {
    throw nodeError(TypeError, 'ERR_INVALID_CHAR', 'Invalid character in statusMessage');
  }
}

/** Fixes the head through whatever middleware put in place, or directly. */
function fixHead(res) {
  if (res.headersSent) return;
  if (res.writeHead === plainWriteHead && res._implicitHeader === plainImplicitHeader) seal(res);
  else res._implicitHeader();
}

/** What `writeHead` does when it gets no headers and is the original. */
function seal(res) {
  const { statusCode } = res;
  if (typeof statusCode === 'number' && statusCode >= 100 && statusCode <= 999 && res.statusMessage === undefined) {
    res.statusCode = statusCode | 0;
    res.headersSent = true;
  } else {
    plainWriteHead.call(res, statusCode);
  }
}

function hasBody(res) {
  const statusCode = res[SENT_STATUS] ?? res.statusCode;
  return res.req.method !== 'HEAD' && statusCode !== 204 && statusCode !== 304 && statusCode >= 200;
}

/** Sends the head, if it has not left, and what was written since, because the sandbox is about to wait. */
function flush(res) {
  if (res.finished || res.destroyed || !hasBody(res)) {
    tellWrites(res);
    return;
  }
  res[STREAM] ??= new AnswerStream(res[SENT_STATUS] ?? res.statusCode, res[FIELDS], otherNames(res[FIELDS]), () => loseClient(res));
  const chunks = res[CHUNKS];
  res[CHUNKS] = undefined;
  res[HELD_BYTES] = 0;
  res[STREAM].send(chunks && joinChunks(chunks), () => tellWrites(res));
}

/** The client has left while its answer was under way. */
function loseClient(res) {
  if (res.finished && res._closed) return;
  res.req[connectionGone]?.();
  res.destroy();
}

function complete(res, body, etagKind) {
  res.finished = true;
  const stream = res[STREAM];
  if (stream !== undefined && !res.destroyed) {
    stream.send(body, () => {});
    stream.finish(() => tellListeners(res));
    return;
  }
  if (!res.destroyed) runtime.respond(res[SENT_STATUS] ?? res.statusCode, res[FIELDS], otherNames(res[FIELDS]), body, etagKind);
  tellListeners(res);
}

function tellListeners(res) {
  if (res._events === undefined && res.req._events === undefined) return;
  if (res._events !== undefined) res.emit('prefinish');
  notify(res);
}

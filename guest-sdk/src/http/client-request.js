/** A request that the app makes: collected here, handed to the host when it ends, answered by an event. */
import { globalAgent } from './agent.js';
import { addRequestFields, factsToSend } from './request-fields.js';
import { joinChunks, encodable } from './chunks.js';
import { ClientResponse, hostError } from './client-response.js';
import { checkChunk } from './field.js';
import { refuseWrite, endAgain } from './late-write.js';
import { factsOf, readArguments } from './request-options.js';
import { ServerResponse } from './server-response.js';
import { Socket } from './socket.js';
import { firstListener } from '../node/events.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];
const { process } = globalThis;

const CHUNKS = Symbol('chunks');
const OPERATION = Symbol('operation');
const SOCKET = Symbol('socket');
const TIMER = Symbol('timer');

/** One request. Its header methods are those of an answer, as in Node, where both inherit them. */
export class ClientRequest extends ServerResponse {
  /**
   * @param {string | URL | object} input
   * @param {object | Function} [options]
   * @param {Function} [callback] called with the response
   * @param {import('./agent.js').Agent} [defaultAgent]
   */
  constructor(input, options, callback, defaultAgent) {
    super(undefined);
    const given = readArguments(input, options, callback);
    const facts = factsOf(given.options, defaultAgent ?? globalAgent);
    const { agent, protocol, path, host, port, method } = facts;
    Object.assign(this, { agent, protocol, path, host, port, method, authority: facts.authority, aborted: false, reusedSocket: false, maxHeadersCount: null, timeout: given.options.timeout });
    this[CHUNKS] = [];
    addRequestFields(this, given.options);
    if (given.callback) this.once('response', given.callback);
    if (given.options.timeout !== undefined) this.setTimeout(given.options.timeout);
    if (given.options.signal) followSignal(this, given.options.signal);
    process.nextTick(() => {
      if (this.destroyed) return;
      this[SOCKET] = connectionOf(this);
      this.emit('socket', this[SOCKET]);
    });
  }

  /** There is one a moment later, as in Node. */
  get socket() {
    return this[SOCKET] ?? null;
  }

  get connection() {
    return this.socket;
  }

  get _header() {
    return this.headersSent ? `${this.method} ${this.path} HTTP/1.1\r\n` : null;
  }

  _implicitHeader() {
    this.headersSent = true;
  }

  /** Fixes the head. It leaves with the body. */
  flushHeaders() {
    this._implicitHeader();
  }

  write(chunk, encoding, callback) {
    if (typeof encoding === 'function') return this.write(chunk, undefined, encoding);
    checkChunk(chunk);
    if (this.finished || this.destroyed) {
      refuseWrite(this, callback);
      return false;
    }
    this._implicitHeader();
    if (chunk.length > 0) this[CHUNKS].push(encodable(chunk, encoding));
    if (typeof callback === 'function') process.nextTick(callback);
    return true;
  }

  end(chunk, encoding, callback) {
    if (typeof chunk === 'function') return this.end(undefined, undefined, chunk);
    if (typeof encoding === 'function') return this.end(chunk, undefined, encoding);
    if (chunk) checkChunk(chunk);
    if (this.finished) {
      endAgain(this, chunk, callback);
      return this;
    }
    if (typeof callback === 'function') this.once('finish', callback);
    this._implicitHeader();
    this.finished = true;
    if (this.destroyed) return this;
    send(this, joinChunks(this[CHUNKS], chunk ? encodable(chunk, encoding) : undefined));
    process.nextTick(() => { if (!this.destroyed) this.emit('finish'); });
    return this;
  }

  /** Gives up the request, and its answer if that is under way. */
  destroy(error) {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.errored = error ?? null;
    clearTimeout(this[TIMER]);
    if (this[OPERATION] !== undefined) runtime.cancel(this[OPERATION]);
    this[SOCKET]?.destroy(error);
    if (this.res !== undefined) {
      this.res.destroy(error ?? reset('aborted'));
      return this;
    }
    const told = error ?? reset('socket hang up');
    process.nextTick(() => {
      this.emit('error', told);
      this.#close();
    });
    return this;
  }

  abort() {
    if (this.aborted) return;
    this.aborted = true;
    process.nextTick(() => this.emit('abort'));
    this.destroy();
  }

  /** Tells by 'timeout', again and again, when nothing has come for that long. What to do then is for the app to say. */
  setTimeout(millis, callback) {
    this.timeout = millis;
    if (typeof callback === 'function') this.once('timeout', callback);
    this.stirred();
    return this;
  }

  clearTimeout(callback) {
    return this.setTimeout(0, callback);
  }

  setNoDelay() {}

  setSocketKeepAlive() {}

  /** Something has come: the time without anything begins anew. */
  stirred() {
    clearTimeout(this[TIMER]);
    if (this.timeout > 0 && !this.destroyed && !this._closed) {
      this[TIMER] = setTimeout(() => {
        this.emit('timeout');
        this[SOCKET]?.emit('timeout');
        this.stirred();
      }, this.timeout);
    }
  }

  /** The answer has been read, or given up. */
  answered() {
    this.destroyed = true;
    clearTimeout(this[TIMER]);
    this.#close();
  }

  #close() {
    if (this._closed) return;
    this._closed = true;
    this.emit('close');
    this[SOCKET]?.destroy();
  }

  /** Unlike an answer, a request is not over when it has left. */
  [firstListener]() {}
}

const reset = (message) => Object.assign(new Error(message), { code: 'ECONNRESET' });

function connectionOf(req) {
  const socket = new Socket(req.protocol.slice(0, -1), req.host, req.port);
  socket.setTimeout = (millis, callback) => {
    if (typeof callback === 'function') socket.once('timeout', callback);
    req.setTimeout(millis);
    return socket;
  };
  return socket;
}

function followSignal(req, signal) {
  const give = () => {
    const error = new Error('The operation was aborted', { cause: signal.reason });
    error.name = 'AbortError';
    error.code = 'ABORT_ERR';
    req.destroy(error);
  };
  if (signal.aborted) process.nextTick(give);
  else signal.addEventListener('abort', give, { once: true });
}

function send(req, body) {
  const { url, packed } = factsToSend(req);
  const bytes = typeof body === 'string' ? runtime.utf8Encode(body) : body.buffer.slice(body.byteOffset, body.byteOffset + body.byteLength);
  const { id, promise } = runtime.operate('fetch', req.method, url, packed, bytes.byteLength > 0 ? bytes : undefined, 'manual');
  req[OPERATION] = id;
  promise.then((answer) => receive(req, answer), (error) => req.destroy(hostError(error)));
}

function receive(req, answer) {
  req[OPERATION] = undefined;
  if (req.destroyed) return;
  req.stirred();
  const res = new ClientResponse(req, answer);
  req.res = res;
  process.nextTick(() => {
    if (!req.emit('response', res)) res.resume();
  });
}

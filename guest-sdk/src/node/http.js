/** The `node:http` module: requests, answers, a server that hands its handler to the host, and a client that the host speaks for. */
import '../engines.js';
import { Agent, globalAgent } from '../http/agent.js';
import { ClientRequest } from '../http/client-request.js';
import { EventEmitter } from './events.js';
import { IncomingMessage } from '../http/incoming-message.js';
import { ServerResponse } from '../http/server-response.js';
import { METHODS, STATUS_CODES } from '../http/status.js';
import { validateHeaderName, validateHeaderValue } from '../http/field.js';
import { serve } from '../entry.js';

/** The largest head Node accepts, in bytes; the host enforces its own limit. */
export const maxHeaderSize = 16384;

/** A server that never opens a socket: `listen` makes its listeners answer what the host receives. */
export class Server extends EventEmitter {
  /**
   * @param {object | Function} [options] accepted for compatibility; everything about the connection belongs to the host
   * @param {(req: IncomingMessage, res: ServerResponse) => void} [handler]
   */
  constructor(options, handler) {
    super();
    this.listening = false;
    const listener = typeof options === 'function' ? options : handler;
    if (listener) this.on('request', listener);
  }

  /** Hands the listeners to the host. Port and address are ignored, the callback is called. */
  listen(...values) {
    const callback = values.at(-1);
    if (typeof callback === 'function') this.once('listening', callback);
    this.listening = true;
    this.#handOver(() => this.emit('listening'));
    return this;
  }

  on(name, listener) {
    super.on(name, listener);
    if (name === 'request' && this.listening) this.#handOver();
    return this;
  }

  addListener(name, listener) {
    return this.on(name, listener);
  }

  /** A single listener goes over as itself, so that the host's entry recognises an application. */
  #handOver(onServed) {
    const listeners = this.rawListeners('request');
    serve(listeners.length === 1 ? listeners[0] : (req, res) => this.emit('request', req, res), onServed);
  }

  address() {
    return this.listening ? { address: '::', family: 'IPv6', port: 0 } : null;
  }

  close(callback) {
    const error = this.listening ? undefined : Object.assign(new Error('Server is not running.'), { code: 'ERR_SERVER_NOT_RUNNING' });
    this.listening = false;
    queueMicrotask(() => {
      callback?.(error);
      this.emit('close');
    });
    return this;
  }

  closeAllConnections() {}

  closeIdleConnections() {}

  setTimeout() {
    return this;
  }

  ref() {
    return this;
  }

  unref() {
    return this;
  }
}

/**
 * A server whose handler answers every request once it listens.
 * @param {object | Function} [options]
 * @param {Function} [handler]
 */
export function createServer(options, handler) {
  return new Server(options, handler);
}

/**
 * A request to another server. It leaves when it is ended.
 * @param {string | URL | object} url
 * @param {object | Function} [options]
 * @param {Function} [callback]
 */
export function request(url, options, callback) {
  return new ClientRequest(url, options, callback, globalAgent);
}

/** A request that has no body, and has been ended. */
export function get(url, options, callback) {
  return request(url, options, callback).end();
}

/** There are no parsers to keep: the host reads requests. */
export function setMaxIdleHTTPParsers() {}

// Node's class between a stream and an answer holds the header methods; middleware borrows them from its prototype. Here an answer has them itself.
export { Agent, ClientRequest, IncomingMessage, METHODS, STATUS_CODES, ServerResponse as OutgoingMessage, ServerResponse, globalAgent,
  validateHeaderName, validateHeaderValue };

export default { Agent, ClientRequest, IncomingMessage, METHODS, OutgoingMessage: ServerResponse, STATUS_CODES, Server, ServerResponse, createServer, get,
  globalAgent, maxHeaderSize, request, setMaxIdleHTTPParsers, validateHeaderName, validateHeaderValue };

/** What a handler can see of the connection: addresses and encryption. The connection itself belongs to the host. */
import { EventEmitter } from '../node/events.js';
import { NO_SOCKETS, unavailable } from '../unavailable.js';

const { process } = globalThis;

/** The method of a request and of an answer that is called when their connection is gone. */
export const connectionLost = Symbol('connection lost');

/** The method of a request that is called when its client has left before the answer was complete. */
export const connectionGone = Symbol('connection gone');

const REQUEST = Symbol('request');

/** Stands in for the `net.Socket` of a request. */
export class Socket extends EventEmitter {
  /**
   * @param {string} scheme `http` or `https`
   * @param {string} peerAddress
   * @param {number} peerPort
   * @param {object} [request] the one that came over this connection
   */
  constructor(scheme, peerAddress, peerPort, request) {
    super();
    this[REQUEST] = request;
    this.remoteAddress = peerAddress;
    this.remotePort = peerPort;
    this.remoteFamily = peerAddress?.includes(':') ? 'IPv6' : 'IPv4';
    this.encrypted = scheme === 'https';
    this.readable = true;
    this.writable = true;
    this.destroyed = false;
    this.connecting = false;
    this.bytesRead = 0;
    this.bytesWritten = 0;
  }

  /** The address of the client, as `net.Socket` reports it. */
  address() {
    return {};
  }

  /** Gives up the connection: nothing more is sent on it. */
  destroy(error) {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.readable = false;
    this.writable = false;
    // Three turns later, as a request that gives up its connection is closed before the answer.
    process.nextTick(() => process.nextTick(() => process.nextTick(() => {
      if (error && this.listenerCount('error') > 0) this.emit('error', error);
      this.emit('close', Boolean(error));
      this[REQUEST]?.[connectionLost]();
    })));
    return this;
  }

  /** As `destroy`: there is no half-closed connection here. */
  end() {
    return this.destroy();
  }

  destroySoon() {
    this.destroy();
  }

  /** The host owns every time-out of a connection; the callback is never called. */
  setTimeout() {
    return this;
  }

  setNoDelay() {
    return this;
  }

  setKeepAlive() {
    return this;
  }

  ref() {
    return this;
  }

  unref() {
    return this;
  }

  cork() {}

  uncork() {}
}

Object.assign(Socket.prototype, {
  connect: unavailable('socket.connect()', NO_SOCKETS),
  write: unavailable('socket.write()', 'the connection belongs to the host; write to the response'),
});

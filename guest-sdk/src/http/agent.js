/** What keeps connections in Node. Programs make one as they start; here it has nothing to keep. */
import { EventEmitter } from '../node/events.js';
import { NO_SOCKETS, unavailable } from '../unavailable.js';

/** An `http.Agent`, with the options it was given. */
export class Agent extends EventEmitter {
  /** @param {object} [options] */
  constructor(options) {
    super();
    this.options = { __proto__: null, noDelay: true, path: null, ...options };
    this.requests = { __proto__: null };
    this.sockets = { __proto__: null };
    this.freeSockets = { __proto__: null };
    this.keepAliveMsecs = options?.keepAliveMsecs ?? 1000;
    this.keepAlive = options?.keepAlive ?? false;
    this.maxSockets = options?.maxSockets ?? Infinity;
    this.maxFreeSockets = options?.maxFreeSockets ?? 256;
    this.maxTotalSockets = options?.maxTotalSockets ?? Infinity;
    this.scheduling = options?.scheduling ?? 'lifo';
  }

  /** Nothing is open. */
  destroy() {}

  /** The name under which connections would be kept. */
  getName(options = {}) {
    return `${options.host || 'localhost'}:${options.port || ''}:${options.localAddress || ''}${options.family ? `:${options.family}` : ''}`;
  }
}

Object.assign(Agent.prototype, { defaultPort: 80, protocol: 'http:', createConnection: unavailable('agent.createConnection()', NO_SOCKETS) });
Agent.defaultMaxSockets = Infinity;

export const globalAgent = new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 });

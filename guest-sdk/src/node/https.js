/** The `node:https` module: the host does the encryption, so server and client are those of `node:http`. */
import { Agent as HttpAgent } from '../http/agent.js';
import { ClientRequest } from '../http/client-request.js';
import { createServer, Server } from './http.js';

/** An `https.Agent`, with the options it was given. */
export class Agent extends HttpAgent {}

Object.assign(Agent.prototype, { defaultPort: 443, protocol: 'https:' });

export const globalAgent = new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 });

/** A request to another server, under encryption. */
export function request(url, options, callback) {
  return new ClientRequest(url, options, callback, globalAgent);
}

export function get(url, options, callback) {
  return request(url, options, callback).end();
}

export { createServer, Server };
export default { Agent, Server, createServer, get, globalAgent, request };

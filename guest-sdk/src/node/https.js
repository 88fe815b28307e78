/** The `node:https` module: the host does the encryption, so a server is that of `node:http`. */
import { Agent as HttpAgent } from '../http/agent.js';
import { allUnavailable, NO_SOCKETS } from '../unavailable.js';
import { createServer, Server } from './http.js';

/** An `https.Agent`, with the options it was given. */
export class Agent extends HttpAgent {}

Object.assign(Agent.prototype, { defaultPort: 443, protocol: 'https:' });

export const globalAgent = new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 });

export const { get, request } = allUnavailable('https', 'get request', NO_SOCKETS);

export { createServer, Server };
export default { Agent, Server, createServer, get, globalAgent, request };

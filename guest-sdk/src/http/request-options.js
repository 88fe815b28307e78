/** What `http.request` is called with: a URL, options or both, as one set of options, checked as Node checks them. */
import { Agent } from './agent.js';
import { urlToHttpOptions } from '../file-url.js';
import { invalidArgType, nodeError } from '../node-error.js';
import { NO_SOCKETS, unavailable } from '../unavailable.js';

const TOKEN = /^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]+$/;
const INVALID_PATH = /[^\u0021-\u00ff]/;
/** What would change how the host connects, which an app cannot. */
const OF_CONNECTION = ['cert', 'createConnection', 'key', 'pfx', 'socketPath'];

/** The options of a call, and its callback. */
export function readArguments(input, options, callback) {
  if (typeof input !== 'string' && !isUrl(input)) return { options: { ...input }, callback: typeof options === 'function' ? options : callback };
  const given = urlToHttpOptions(typeof input === 'string' ? new globalThis.URL(input) : input);
  if (typeof options === 'function') return { options: given, callback: options };
  return { options: { ...given, ...options }, callback };
}

function isUrl(value) {
  return typeof value === 'object' && value !== null && typeof value.href === 'string' && typeof value.protocol === 'string' && value.auth === undefined && value.path === undefined;
}

/**
 * The facts of a request.
 * @param {object} options
 * @param {Agent} defaultAgent of the module that was called
 */
export function factsOf(options, defaultAgent) {
  const agent = agentOf(options.agent, options._defaultAgent ?? defaultAgent);
  const protocol = options.protocol || (options._defaultAgent ?? defaultAgent).protocol;
  const expected = agent?.protocol ?? defaultAgent.protocol;
  if (protocol !== expected) throw nodeError(TypeError, 'ERR_INVALID_PROTOCOL', `Protocol "${protocol}" not supported. Expected "${expected}"`);
  for (const name of OF_CONNECTION) if (options[name]) unavailable(`The option ${name}`, NO_SOCKETS)();
  const path = options.path ? String(options.path) : '/';
  if (INVALID_PATH.test(path)) throw nodeError(TypeError, 'ERR_UNESCAPED_CHARACTERS', 'Request path contains unescaped characters');
  const host = textOf(options.hostname, 'hostname') || textOf(options.host, 'host') || 'localhost';
  const port = Number(options.port || options.defaultPort || agent?.defaultPort || defaultAgent.defaultPort);
  const method = methodOf(options.method);
  return { agent, protocol, path, host, port, method, authority: authorityOf(host, port, protocol) };
}

function agentOf(agent, defaultAgent) {
  if (agent === false) return new defaultAgent.constructor();
  if (agent === undefined || agent === null) return defaultAgent;
  if (!(agent instanceof Agent) && typeof agent.addRequest !== 'function') throw invalidArgType('options.agent', 'one of Agent-like Object, undefined, or false', agent);
  if (agent.proxy !== undefined) unavailable('An agent that goes through a proxy', 'the host makes the connections, under the policy of the app; ask the server itself')();
  return agent;
}

function textOf(value, name) {
  if (value !== null && value !== undefined && typeof value !== 'string') throw invalidArgType(`options.${name}`, 'of type string or one of undefined or null', value);
  return value;
}

function methodOf(method) {
  if (method !== null && method !== undefined && typeof method !== 'string') throw invalidArgType('options.method', 'of type string', method);
  if (!method) return 'GET';
  if (!TOKEN.test(method)) throw nodeError(TypeError, 'ERR_INVALID_HTTP_TOKEN', `Method must be a valid HTTP token ["${method}"]`);
  return method.toUpperCase();
}

/** Host and port as they stand in a URL and in the field `Host`. */
function authorityOf(host, port, protocol) {
  const name = host.includes(':') && host[0] !== '[' ? `[${host}]` : host;
  return port === (protocol === 'https:' ? 443 : 80) ? name : `${name}:${port}`;
}

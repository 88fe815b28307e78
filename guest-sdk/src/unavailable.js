/** Functions and classes that a sandbox cannot have: they can be imported, and say what to use instead when they are called. */
import { nodeError } from './node-error.js';

/**
 * A function or class that throws when it is called, constructed or extended by something that is constructed.
 * @param {string} name as the app writes it, such as `net.connect()`
 * @param {string} reason why it cannot be, and what to use instead
 */
export function unavailable(name, reason) {
  return function refuse() {
    throw nodeError(Error, 'ERR_UNAVAILABLE_IN_SANDBOX', `${name} is not available: ${reason}`);
  };
}

/**
 * Several of one module.
 * @param {string} module
 * @param {string} names separated by spaces; those that begin with a capital letter are classes
 * @param {string} reason
 * @returns {Record<string, Function>}
 */
export function allUnavailable(module, names, reason) {
  return Object.fromEntries(names.split(' ').map((name) => {
    const isClass = name[0] !== name[0].toLowerCase();
    return [name, unavailable(isClass ? `new ${module}.${name}()` : `${module}.${name}()`, reason)];
  }));
}

export const NO_SOCKETS = 'there are no sockets in the sandbox: the host makes the connections; use fetch(), or node:http and node:https';
export const NO_PROCESSES = 'there are no processes or threads in the sandbox; every request already runs in a sandbox of its own';

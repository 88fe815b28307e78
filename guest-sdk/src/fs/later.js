/** Calls that answer later: by a callback, or by a promise. */
import { invalidArgType } from '../node-error.js';
import { withoutCalls } from './error.js';

/**
 * The form with a callback, as the last argument, of a call that is done when it returns.
 * @param {(...values: unknown[]) => unknown} call
 * @param {(callback: Function, result: unknown, values: unknown[]) => void} [hand] how a result is given to the callback
 */
export function withCallback(call, hand = handResult) {
  return function called(...values) {
    const callback = values.length > 1 ? values.pop() : undefined;
    checkCallback(callback);
    let result;
    try {
      result = call(...values);
    } catch (error) {
      // What is wrong with the arguments is thrown at once.
      if (error.syscall === undefined && error.code !== 'ERR_UNKNOWN_ENCODING') throw error;
      setImmediate(callback, error.syscall === undefined ? error : withoutCalls(error));
      return;
    }
    setImmediate(() => hand(callback, result, values));
  };
}

export function checkCallback(callback) {
  if (typeof callback !== 'function') throw invalidArgType('cb', 'of type function', callback);
}

function handResult(callback, result) {
  if (result === undefined) callback(null);
  else callback(null, result);
}

/** The form that gives a promise; it is rejected with whatever is wrong, arguments included. */
export function withPromise(call) {
  return function called(...values) {
    return new Promise((fulfill, reject) => {
      try {
        const result = call(...values);
        setImmediate(() => fulfill(result));
      } catch (error) {
        setImmediate(() => reject(error));
      }
    });
  };
}

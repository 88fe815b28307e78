/** The parameters of a matched path: callbacks for them, and merging with those of the parent router. */

import { isPromise } from './layer.js';

/** Whether any parameter of the request has callbacks. */
export function haveCallbacks(callbacks, params) {
  for (const name in params) {
    if (callbacks[name] !== undefined) return true;
  }
  return false;
}

/**
 * Calls the callbacks of each parameter, once per request and value, then `done(err)`.
 *
 * `called` remembers for one pass through the router which callbacks ran and what came of it.
 */
export function runCallbacks(callbacks, names, called, req, res, done) {
  let nextName = 0;
  let nextCallback = 0;
  let name;
  let call;

  function advance(error) {
    if (error || nextName >= names.length) {
      done(error);
      return;
    }
    name = names[nextName++];
    nextCallback = 0;
    const value = req.params[name];
    if (value === undefined || !callbacks[name]) {
      advance();
      return;
    }

    const before = called[name];
    if (before && (before.value === value || (before.error && before.error !== 'route'))) {
      req.params[name] = before.result;
      advance(before.error);
      return;
    }
    call = called[name] = { value, result: value, error: null };
    callNext();
  }

  function callNext(error) {
    const callback = callbacks[name][nextCallback++];
    call.result = req.params[name];
    if (error) {
      call.error = error;
      advance(error);
    } else if (callback) {
      invoke(callback, req, res, callNext, call.value, name);
    } else {
      advance();
    }
  }

  advance();
}

function invoke(callback, req, res, next, value, name) {
  try {
    const result = callback(req, res, next, value, name);
    if (isPromise(result)) result.then(undefined, (error) => next(error || new Error('Rejected promise')));
  } catch (error) {
    next(error);
  }
}

/** The parameters of a `mergeParams` router: the parent's and its own, unnamed groups numbered on from the parent's. */
export function mergeParams(own, parent) {
  if (typeof parent !== 'object' || !parent) return own;
  if (!(0 in own) || !(0 in parent)) return { ...parent, ...own };

  const parentCount = countNumbered(parent);
  const ownCount = countNumbered(own);
  const merged = { ...parent };
  for (const name of Object.keys(own)) {
    const number = Number(name);
    const isNumbered = String(number) === name && number < ownCount;
    merged[isNumbered ? number + parentCount : name] = own[name];
  }
  return merged;
}

function countNumbered(params) {
  let count = 0;
  while (count in params) count++;
  return count;
}

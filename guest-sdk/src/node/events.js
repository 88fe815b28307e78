/** The `node:events` module: emitters whose listener table exists only once somebody listens. */
import { invalidArgType, nodeError, outOfRange } from '../node-error.js';

/** How many listeners of one event are normal; above it a leak is likely, and Node warns. */
const DEFAULT_MAX_LISTENERS = 10;

export const errorMonitor = Symbol.for('events.errorMonitor');
export const captureRejectionSymbol = Symbol.for('nodejs.rejection');
/** A method with this name is called when an emitter gets its first listener. */
export const firstListener = Symbol('first listener');

let defaultMaxListeners = DEFAULT_MAX_LISTENERS;

/** Set on emitters whose listeners may return promises that reject: that becomes an 'error'. */
const CAPTURES = Symbol.for('nodejs.event_emitter.captures');

/** An emitter of events. A plain function, because older classes call it on themselves instead of extending it. */
export function EventEmitter(options) {
  // An object created from another emitter must not share its table.
  if (this._events !== undefined) this._events = undefined;
  if (options?.captureRejections !== undefined) this[CAPTURES] = Boolean(options.captureRejections);
}

export default EventEmitter;

const prototype = EventEmitter.prototype;

prototype._events = undefined;
prototype._maxListeners = undefined;
prototype[CAPTURES] = false;

prototype.on = function on(name, listener) {
  return add(this, name, listener, false);
};

prototype.addListener = prototype.on;

prototype.prependListener = function prependListener(name, listener) {
  return add(this, name, listener, true);
};

prototype.once = function once(name, listener) {
  checkListener(listener);
  return this.on(name, wrapOnce(this, name, listener));
};

prototype.prependOnceListener = function prependOnceListener(name, listener) {
  checkListener(listener);
  return this.prependListener(name, wrapOnce(this, name, listener));
};

prototype.emit = function emit(name, ...values) {
  const table = this._events;
  if (name === 'error') {
    if (table !== undefined && table[errorMonitor] !== undefined) this.emit(errorMonitor, ...values);
    if (table === undefined || table.error === undefined) throwUnhandled(values[0]);
  }
  const listeners = table === undefined ? undefined : table[name];
  if (listeners === undefined) return false;
  if (typeof listeners === 'function') {
    const result = Reflect.apply(listeners, this, values);
    if (this[CAPTURES] && result !== undefined) captureRejection(this, result, name, values);
    return true;
  }
  // A listener may add or remove listeners; this emit reaches those that were there when it began.
  const snapshot = listeners.slice();
  for (let index = 0; index < snapshot.length; index += 1) {
    const result = Reflect.apply(snapshot[index], this, values);
    if (this[CAPTURES] && result !== undefined) captureRejection(this, result, name, values);
  }
  return true;
};

function captureRejection(emitter, result, name, values) {
  if (typeof result?.then !== 'function') return;
  result.then(undefined, (error) => {
    globalThis.process.nextTick(() => {
      if (typeof emitter[captureRejectionSymbol] === 'function') {
        emitter[captureRejectionSymbol](error, name, ...values);
        return;
      }
      // What a listener of 'error' rejects with would never end.
      emitter[CAPTURES] = false;
      try {
        emitter.emit('error', error);
      } finally {
        emitter[CAPTURES] = true;
      }
    });
  });
}

prototype.removeListener = function removeListener(name, listener) {
  checkListener(listener);
  const table = this._events;
  const listeners = table === undefined ? undefined : table[name];
  if (listeners === undefined) return this;
  if (typeof listeners === 'function') {
    if (listeners === listener || listeners.listener === listener) {
      delete table[name];
      if (table.removeListener !== undefined) this.emit('removeListener', name, listeners.listener || listener);
    }
    return this;
  }
  for (let index = listeners.length - 1; index >= 0; index -= 1) {
    const candidate = listeners[index];
    if (candidate !== listener && candidate.listener !== listener) continue;
    listeners.splice(index, 1);
    if (listeners.length === 1) [table[name]] = listeners;
    if (table.removeListener !== undefined) this.emit('removeListener', name, candidate.listener || listener);
    break;
  }
  return this;
};

prototype.off = prototype.removeListener;

prototype.removeAllListeners = function removeAllListeners(name) {
  const table = this._events;
  if (table === undefined) return this;
  if (table.removeListener === undefined) {
    if (arguments.length === 0) this._events = undefined;
    else delete table[name];
    return this;
  }
  if (arguments.length === 0) {
    for (const key of Reflect.ownKeys(table)) {
      if (key !== 'removeListener') this.removeAllListeners(key);
    }
    this.removeAllListeners('removeListener');
    this._events = undefined;
    return this;
  }
  const listeners = this.rawListeners(name);
  for (let index = listeners.length - 1; index >= 0; index -= 1) this.removeListener(name, listeners[index]);
  return this;
};

prototype.listeners = function listeners(name) {
  const list = this.rawListeners(name);
  for (let index = 0; index < list.length; index += 1) list[index] = list[index].listener || list[index];
  return list;
};

prototype.rawListeners = function rawListeners(name) {
  const listeners = this._events === undefined ? undefined : this._events[name];
  if (listeners === undefined) return [];
  return typeof listeners === 'function' ? [listeners] : listeners.slice();
};

prototype.listenerCount = function listenerCount(name, listener) {
  const listeners = this._events === undefined ? undefined : this._events[name];
  if (listeners === undefined) return 0;
  if (listener == null) return typeof listeners === 'function' ? 1 : listeners.length;
  return this.rawListeners(name).filter((each) => each === listener || each.listener === listener).length;
};

prototype.eventNames = function eventNames() {
  return this._events === undefined ? [] : Reflect.ownKeys(this._events);
};

prototype.setMaxListeners = function setMaxListeners(count) {
  checkCount('setMaxListeners', count);
  this._maxListeners = count;
  return this;
};

prototype.getMaxListeners = function getMaxListeners() {
  return this._maxListeners === undefined ? defaultMaxListeners : this._maxListeners;
};

function add(emitter, name, listener, first) {
  checkListener(listener);
  let table = emitter._events;
  if (table === undefined) {
    table = Object.create(null);
    emitter._events = table;
    if (emitter[firstListener] !== undefined) emitter[firstListener]();
  } else if (table.newListener !== undefined) {
    emitter.emit('newListener', name, listener.listener || listener);
    table = emitter._events ??= Object.create(null);
  }
  const present = table[name];
  if (present === undefined) {
    table[name] = listener;
    return emitter;
  }
  const list = typeof present === 'function' ? [present] : present;
  if (first) list.unshift(listener);
  else list.push(listener);
  table[name] = list;
  const limit = emitter.getMaxListeners();
  if (limit > 0 && list.length > limit && !list.warned) warnOfLeak(emitter, name, list, limit);
  return emitter;
}

function warnOfLeak(emitter, name, list, limit) {
  list.warned = true;
  const kind = emitter.constructor?.name ?? 'EventEmitter';
  const warning = new Error(`Possible EventEmitter memory leak detected. ${list.length} ${String(name)} listeners added to [${kind}]. `
    + `MaxListeners is ${limit}. Use emitter.setMaxListeners() to increase limit`);
  warning.name = 'MaxListenersExceededWarning';
  Object.assign(warning, { emitter, type: name, count: list.length });
  globalThis.process?.emitWarning?.(warning);
}

function wrapOnce(emitter, name, listener) {
  let fired = false;
  function wrapped(...values) {
    if (fired) return undefined;
    fired = true;
    emitter.removeListener(name, wrapped);
    return Reflect.apply(listener, emitter, values);
  }
  wrapped.listener = listener;
  return wrapped;
}

function throwUnhandled(error) {
  if (error instanceof Error) throw error;
  const shown = typeof error === 'string' ? `'${error}'` : String(error);
  const wrapper = nodeError(Error, 'ERR_UNHANDLED_ERROR', `Unhandled error. (${shown})`);
  wrapper.context = error;
  throw wrapper;
}

function checkListener(listener) {
  if (typeof listener !== 'function') throw invalidArgType('listener', 'of type function', listener);
}

function checkCount(name, count) {
  if (typeof count !== 'number') throw invalidArgType(name, 'of type number', count);
  if (!(count >= 0)) throw outOfRange(name, '>= 0', count);
}

/**
 * A promise of the values of the next `name` event; rejects on 'error' and on the signal's abort.
 * @param {EventEmitter | EventTarget} emitter
 * @param {string | symbol} name
 * @param {{signal?: AbortSignal}} [options]
 */
export function once(emitter, name, options) {
  const signal = options?.signal;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(abortError(signal));
      return;
    }
    const settle = (action, value) => {
      unlisten(emitter, name, onEvent);
      unlisten(emitter, 'error', onError);
      signal?.removeEventListener('abort', onAbort);
      action(value);
    };
    const onEvent = (...values) => settle(resolve, values);
    const onError = (error) => settle(reject, error);
    const onAbort = () => settle(reject, abortError(signal));
    listen(emitter, name, onEvent);
    if (name !== 'error' && typeof emitter.on === 'function') emitter.on('error', onError);
    signal?.addEventListener('abort', onAbort);
  });
}

/**
 * An async iterator over the values of every `name` event from now on.
 * @param {EventEmitter} emitter
 * @param {string | symbol} name
 * @param {{signal?: AbortSignal, close?: string[]}} [options]
 */
export function on(emitter, name, options) {
  const signal = options?.signal;
  if (signal?.aborted) throw abortError(signal);
  const events = [];
  const waiting = [];
  let failure;
  let finished = false;
  const fail = (error) => {
    if (waiting.length > 0) waiting.shift().reject(error);
    else failure = error;
    iterator.return();
  };
  const onEvent = (...values) => {
    if (waiting.length > 0) waiting.shift().resolve({ value: values, done: false });
    else events.push(values);
  };
  const onAbort = () => fail(abortError(signal));
  const onClose = () => iterator.return();
  const iterator = {
    next() {
      if (events.length > 0) return Promise.resolve({ value: events.shift(), done: false });
      if (failure !== undefined) {
        const error = failure;
        failure = undefined;
        return Promise.reject(error);
      }
      if (finished) return Promise.resolve({ value: undefined, done: true });
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    return() {
      unlisten(emitter, name, onEvent);
      if (name !== 'error') unlisten(emitter, 'error', fail);
      for (const close of options?.close ?? []) unlisten(emitter, close, onClose);
      signal?.removeEventListener('abort', onAbort);
      finished = true;
      for (const { resolve } of waiting.splice(0)) resolve({ value: undefined, done: true });
      return Promise.resolve({ value: undefined, done: true });
    },
    throw(error) {
      fail(error);
      return Promise.resolve({ value: undefined, done: true });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
  listen(emitter, name, onEvent);
  if (name !== 'error') listen(emitter, 'error', fail);
  for (const close of options?.close ?? []) listen(emitter, close, onClose);
  signal?.addEventListener('abort', onAbort);
  return iterator;
}

function listen(emitter, name, listener) {
  if (typeof emitter.on === 'function') emitter.on(name, listener);
  else emitter.addEventListener(name, listener);
}

function unlisten(emitter, name, listener) {
  if (typeof emitter.removeListener === 'function') emitter.removeListener(name, listener);
  else emitter.removeEventListener(name, listener);
}

function abortError(signal) {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  error.name = 'AbortError';
  error.code = 'ABORT_ERR';
  return error;
}

/** The listeners of an event, as `emitter.listeners(name)`. */
export function getEventListeners(emitter, name) {
  return emitter.listeners(name);
}

/** The number of listeners of an event, as `emitter.listenerCount(name)`. */
export function listenerCount(emitter, name) {
  return emitter.listenerCount(name);
}

/** The limit of listeners of an emitter. */
export function getMaxListeners(emitter) {
  return typeof emitter.getMaxListeners === 'function' ? emitter.getMaxListeners() : defaultMaxListeners;
}

/** Sets the limit of the emitters given, or the default one of all. */
export function setMaxListeners(count = DEFAULT_MAX_LISTENERS, ...emitters) {
  checkCount('setMaxListeners', count);
  if (emitters.length === 0) defaultMaxListeners = count;
  for (const emitter of emitters) emitter.setMaxListeners?.(count);
}

/** Calls `listener` when `signal` aborts; `[Symbol.dispose]` takes it back. */
export function addAbortListener(signal, listener) {
  if (signal.aborted) queueMicrotask(() => listener());
  else signal.addEventListener('abort', listener, { once: true });
  return { [Symbol.dispose ?? Symbol.for('nodejs.dispose')]: () => signal.removeEventListener('abort', listener) };
}

Object.assign(EventEmitter, { EventEmitter, once, on, getEventListeners, getMaxListeners, listenerCount, setMaxListeners, addAbortListener,
  errorMonitor, captureRejectionSymbol, usingDomains: false });
Object.defineProperty(EventEmitter, 'defaultMaxListeners', {
  enumerable: true,
  get: () => defaultMaxListeners,
  set(count) {
    checkCount('defaultMaxListeners', count);
    defaultMaxListeners = count;
  },
});
Object.defineProperty(EventEmitter, 'captureRejections', {
  enumerable: true,
  get: () => prototype[CAPTURES],
  set(value) {
    if (typeof value !== 'boolean') throw invalidArgType('EventEmitter.captureRejections', 'of type boolean', value);
    prototype[CAPTURES] = value;
  },
});

export { EventEmitterAsyncResource } from '../event-emitter-async-resource.js';

/** `AsyncLocalStorage`, as far as one request needs it: its store is known while `run` runs, in callbacks made there, and after an `await`. */

// The engine tells nobody when it goes on after an `await`. A sandbox serves one request only, so there the store is the one that was
// entered; when a storage had several of them, nobody can tell which, and asking throws.

import { nodeError } from './node-error.js';

/** Each storage's store where it is known; undefined where it is not. */
let current;

/** Storages with the stores that were entered since the request came in. */
let entered = new Map();

let isFollowing = false;

/** Another request begins in the same heap, which only happens in tests. */
export function forgetStores() {
  current = undefined;
  entered = new Map();
}

/** What is known here, to come back to. */
export function captureStores() {
  return current;
}

/** Calls a function where something else is known. */
export function withStores(stores, callback, receiver, values) {
  const outer = current;
  current = stores;
  try {
    return Reflect.apply(callback, receiver, values);
  } finally {
    current = outer;
  }
}

/** The function as one that knows what is known here. */
function bound(callback) {
  if (current === undefined || typeof callback !== 'function') return callback;
  const stores = current;
  return function follow(...values) {
    return withStores(stores, callback, this, values);
  };
}

/** From the first storage on, what takes a callback remembers where it was given. */
function followCallbacks() {
  isFollowing = true;
  const takers = [
    [globalThis, 'setTimeout'], [globalThis, 'setInterval'], [globalThis, 'setImmediate'], [globalThis, 'queueMicrotask'], [process, 'nextTick'],
  ];
  for (const [holder, name] of takers) {
    const take = holder[name];
    const following = (callback, ...rest) => Reflect.apply(take, holder, [bound(callback), ...rest]);
    for (const key of Reflect.ownKeys(take)) if (!(key in following)) Object.defineProperty(following, key, Object.getOwnPropertyDescriptor(take, key));
    Object.defineProperty(holder, name, { value: Object.defineProperty(following, 'name', { value: name }), writable: true, configurable: true });
  }
  const { then } = Promise.prototype;
  Object.defineProperty(Promise.prototype, 'then', {
    value: Object.defineProperty((function following(onFulfilled, onRejected) {
      return Reflect.apply(then, this, [bound(onFulfilled), bound(onRejected)]);
    }), 'name', { value: 'then' }),
    writable: true,
    configurable: true,
  });
}

/** A value for everything that a call sets off. */
export class AsyncLocalStorage {
  constructor() {
    if (!isFollowing) followCallbacks();
  }

  /** Calls a function with a store. */
  run(store, callback, ...values) {
    this.#note(store);
    return withStores(new Map(current).set(this, store), callback, undefined, values);
  }

  /** Calls a function without a store. */
  exit(callback, ...values) {
    return withStores(new Map(current).set(this, undefined), callback, undefined, values);
  }

  /** Sets the store for the rest of what runs. */
  enterWith(store) {
    this.#note(store);
    current = new Map(current).set(this, store);
  }

  /** The store of what runs. */
  getStore() {
    if (current?.has(this)) return current.get(this);
    const stores = entered.get(this);
    if (stores === undefined) return undefined;
    if (stores.size === 1) return stores.values().next().value;
    throw nodeError(Error, 'ERR_METHOD_NOT_IMPLEMENTED', 'Which of several stores is meant cannot be told after an await: read the store before it');
  }

  disable() {
    entered.delete(this);
    if (current?.delete(this)) current = new Map(current);
  }

  #note(store) {
    const stores = entered.get(this);
    if (stores === undefined) entered.set(this, new Set([store]));
    else stores.add(store);
  }

  /** The function as one that always runs with the stores of here. */
  static bind(callback) {
    return bound(callback);
  }

  /** A function that calls others with the stores of here. */
  static snapshot() {
    const stores = current;
    return (callback, ...values) => withStores(stores, callback, undefined, values);
  }
}

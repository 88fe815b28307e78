/** The part of `node:async_hooks` that can be true here. */
import { AsyncLocalStorage, captureStores, withStores } from '../async-local-storage.js';

let lastId = 1;
let currentId = 1;

/** The id of the resource in whose scope the program is. */
export function executionAsyncId() {
  return currentId;
}

/** Something that callbacks belong to. */
export class AsyncResource {
  #id;
  #triggerId;
  #stores = captureStores();

  /** @param {string} type what it is called */
  constructor(type, options) {
    if (typeof type !== 'string') throw new TypeError('The "type" argument must be of type string');
    lastId += 1;
    this.#id = lastId;
    this.#triggerId = typeof options === 'number' ? options : options?.triggerAsyncId ?? currentId;
  }

  asyncId() {
    return this.#id;
  }

  triggerAsyncId() {
    return this.#triggerId;
  }

  /** Calls a function in the scope of this resource. */
  runInAsyncScope(callback, receiver, ...values) {
    const outer = currentId;
    currentId = this.#id;
    try {
      return withStores(this.#stores, callback, receiver, values);
    } finally {
      currentId = outer;
    }
  }

  /** A function that always runs in the scope of this resource. */
  bind(callback, receiver) {
    const resource = this;
    return function bound(...values) {
      return resource.runInAsyncScope(callback, receiver === undefined ? this : receiver, ...values);
    };
  }

  /** Nobody watches resources here. */
  emitDestroy() {
    return this;
  }

  static bind(callback, type, receiver) {
    return new AsyncResource(type || callback.name || 'bound-anonymous-fn').bind(callback, receiver);
  }
}

export { AsyncLocalStorage };
export default { AsyncLocalStorage, AsyncResource, executionAsyncId };

/** Sessions of `express-session` in the key-value store of the app. */

import { kv } from './kv.js';

/** How long a session is kept whose cookie has no end, in seconds: a day. */
const TTL_SECONDS = 86_400;
/** How many sessions are read or deleted at once. */
const AT_ONCE_MAX = 32;

/** The class of stores for each `session.Store`. */
const classes = new WeakMap();

/**
 * Makes a store for `session({ store: new KVStore(session) })`.
 *
 * @param {Function} session what `express-session` exports: its `Store` is what this one extends
 * @param {{ prefix?: string, ttl?: number }} [options] what the keys begin with (`session:`), and for how many seconds a session is kept
 *   whose cookie has no `maxAge` (a day)
 */
export function KVStore(session, options) {
  const Store = session?.Store;
  if (typeof Store !== 'function') throw new TypeError("KVStore needs what express-session exports: new KVStore(session), after import session from 'express-session'");
  if (!classes.has(Store)) classes.set(Store, storeOn(Store));
  return new (classes.get(Store))(options);
}

/** Hands what a promise comes to on to a callback, outside the promise, so that what the callback throws is not lost. */
function settle(promise, callback) {
  if (typeof callback !== 'function') callback = (error) => { if (error) throw error; };
  promise.then((value) => setImmediate(callback, null, value), (error) => setImmediate(callback, error));
}

/** For how many seconds a session is kept; not at all when it is not more than 0. */
function ttlOf({ cookie }, ttl) {
  const expires = cookie?.expires;
  if (expires !== undefined && expires !== null && expires !== false) return (new Date(expires) - Date.now()) / 1000;
  return typeof cookie?.maxAge === 'number' ? cookie.maxAge / 1000 : ttl;
}

async function forSome(items, action) {
  const results = [];
  for (let at = 0; at < items.length; at += AT_ONCE_MAX) results.push(...await Promise.all(items.slice(at, at + AT_ONCE_MAX).map(action)));
  return results;
}

function storeOn(Store) {
  return class KVStore extends Store {
    constructor({ prefix = 'session:', ttl = TTL_SECONDS } = {}) {
      super();
      if (!(ttl > 0 && ttl < Infinity)) throw new RangeError('KVStore: ttl is a number of seconds greater than 0');
      this.prefix = String(prefix);
      this.ttl = ttl;
    }

    get(id, callback) {
      settle(kv.get(this.prefix + id, 'json').then((found) => found ?? undefined), callback);
    }

    set(id, session, callback) {
      settle(this.#put(id, session), callback);
    }

    /** Lets a session live longer. One that another request writes meanwhile has got its time from there. */
    touch(id, session, callback) {
      settle(this.#touch(id, session), callback);
    }

    destroy(id, callback) {
      settle(kv.delete(this.prefix + id).then(() => undefined), callback);
    }

    /** All sessions, in an array, with their ids. */
    all(callback) {
      settle(this.#all(), callback);
    }

    length(callback) {
      settle(this.#names().then((names) => names.length), callback);
    }

    clear(callback) {
      settle(this.#names().then((names) => forSome(names, (name) => kv.delete(name))).then(() => undefined), callback);
    }

    async #put(id, session, condition) {
      const seconds = ttlOf(session, this.ttl);
      if (seconds > 0) await kv.put(this.prefix + id, JSON.stringify(session), { expirationTtl: seconds, ...condition });
      else await kv.delete(this.prefix + id, condition);
    }

    async #touch(id, { cookie }) {
      const { value, version } = await kv.getWithMetadata(this.prefix + id, 'json');
      if (value !== null) await this.#put(id, { ...value, cookie }, { ifVersion: version });
    }

    async #all() {
      const names = await this.#names();
      const sessions = await forSome(names, (name) => kv.get(name, 'json'));
      // Some may have gone meanwhile.
      return sessions.map((session, at) => session && { ...session, id: names[at].slice(this.prefix.length) }).filter(Boolean);
    }

    async #names() {
      const names = [];
      // Ends with the quota of the app at the latest.
      for (let cursor, isComplete = false; !isComplete;) {
        const page = await kv.list({ prefix: this.prefix, cursor });
        names.push(...page.keys.map((key) => key.name));
        cursor = page.cursor;
        isComplete = page.list_complete;
      }
      return names;
    }
  };
}

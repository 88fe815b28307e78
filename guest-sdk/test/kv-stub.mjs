/** The host's key-value operations, in memory; the clock is the one of the process. */

import { Buffer } from 'node:buffer';

/** An `operate` with a store of its own. `calls` is what it was asked, `failure` an error that the next operation rejects with. */
export function keyValueHost() {
  const entries = new Map();
  const host = { calls: [], failure: undefined, entries, operate };
  let versions = 0;
  let ids = 0;

  function live(key) {
    const entry = entries.get(key);
    return entry !== undefined && (entry.expires === undefined || Date.now() < entry.expires) ? entry : undefined;
  }
  const holds = (key, condition) => condition === undefined || (condition === 'absent' ? live(key) === undefined : live(key)?.version === condition);

  const kinds = {
    'kv-get': (key) => live(key) && { ...live(key), value: live(key).value.slice(0) },
    'kv-put': (key, value, expires, metadata, condition) => {
      if (!holds(key, condition)) return undefined;
      versions += 1;
      entries.set(key, { value: value.slice(0), metadata, version: versions, expires });
      return versions;
    },
    'kv-delete': (key, condition) => holds(key, condition) && live(key) !== undefined && entries.delete(key),
    'kv-list': (prefix, cursor, limit) => {
      const found = [...entries.keys()].filter((key) => key.startsWith(prefix) && live(key) !== undefined && !(cursor !== undefined && order(key, cursor) <= 0)).sort(order);
      const keys = found.slice(0, limit).map((key) => [key, live(key).metadata, live(key).expires, live(key).version]);
      return { keys, cursor: found.length > limit ? keys.at(-1)[0] : undefined };
    },
  };
  const order = (one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other));

  function operate(kind, ...args) {
    host.calls.push([kind, ...args]);
    const { failure } = host;
    host.failure = undefined;
    ids += 1;
    // The host answers in a later turn.
    const promise = new Promise((resolve, reject) => {
      setImmediate(() => {
        if (failure === undefined) resolve(kinds[kind](...args));
        else reject(failure);
      });
    });
    return { id: ids, promise };
  }
  return host;
}

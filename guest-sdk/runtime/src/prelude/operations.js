/** Operations of the host as promises, and the hooks of an answer that leaves in pieces. */
(function (global, runtime, prelude) {
  'use strict';

  /** As `wit/world.wit` numbers them. */
  const KINDS = { fetch: 0, pull: 1, push: 2, finish: 3, 'kv-get': 4, 'kv-put': 5, 'kv-delete': 6, 'kv-list': 7 };

  const waiting = new Map();
  let nextId = 1;

  const optional = (text) => (text === '' ? undefined : text);
  const number = (text) => (text === '' ? undefined : Number(text));

  /** What each kind's outcome is for JavaScript. */
  const READ = {
    fetch(text) {
      const [status, headers, url, redirected, body] = text.split('\0');
      return { status: Number(status), headers, url, redirected: redirected === '1', body: Number(body) };
    },
    pull: (text, bytes) => bytes,
    push: () => undefined,
    'kv-get'(text, bytes) {
      if (bytes === undefined) return undefined;
      const [metadata, expires, version] = text.split('\0');
      return { value: bytes, metadata: optional(metadata), version: Number(version), expires: number(expires) };
    },
    'kv-put': number,
    'kv-delete': (text) => text === '1',
    'kv-list'(text) {
      const [cursor, ...rest] = text.split('\0');
      const keys = [];
      for (let at = 0; at + 3 < rest.length; at += 4) keys.push([rest[at], optional(rest[at + 1]), number(rest[at + 2]), Number(rest[at + 3])]);
      return { keys, cursor: optional(cursor) };
    },
  };

  /** What each kind is told with: its text and its bytes. */
  const WRITE = {
    fetch: (method, url, headers, body, redirect) => [[method, url, redirect, headers], body],
    pull: (body) => [[body]],
    push: (bytes) => [[], bytes],
    'kv-get': (key) => [[key]],
    'kv-put': (key, value, expires, metadata, condition) => [[key, expires, metadata, condition], value],
    'kv-delete': (key, condition) => [[key, condition]],
    'kv-list': (prefix, cursor, limit) => [[prefix, cursor, limit]],
  };

  /** Starts an operation; `runtime.cancel(id)` gives it up. */
  runtime.operate = (kind, ...args) => {
    if (kind === 'respond-stream') {
      runtime.respondStream(...args);
      return { id: 0, promise: Promise.resolve() };
    }
    const id = nextId++;
    if (kind === 'finish') {
      runtime.startOperation(id, KINDS.finish, '');
      runtime.streamEnded();
      return { id, promise: Promise.resolve() };
    }
    const [parts, bytes] = WRITE[kind](...args);
    let settle;
    const promise = new Promise((resolve, reject) => { settle = { kind, resolve, reject }; });
    try {
      runtime.startOperation(id, KINDS[kind], parts.map((part) => part ?? '').join('\0'), bytes);
      waiting.set(id, settle);
      if (waiting.size === 1) prelude.waiting(true);
    } catch (error) {
      settle.reject(error);
    }
    return { id, promise };
  };

  /** Takes an operation out of those that are under way. */
  function forget(id) {
    if (!waiting.delete(id)) return false;
    if (waiting.size === 0) prelude.waiting(false);
    return true;
  }

  runtime.cancel = (id) => { if (forget(id)) runtime.cancelOperation(id); };

  prelude.came = (id, isFailed, text, bytes) => {
    const settle = waiting.get(id);
    if (settle === undefined) return;
    forget(id);
    if (isFailed) settle.reject(new Error(text));
    else settle.resolve(READ[settle.kind](text, bytes));
  };

  const unwantedListeners = [];
  /** `runtime.onUnwanted(callback)`: calls back, once, when nobody waits for the answer any more or soon will not, with the reason. */
  runtime.onUnwanted = (callback) => { unwantedListeners.push(callback); };
  prelude.unwanted = (reason) => { for (const callback of unwantedListeners.splice(0)) callback(reason); };

  /** `runtime.onFlush(callback)`: calls back before the sandbox waits, after `runtime.flushing(true)`. */
  let sendWritten = () => {};
  runtime.onFlush = (callback) => { sendWritten = callback; };
  prelude.flush = () => sendWritten();
})

/** Operations of the host as a test wants them: what was asked is noted, and a function of the kind answers. */

import { realm } from './web-realm.mjs';

/**
 * A realm whose operations are answered by `answers[kind](...args)`, each a value or a promise.
 * @returns {{ run: Function, asked: unknown[][], told: unknown[][], dispatch: Function, leave: (reason: string) => void }} `told` has what was answered to the client
 */
export function hosted(answers = {}, { headers = 'host\nexample.test', connection = '1.1\nhttp\n192.0.2.1\n50000\nid', env = {} } = {}) {
  const made = realm();
  const { runtime, run } = made;
  const asked = [];
  const told = [];
  const unwanted = [];
  const cancelled = new Set();
  const carry = (buffer) => (buffer instanceof ArrayBuffer ? run('(list) => Uint8Array.from(list).buffer')([...new Uint8Array(buffer)]) : buffer);
  const [promiseOf, errorOf] = [run('(work) => new Promise(work)'), run('(message) => new Error(message)')];
  const shown = (value) => (Object.prototype.toString.call(value) === '[object ArrayBuffer]' ? Buffer.from(value).toString() : value);
  const fieldOf = (name) => {
    const parts = headers.split('\n');
    const values = parts.filter((part, at) => at % 2 === 1 && parts[at - 1] === name);
    return values.length === 0 ? undefined : values.join(name === 'cookie' ? '; ' : ', ');
  };
  Object.assign(runtime, {
    env: Object.assign(run('({})'), env),
    headers: () => headers,
    connection: () => connection,
    field: fieldOf,
    json: run('(value) => JSON.stringify(value)'),
    operate(kind, ...args) {
      asked.push([kind, ...args.map(shown)]);
      const id = asked.length;
      const work = async () => (answers[kind] === undefined ? undefined : answers[kind](...args));
      const promise = promiseOf((resolve, reject) => work().then(
        (value) => { if (!cancelled.has(id)) resolve(carry(value)); },
        (error) => { if (!cancelled.has(id)) reject(errorOf(error.message)); },
      ));
      return { id, promise };
    },
    cancel(id) {
      cancelled.add(id);
      asked.push(['cancel', id]);
    },
    respond: (status, fields, names, body) => told.push(['respond', status, { ...fields }, typeof body === 'string' || body === undefined ? body : Buffer.from(body).toString()]),
    unhandled: (status, text, error) => told.push(['unhandled', status, error?.message ?? text]),
    holding: (count) => told.push(['holding', count]),
    streamEnded: () => told.push(['ended']),
    serve: (dispatch) => { made.dispatch = dispatch; },
    onUnwanted: (callback) => unwanted.push(callback),
  });
  return Object.assign(made, { asked, told, leave: (reason) => { for (const callback of unwanted.splice(0)) callback(reason); } });
}

/** Lets everything run that can run without the passing of time. */
export async function settle() {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => { setImmediate(resolve); });
}

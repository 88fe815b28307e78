/** Runs scripts in the runtime's own realm and in Node's, and compares what comes of them. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runInThisContext } from 'node:vm';
import { realm } from './web-realm.mjs';

/** What a script gives, as text: a value, or the names of what it throws. */
const WRAPPED = (source) => `(async () => {
  const shown = (value) => JSON.stringify(value, (key, item) => {
    if (item === undefined) return 'undefined';
    if (typeof item === 'bigint' || Object.is(item, -0)) return String(item) + 'n';
    if (ArrayBuffer.isView(item)) return [item.constructor.name, ...new Uint8Array(item.buffer, item.byteOffset, item.byteLength)];
    if (item instanceof ArrayBuffer) return ['ArrayBuffer', ...new Uint8Array(item)];
    return item;
  });
  const caught = (action) => { try { return ['value', action()]; } catch (error) { return ['thrown', error instanceof Error, error.name, error.code ?? '']; } };
  const failure = (promise) => promise.then((value) => ['value', value], (error) => ['rejected', error?.name ?? error]);
  try {
    return shown(await (async () => { ${source} })());
  } catch (error) {
    return shown(['threw', error?.name, error?.constructor?.name]);
  }
})()`;

/** A table of scripts. One that comes with a value gives that, the others what they give in Node. */
export function compare(title, rows) {
  describe(title, () => {
    rows.forEach((row, index) => {
      const [source, expected] = Array.isArray(row) ? row : [row];
      test(`${index}: ${source.replace(/\s+/g, ' ').slice(0, 120)}`, async () => {
        const own = await realm().run(WRAPPED(source));
        const wanted = Array.isArray(row) ? JSON.stringify(expected) : await runInThisContext(WRAPPED(source));
        assert.equal(own, wanted);
      });
    });
  });
}

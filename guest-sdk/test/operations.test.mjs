/** Operations of the host as promises, and the timers that are waited for meanwhile. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createContext, runInContext } from 'node:vm';

/** The two rooms of the prelude on natives that note what they are told. */
function prelude() {
  const context = createContext({});
  const told = { started: [], cancelled: [], due: [] };
  const runtime = {
    now: () => 1000,
    due: (millis) => told.due.push(millis),
    ticking() {},
    startOperation: (...args) => told.started.push(args),
    cancelOperation: (id) => told.cancelled.push(id),
  };
  const parts = {};
  for (const name of ['timers', 'operations']) {
    const source = readFileSync(new URL(`../runtime/src/prelude/${name}.js`, import.meta.url), 'utf8');
    runInContext(source, context)(context, runtime, parts);
  }
  return { context, runtime, parts, told };
}

const BODY = new ArrayBuffer(1);

/** How operations are written for the host. */
const WRITTEN = [
  [['fetch', 'GET', 'http://a/', 'a\n1', undefined, 'follow'], [0, 'GET\0http://a/\0follow\0a\n1', undefined]],
  [['fetch', 'POST', 'http://a/', '', BODY, 'manual'], [0, 'POST\0http://a/\0manual\0', BODY]],
  [['pull', 7], [1, '7', undefined]],
  [['push', BODY], [2, '', BODY]],
];

for (const [args, expected] of WRITTEN) {
  test(`an operation: ${args[0]} ${args[1]}`, () => {
    const { runtime, told } = prelude();
    assert.equal(runtime.operate(...args).id, 1);
    assert.deepEqual(told.started, [[1, ...expected]]);
  });
}

test('what comes of an operation settles its promise', async () => {
  const { runtime, parts } = prelude();
  const [one, other] = [runtime.operate('fetch', 'GET', 'http://a/', '', undefined, 'follow'), runtime.operate('pull', 1)];
  parts.came(one.id, false, '200\0a\n1\0http://b/\u00001\u00005');
  parts.came(other.id, true, 'connection reset');
  assert.deepEqual({ ...await one.promise }, { status: 200, headers: 'a\n1', url: 'http://b/', redirected: true, body: 5 });
  await assert.rejects(other.promise, /connection reset/);
});

test('one that was given up is not heard of', () => {
  const { runtime, parts, told } = prelude();
  const { id } = runtime.operate('pull', 1);
  runtime.cancel(id);
  runtime.cancel(id);
  parts.came(id, false, '', BODY);
  assert.deepEqual(told.cancelled, [id]);
});

test('a timer that keeps nothing waiting is due while an operation is under way', () => {
  const { context, runtime, parts, told } = prelude();
  context.setTimeout(() => {}, 50).unref();
  assert.equal(told.due.at(-1), -1);
  const one = runtime.operate('pull', 1);
  const other = runtime.operate('pull', 2);
  assert.equal(told.due.at(-1), 1050);
  parts.came(one.id, false, '', BODY);
  assert.equal(told.due.at(-1), 1050);
  runtime.cancel(other.id);
  assert.equal(told.due.at(-1), -1);
});

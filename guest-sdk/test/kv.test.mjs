/** `env.KV`, the same for apps that get no `env`, and the store of sessions on it. */

import './runtime-stub.mjs';

import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { beforeEach, describe, mock, test } from 'node:test';
import express, { kv } from '../src/index.js';
import { KVStore } from '../src/session-store.js';
import { keyValueHost } from './kv-stub.mjs';

const runtime = globalThis[Symbol.for('rnode.runtime')];
const { KV } = runtime.lazy('kv');
const text = (buffer) => new TextDecoder().decode(buffer);
const bytes = (...values) => new Uint8Array(values);

let host;
beforeEach(() => {
  host = keyValueHost();
  runtime.operate = host.operate;
});

/** Runs `action` at an instant of its own. */
async function at(now, action) {
  mock.timers.enable({ apis: ['Date'], now });
  try {
    return await action();
  } finally {
    mock.timers.reset();
  }
}

describe('values', () => {
  const view = new Uint16Array([1, 0x6162, 0x6364, 2]).subarray(1, 3);
  const stream = (...chunks) => new ReadableStream({
    start(controller) {
      chunks.forEach((chunk) => controller.enqueue(chunk));
      controller.close();
    },
  });
  const cases = [
    ['a string', 'größe', 'größe'],
    ['an empty string', '', ''],
    ['a buffer', bytes(65, 66).buffer, 'AB'],
    ['a view of a part', view, 'badc'],
    ['a DataView', new DataView(bytes(65, 66, 67).buffer, 1), 'BC'],
    ['a stream', stream(bytes(65), 'é', bytes(66).buffer), 'AéB'],
    ['an empty stream', stream(), ''],
    ['a Blob', new Blob(['a', 'b']), 'ab'],
  ];
  for (const [name, value, expected] of cases) {
    test(`${name} comes back`, async () => {
      assert.deepEqual(await KV.put('key', value), { ok: true, version: 1 });
      assert.equal(await KV.get('key'), expected);
      assert.equal(text(await KV.get('key', 'arrayBuffer')), expected);
      assert.equal(await new Response(await KV.get('key', { type: 'stream' })).text(), expected);
    });
  }

  test('are read as they are asked for', async () => {
    await KV.put('key', '{"a":[1]}');
    for (const [type, expected] of [[undefined, '{"a":[1]}'], [null, '{"a":[1]}'], ['text', '{"a":[1]}'], [{}, '{"a":[1]}'], ['json', { a: [1] }], [{ type: 'json', cacheTtl: 60 }, { a: [1] }]]) {
      assert.deepEqual(await KV.get('key', type), expected);
    }
    for (const type of ['text', 'json', 'arrayBuffer', 'stream']) assert.equal(await KV.get('missing', type), null);
    assert.deepEqual(await KV.getWithMetadata('missing', 'json'), { value: null, metadata: null, version: null, cacheStatus: null });
    assert.deepEqual(await KV.get(['key', 'missing'], 'json'), new Map([['key', { a: [1] }], ['missing', null]]));
    const all = await KV.getWithMetadata(['key']);
    assert.deepEqual(all.get('key'), { value: '{"a":[1]}', metadata: null, version: 1, cacheStatus: null });
  });
});

describe('what is refused', () => {
  const endless = () => {
    let isCancelled = false;
    const source = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
      cancel: () => { isCancelled = true; },
    });
    return { source, isCancelled: () => isCancelled };
  };
  const large = 'x'.repeat(1024 * 1024 + 1);
  const cases = [
    [() => KV.get(1), TypeError, /a key is a string/],
    [() => KV.get(''), TypeError, /at least one character/],
    [() => KV.put('é'.repeat(257), ''), RangeError, /the key has 514 bytes: at most 512/],
    [() => KV.get('a', 'xml'), TypeError, /not as 'xml'/],
    [() => KV.get('a', 'toString'), TypeError, /not as 'toString'/],
    [() => KV.get(new Array(101).fill('a')), RangeError, /at most 100 keys/],
    [() => KV.put('a', large), RangeError, /the value has 1048577 bytes/],
    [() => KV.put('a', new Blob([large])), RangeError, /the value has 1048577 bytes/],
    [() => KV.put('a', { b: 1 }), TypeError, /JSON\.stringify/],
    [() => KV.put('a', 1), TypeError, /JSON\.stringify/],
    [() => KV.put('a'), TypeError, /JSON\.stringify/],
    [() => KV.put('a', '', { metadata: 'x'.repeat(1023) }), RangeError, /the metadata has 1025 bytes/],
    [() => KV.put('a', '', { metadata: () => {} }), TypeError, /JSON can hold/],
    [() => KV.put('a', '', { expirationTtl: 0 }), RangeError, /expirationTtl/],
    [() => KV.put('a', '', { expirationTtl: 'soon' }), RangeError, /expirationTtl/],
    [() => KV.put('a', '', { expiration: 1 }), RangeError, /in the future/],
    [() => KV.put('a', '', { ifVersion: '1' }), TypeError, /ifVersion/],
    [() => KV.put('a', '', { ifVersion: 1, ifAbsent: true }), TypeError, /ifAbsent or ifVersion/],
    [() => KV.delete('a', { ifVersion: 1.5 }), TypeError, /ifVersion/],
    [() => KV.list({ limit: 0 }), RangeError, /from 1 to 1000/],
    [() => KV.list({ limit: 1001 }), RangeError, /from 1 to 1000/],
  ];
  for (const [call, name, message] of cases) {
    test(`${call}`.slice(6), async () => {
      await assert.rejects(call(), (error) => error instanceof name && message.test(error.message));
      assert.deepEqual(host.calls, []);
    });
  }

  test('an endless stream is left off', async () => {
    const { source, isCancelled } = endless();
    await assert.rejects(KV.put('a', source), /at most 1048576 are allowed/);
    assert.ok(isCancelled());
    assert.deepEqual(host.calls, []);
  });

  test('a trouble of the host is told as it is', async () => {
    host.failure = new Error("the app's key-value store is full");
    await assert.rejects(KV.put('a', ''), (error) => error.message === "the app's key-value store is full");
  });
});

describe('conditions', () => {
  test('a write happens only when its condition holds', async () => {
    assert.deepEqual(await KV.put('a', '1', { ifVersion: 7 }), { ok: false, version: undefined });
    assert.deepEqual(await KV.put('a', '1', { ifAbsent: true }), { ok: true, version: 1 });
    assert.deepEqual(await KV.put('a', '2', { ifAbsent: true }), { ok: false, version: undefined });
    assert.deepEqual(await KV.put('a', '2', { ifVersion: 1 }), { ok: true, version: 2 });
    assert.equal(await KV.delete('a', { ifVersion: 1 }), false);
    assert.equal(await KV.delete('a', { ifVersion: null }), false);
    assert.equal(await KV.get('a'), '2');
    assert.equal(await KV.delete('a', { ifVersion: 2 }), true);
    assert.equal(await KV.delete('a'), false);
  });

  test('what was read decides what is written, whether it was there or not', async () => {
    const count = async () => {
      for (;;) {
        const { value, version } = await KV.getWithMetadata('count', 'json');
        if ((await KV.put('count', JSON.stringify((value ?? 0) + 1), { ifVersion: version })).ok) return;
      }
    };
    await Promise.all(Array.from({ length: 8 }, count));
    assert.equal(await KV.get('count'), '8');
  });
});

test('expiry is told to the host in milliseconds, and metadata as JSON', async () => {
  const START = 1_700_000_000_500;
  const cases = [
    [undefined, undefined],
    [{}, undefined],
    [{ expirationTtl: 60 }, START + 60_000],
    [{ expirationTtl: '1.5' }, START + 1500],
    [{ expiration: 1_700_000_001 }, 1_700_000_001_000],
    [{ expiration: 1_700_000_001, expirationTtl: 60 }, START + 60_000],
    [{ expiration: null, expirationTtl: null }, undefined],
  ];
  for (const [options, expires] of cases) {
    await at(START, () => KV.put('a', '', options));
    assert.equal(host.calls.at(-1)[3], expires);
  }
  for (const metadata of [{ a: 1 }, 'text', 0, false, []]) {
    await KV.put('a', '', { metadata });
    assert.equal(host.calls.at(-1)[4], JSON.stringify(metadata));
    assert.deepEqual((await KV.getWithMetadata('a')).metadata, metadata);
  }
  for (const metadata of [null, undefined]) {
    await KV.put('a', '', { metadata });
    assert.equal((await KV.getWithMetadata('a')).metadata, null);
  }
});

test('lists come in pages', async () => {
  for (const name of ['b/2', 'a', 'b/1', 'b/3']) await KV.put(name, name);
  await at(1_700_000_000_000, async () => {
    await KV.put('b/1', '', { expirationTtl: 60, metadata: { m: 1 } });
    const first = await KV.list({ prefix: 'b/', limit: 2 });
    assert.deepEqual(first, {
      keys: [{ name: 'b/1', expiration: 1_700_000_060, metadata: { m: 1 }, version: 5 }, { name: 'b/2', version: 1 }],
      list_complete: false, cursor: 'b/2', cacheStatus: null,
    });
    assert.deepEqual(await KV.list({ prefix: 'b/', limit: 2, cursor: first.cursor }), { keys: [{ name: 'b/3', version: 4 }], list_complete: true, cacheStatus: null });
  });
  assert.deepEqual((await KV.list()).keys.map((key) => key.name), ['a', 'b/2', 'b/3']);
  assert.deepEqual(host.calls.at(-1), ['kv-list', '', undefined, 1000]);
  await KV.list({ prefix: null, cursor: null });
  assert.deepEqual(host.calls.at(-1), ['kv-list', '', undefined, 1000]);
});

test('an app without `env` imports the same', async () => {
  assert.equal(express.kv, kv);
  assert.ok(!Object.keys(express).includes('kv'));
  await kv.put('a', '1', { metadata: 2 });
  assert.equal(await KV.get('a'), '1');
  assert.deepEqual(await kv.getWithMetadata('a', 'json'), { value: 1, metadata: 2, version: 1, cacheStatus: null });
  assert.equal((await kv.list({ prefix: 'a' })).keys.length, 1);
  assert.equal(await kv.delete('a'), true);
  assert.equal(await kv.get('a'), null);
});

describe('sessions', () => {
  const START = 1_700_000_000_000;
  class Store extends EventEmitter {}
  const make = (options) => new KVStore({ Store }, options);
  const call = (store, method, ...args) => new Promise((resolve, reject) => {
    store[method](...args, (error, value) => (error ? reject(error) : resolve(value)));
  });
  const expiryOf = (id) => host.entries.get(`session:${id}`)?.expires;

  test('a store is one of the package', () => {
    assert.ok(make() instanceof Store);
    assert.equal(make().constructor, make().constructor);
    assert.throws(() => new KVStore(), { name: 'TypeError', message: /new KVStore\(session\)/ });
    assert.throws(() => make({ ttl: 0 }), RangeError);
  });

  test('a session comes back until it is destroyed', async () => {
    const store = make();
    assert.equal(await call(store, 'get', 'one'), undefined);
    await call(store, 'set', 'one', { cookie: {}, user: 'ada' });
    assert.deepEqual(await call(store, 'get', 'one'), { cookie: {}, user: 'ada' });
    await call(store, 'destroy', 'one');
    assert.equal(await call(store, 'get', 'one'), undefined);
  });

  test('it is kept as long as its cookie', async () => {
    const store = make({ ttl: 10 });
    const cases = [
      [{}, START + 10_000],
      [{ maxAge: null, expires: null }, START + 10_000],
      [{ expires: false }, START + 10_000],
      [{ maxAge: 5000 }, START + 5000],
      [{ expires: new Date(START + 7000) }, START + 7000],
      [{ expires: new Date(START + 7000).toJSON() }, START + 7000],
      [{ expires: new Date(START - 1) }, undefined],
    ];
    for (const [cookie, expires] of cases) {
      await at(START, () => call(store, 'set', 'one', { cookie }));
      assert.equal(expiryOf('one'), expires);
    }
  });

  test('touching lets it live longer, and changes nothing else', async () => {
    const store = make();
    await at(START, async () => {
      await call(store, 'set', 'one', { cookie: { maxAge: 1000 }, user: 'ada' });
      await call(store, 'touch', 'one', { cookie: { maxAge: 9000 }, user: 'stale' });
      assert.deepEqual(await call(store, 'get', 'one'), { cookie: { maxAge: 9000 }, user: 'ada' });
      assert.equal(expiryOf('one'), START + 9000);
    });
    await call(store, 'touch', 'none', { cookie: {} });
    assert.equal(await call(store, 'get', 'none'), undefined);
  });

  test('touching does not undo what another request writes meanwhile', async () => {
    const store = make();
    await call(store, 'set', 'one', { cookie: {}, user: 'ada' });
    const { operate } = host;
    runtime.operate = (kind, ...args) => {
      if (kind === 'kv-put') operate('kv-put', 'session:one', new TextEncoder().encode('{"user":"new"}').buffer);
      return operate(kind, ...args);
    };
    await call(store, 'touch', 'one', { cookie: { maxAge: 9000 } });
    assert.deepEqual(await call(store, 'get', 'one'), { user: 'new' });
  });

  test('all of them, their number, and none', async () => {
    const store = make({ prefix: 's/' });
    await kv.put('other', '1');
    const ids = Array.from({ length: 40 }, (_, number) => `id-${number}`).sort();
    for (const id of ids) await call(store, 'set', id, { cookie: {}, id: 'another' });
    const { operate } = host;
    // In pages, as from a host with many.
    runtime.operate = (kind, ...args) => operate(kind, ...(kind === 'kv-list' ? [args[0], args[1], 7] : args));
    assert.equal(await call(store, 'length'), 40);
    const all = await call(store, 'all');
    assert.deepEqual(all.map((session) => session.id), ids);
    await call(store, 'clear');
    assert.equal(await call(store, 'length'), 0);
    assert.deepEqual(await call(store, 'all'), []);
    assert.equal(await kv.get('other'), '1');
  });

  test('a trouble goes to the callback', async () => {
    const store = make();
    for (const [method, ...args] of [['get', 'one'], ['set', 'one', { cookie: {} }], ['touch', 'one', { cookie: {} }], ['destroy', 'one'], ['all'], ['length'], ['clear']]) {
      host.failure = new Error('full');
      await assert.rejects(call(store, method, ...args), /full/);
    }
  });
});

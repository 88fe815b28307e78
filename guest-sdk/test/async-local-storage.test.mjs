/** Proves what `AsyncLocalStorage` tells of its store, and what it refuses to tell. The recorded exchanges show it at work. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { AsyncLocalStorage, forgetStores } from '../src/async-local-storage.js';

beforeEach(forgetStores);

test('there is no store before one is entered', () => {
  assert.equal(new AsyncLocalStorage().getStore(), undefined);
});

test('one store is known after an await', async () => {
  const storage = new AsyncLocalStorage();
  const seen = await storage.run('store', async () => {
    await null;
    return storage.getStore();
  });
  assert.equal(seen, 'store');
});

test('of several stores none is told after an await', async () => {
  const storage = new AsyncLocalStorage();
  const look = async () => {
    await null;
    return storage.getStore();
  };
  await assert.rejects(Promise.all([storage.run('one', look), storage.run('other', look)]), /Which of several stores/);
});

test('callbacks know the store they were made with', async () => {
  const storage = new AsyncLocalStorage();
  const look = () => new Promise((resolve) => { setTimeout(() => resolve(storage.getStore()), 1); });
  assert.deepEqual(await Promise.all([storage.run('one', look), storage.run('other', look)]), ['one', 'other']);
  assert.equal(await storage.run('third', () => Promise.resolve().then(() => storage.getStore())), 'third');
});

test('a storage that is switched off has no store', () => {
  const storage = new AsyncLocalStorage();
  storage.run('store', () => {
    storage.disable();
    assert.equal(storage.getStore(), undefined);
  });
});

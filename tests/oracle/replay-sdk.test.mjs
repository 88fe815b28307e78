/** Replays every recorded exchange on the SDK and compares it with what real Express answered. */

import '../../guest-sdk/test/runtime-stub.mjs';
import './sandbox-modules.mjs';

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { request, runtime, showFiles } from '../../guest-sdk/test/runtime-stub.mjs';
import { dateFixtures, exchangeNames, fixtures, loadApp, loadCases, recordPath, responseForRecord } from './exchange.mjs';

// In the sandbox the app's folder is the root of everything.
const SEEN_ROOT = '/fixtures';
await dateFixtures();
showFiles(fixtures, SEEN_ROOT);
process.cwd = () => '/';

const { default: express } = await import('../../guest-sdk/src/index.js');
// The bundler finds it by the templates in the folder.
const { default: engines } = await import('../../guest-sdk/src/engines.js');
engines.ejs = createRequire(new URL('apps/', import.meta.url))('ejs');

// The order of headers means nothing and the host adds its own last.
const sorted = (headers) => headers.map(([name, value]) => `${name}: ${value}`).sort();

// The zone of the sandbox.
process.env.TZ = 'UTC';

// Errors are expected here, and logged as Express logs them.
console.error = () => {};

for (const name of await exchangeNames()) {
  const { env, cases } = await loadCases(name);
  const { exchanges } = JSON.parse(await readFile(recordPath(name), 'utf8'));
  process.env.NODE_ENV = env;
  runtime.errors = 'express';
  runtime.adopt(await loadApp(name, express, SEEN_ROOT));
  const { dispatch } = runtime;

  // Each exchange gets from the SDK the status, the headers and the bytes that it got from Express.
  describe(name, () => {
    test('the record is of these cases', () => {
      assert.deepEqual(exchanges.map((exchange) => exchange.request), cases.map(({ written }) => JSON.parse(JSON.stringify(written))));
    });
    cases.forEach(({ name: title, isEncoded, request: { method, path, headers, bytes } }, at) => {
      test(title, async () => {
        const { response } = exchanges[at];
        const answer = await request(method, path, { headers, body: bytes, dispatch });
        assert.ok(!answer.isUnhandled, `left to the host: ${answer.text}`);
        const { status, headers: kept, ...body } = responseForRecord({ method }, answer, isEncoded);
        assert.deepEqual(
          { status, headers: sorted(kept), ...body },
          { ...response, headers: sorted(response.headers) },
        );
      });
    });
  });
}

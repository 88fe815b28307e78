/** The app that runs the Web Platform Tests: each request runs one file of them and answers with the outcome of every subtest. */

import express from 'express';
import { FILES, PAGES } from './tests-of-area.js';

const STATUS = ['pass', 'fail', 'timeout', 'not run', 'precondition failed'];
/** What a file gets beside its own scripts: the place it believes to be at, and the files that stand beside it. */
function prepare(page) {
  const { path, variant } = page;
  globalThis.location = new URL(`http://web-platform.test/${path}${variant}`);
  globalThis.GLOBAL = { isWindow: () => page.isIdl, isWorker: () => false, isShadowRealm: () => false };
  if (page.isIdl) globalThis.Window = Object.getPrototypeOf(globalThis).constructor;
  const folder = path.slice(0, path.lastIndexOf('/'));
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(String(input), `http://web-platform.test/${folder}/`);
    const text = FILES[pathname.slice(1)];
    if (text === undefined) return fetch(input, init);
    return { ok: true, status: 200, text: async () => text, json: async () => JSON.parse(text), arrayBuffer: async () => new TextEncoder().encode(text).buffer };
  };
}

const run = (...paths) => (0, eval)(paths.map((path) => FILES[path]).join('\n;\n'));

const app = express();

app.get('/:index', (req, res) => {
  const page = PAGES[Number(req.params.index)];
  prepare(page);
  const answer = (status, tests) => res.json({ status, subtests: tests.map(({ name, status: code, message }) => [name, STATUS[code], message ?? '']) });
  run('resources/testharness.js');
  const { add_completion_callback: whenComplete, add_result_callback: whenDone, setup } = globalThis;
  const done = [];
  setup({ explicit_timeout: true });
  whenDone((test) => done.push(test));
  whenComplete((tests, { status, message }) => answer(status === 0 ? 'ok' : message ?? 'error', tests));
  try {
    // As one script, for what they declare at their top is there for all of them.
    run(...page.scripts, page.path);
  } catch (error) {
    answer(`${error.name}: ${error.message}\n${error.stack}`, done);
  }
  setTimeout(() => { if (!res.headersSent) answer('timeout', done); }, page.seconds * 1000);
});

app.listen();

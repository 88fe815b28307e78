/**
 * Runs the Web Platform Tests through the runtime and compares what passes with what is expected to.
 *
 *     node run.mjs --tests FOLDER [--program rnode-wasm] [--update] [--show] [AREA ...]
 *
 * FOLDER holds the tests: a checkout of them, or the folder `test/fixtures/wpt` of Node's sources. They are not part of this repository.
 */

import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AREAS, moduleOf, pagesOf } from './areas.mjs';

const EXPECTATIONS = fileURLToPath(new URL('expectations.json', import.meta.url));
/** What a file may use: the ceilings, for hundreds of subtests are one request here. */
const LIMITS = 'errors = "express"\n\n[limits]\ncpu_ms = 1000\nwall_ms = 120000\nmemory_mib = 256\nlog_lines = 20\n';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { tests: { type: 'string' }, program: { type: 'string', default: 'rnode-wasm' }, update: { type: 'boolean' }, show: { type: 'boolean' } },
});

/** Serves an app and resolves to where it answers and how it is stopped. */
async function serve(folder) {
  const server = spawn(options.program, ['serve', join(folder, 'page.js'), '--listen', '127.0.0.1:0', '--json', '--log', 'off'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  server.stderr.on('data', (data) => { said += data; });
  const closed = new Promise((resolve) => { server.once('close', resolve); });
  const ready = await Promise.race([
    new Promise((resolve) => { createInterface(server.stdout).on('line', (line) => resolve(JSON.parse(line))); }),
    closed.then(() => ({ error: { message: said } })),
  ]);
  if (ready.event !== 'ready') throw new Error(`the area cannot be served: ${JSON.stringify(ready)}`);
  return { address: ready.listen.startsWith('http') ? ready.listen : `http://${ready.listen}`, stop: () => { server.kill(); return closed; } };
}

/** What a page answers: a status, and the subtests with their names. A page that does not answer has none. */
async function outcomeOf(address, index) {
  try {
    const response = await fetch(`${address}/${index}`);
    const text = await response.text();
    return response.ok ? JSON.parse(text) : { status: `${response.status} ${text.slice(0, 300)}`, subtests: [] };
  } catch (error) {
    return { status: String(error.cause ?? error), subtests: [] };
  }
}

/** Runs an area: `{ passed, total, failures }`, the last being what is wrong with each page that does not pass as a whole. */
async function run(area) {
  const pages = pagesOf(options.tests, area);
  const folder = mkdtempSync(join(tmpdir(), 'rnode-wpt-'));
  copyFileSync(fileURLToPath(new URL('page.js', import.meta.url)), join(folder, 'page.js'));
  writeFileSync(join(folder, 'tests-of-area.js'), moduleOf(options.tests, area, pages));
  writeFileSync(join(folder, 'rnode.toml'), LIMITS);
  const result = { passed: 0, total: 0, failures: {} };
  const { address, stop } = await serve(folder);
  try {
    for (const [index, { path, variant }] of pages.entries()) {
      const { status, subtests } = await outcomeOf(address, index);
      const failed = subtests.filter(([, outcome]) => outcome !== 'pass');
      result.total += subtests.length;
      result.passed += subtests.length - failed.length;
      if (failed.length === 0 && status === 'ok') continue;
      result.failures[path + variant] = status === 'ok' ? `${failed.length} of ${subtests.length} fail` : status.split('\n')[0];
      if (!options.show) continue;
      console.log(`${path}${variant}: ${status}`);
      for (const [name, outcome, message] of failed) console.log(`  ${outcome}: ${name}\n    ${message.split('\n')[0]}`);
    }
  } finally {
    await stop();
    rmSync(folder, { recursive: true });
  }
  return result;
}

const expectations = JSON.parse(readFileSync(EXPECTATIONS, 'utf8'));
let isWorse = false;
for (const area of positionals.length > 0 ? positionals : AREAS) {
  const result = await run(area);
  if (result.total === 0 && Object.keys(result.failures).length === 0) continue;
  const expected = expectations[area]?.passed ?? 0;
  isWorse ||= result.passed < expected;
  console.log(`${area}: ${result.passed} of ${result.total} pass, ${expected} are expected to`);
  if (options.update) expectations[area] = result;
}
if (options.update) writeFileSync(EXPECTATIONS, `${JSON.stringify(expectations, null, 1)}\n`);
process.exitCode = isWorse ? 1 : 0;

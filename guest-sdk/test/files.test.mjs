/** The files of an app: what changes nothing works, what would change something says so, and streams. */

import { runtime } from './runtime-stub.mjs';

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

const TEXTS = { '/app.js': 'app', '/data/a.txt': '0123456789', '/data/b/c.txt': 'c', '/data-b.txt': 'b', '/long.txt': 'x'.repeat(150_000) };
runtime.fileTable = () => Object.keys(TEXTS).sort().map((path, at) => `${path}\n${TEXTS[path].length}\n${1000 + at}\n`).join('');
runtime.readFile = (path, start, end) => new TextEncoder().encode(TEXTS[path].slice(start, end)).buffer;

const fs = (await import('../src/node/fs.js')).default;
const { find } = await import('../src/fs/tree.js');
const { parseDuration } = await import('../src/duration.js');

/** What a call gives: a result, or the error's code, with its message when that is asked for. */
function outcome(action) {
  try {
    return action();
  } catch (error) {
    return error.code;
  }
}

const settled = (call) => new Promise((resolve) => { call((error, value) => resolve(error ? error.code : value)); });

describe('the tree', () => {
  const rows = {
    '/': ['a', 5], '/data': ['a', 4], '/data/b': ['a', 4], '/data/': ['a', 4], '//data/./b/..': ['a', 4], '/../data': ['a', 4], data: ['a', 4],
    '/data/a.txt': ['10', 3], '/data/a.txt/': 'ENOTDIR', '/data/a.txt/..': 'ENOTDIR', '/data/x/../a.txt': 'ENOENT', '/dat': 'ENOENT', '': 'ENOENT',
    [`/${'n'.repeat(255)}`]: 'ENOENT', [`/${'n'.repeat(256)}`]: 'ENAMETOOLONG', [`/${'ä'.repeat(128)}`]: 'ENAMETOOLONG', [`/${'a/'.repeat(2048)}`]: 'ENAMETOOLONG',
  };
  for (const [path, expected] of Object.entries(rows)) {
    test(path.slice(0, 30), () => {
      const node = find(path);
      const seen = typeof node === 'string' ? node : [node.names === undefined ? String(node.size) : 'a', node.mtimeMs - 999];
      assert.deepEqual(seen, expected);
    });
  }
});

describe('what would change something', () => {
  const rows = {
    appendFile: ['/log', 'x'], chmod: ['/app.js', 0], chown: ['/app.js', 0, 0], copyFile: ['/app.js', '/b'], link: ['/app.js', '/b'], mkdir: ['/new'], mkdtemp: ['/tmp-'],
    rename: ['/app.js', '/b'], rm: ['/app.js'], rmdir: ['/data'], symlink: ['/app.js', '/b'], truncate: ['/app.js'], unlink: ['/app.js'], utimes: ['/app.js', 0, 0],
    writeFile: ['/new.txt', 'x'], write: [3, 'x'], fsync: [3], open: ['/new.txt', 'w'],
  };
  for (const [name, values] of Object.entries(rows)) {
    test(name, async () => {
      assert.throws(() => fs[`${name}Sync`](...values), { code: 'EROFS', errno: -30, message: /^EROFS: read-only file system, .*service outside/ });
      assert.equal(await settled((callback) => fs[name](...values, callback)), 'EROFS');
      if (fs.promises[name] !== undefined) await assert.rejects(fs.promises[name](...values), { code: 'EROFS' });
    });
  }
  for (const name of ['createWriteStream', 'watch', 'watchFile']) test(name, () => assert.throws(() => fs[name]('/app.js'), { code: 'EROFS' }));
});

describe('what changes nothing after all', () => {
  const rows = {
    'a directory that is there': [() => fs.mkdirSync('/data', { recursive: true }), undefined],
    'a directory that is there, to be made': [() => fs.mkdirSync('/data'), 'EEXIST'],
    'a directory in place of a file': [() => fs.mkdirSync('/app.js', { recursive: true }), 'EEXIST'],
    'removing nothing': [() => fs.rmSync('/nothing'), 'ENOENT'],
    'removing nothing, by force': [() => fs.rmSync('/nothing', { force: true }), undefined],
    'unlinking nothing': [() => fs.unlinkSync('/nothing'), 'ENOENT'],
    'asking to write': [() => fs.accessSync('/app.js', fs.constants.W_OK), 'EROFS'],
    'asking to execute': [() => fs.accessSync('/app.js', fs.constants.X_OK), 'EACCES'],
    'asking to enter': [() => fs.accessSync('/data', fs.constants.X_OK), undefined],
    'a number for a flag': [() => fs.closeSync(fs.openSync('/app.js', fs.constants.O_RDONLY)), undefined],
    'a number for a writing flag': [() => fs.openSync('/app.js', fs.constants.O_RDWR), 'EROFS'],
    'an address': [() => fs.readFileSync(new URL('file:///data/a.txt'), 'utf8'), '0123456789'],
    'an address of the web': [() => fs.readFileSync(new URL('http://a/data/a.txt')), 'ERR_INVALID_URL_SCHEME'],
  };
  for (const [name, [action, expected]] of Object.entries(rows)) test(name, () => assert.equal(outcome(action), expected));
});

test('files that are open are bounded', () => {
  const open = [];
  assert.throws(() => {
    for (;;) open.push(fs.openSync('/app.js'));
  }, { code: 'EMFILE' });
  assert.equal(open.length, 1024);
  open.forEach((descriptor) => fs.closeSync(descriptor));
  const again = fs.openSync('/app.js');
  assert.equal(again, open[0]);
  fs.closeSync(again);
});

describe('streams', () => {
  const rows = {
    whole: ['/data/a.txt', undefined, ['open', 'ready', 'data 0123456789', 'end', 'close']],
    part: ['/data/a.txt', { start: 2, end: 4, encoding: 'utf8' }, ['open', 'ready', 'data 234', 'end', 'close']],
    chunks: ['/data/a.txt', { highWaterMark: 4 }, ['open', 'ready', 'data 0123', 'data 4567', 'data 89', 'end', 'close']],
    beyond: ['/data/a.txt', { start: 50 }, ['open', 'ready', 'end', 'close']],
    missing: ['/nothing', undefined, ["error ENOENT: no such file or directory, open '/nothing'", 'close']],
    directory: ['/data', undefined, ['open', 'ready', 'error EISDIR: illegal operation on a directory, read', 'close']],
  };
  for (const [name, [path, options, expected]] of Object.entries(rows)) {
    test(name, async () => {
      const steps = [];
      const stream = fs.createReadStream(path, options);
      for (const event of ['open', 'ready', 'end']) stream.on(event, () => steps.push(event));
      stream.on('data', (chunk) => steps.push(`data ${chunk}`));
      stream.on('error', (error) => steps.push(`error ${error.message}`));
      await new Promise((resolve) => { stream.on('close', resolve); });
      assert.deepEqual([...steps, 'close'], expected);
    });
  }
  test('a long file comes in pieces', async () => {
    const lengths = [];
    for await (const chunk of fs.createReadStream('/long.txt')) lengths.push(chunk.length);
    assert.deepEqual(lengths, [65536, 65536, 18928]);
  });
  test('a start behind the end', () => {
    assert.throws(() => fs.createReadStream('/app.js', { start: 5, end: 2 }), { code: 'ERR_OUT_OF_RANGE', message: /It must be <= "end" \(here: 2\)\. Received 5$/ });
  });
  test('the class', () => assert.ok(new fs.ReadStream('/app.js').on('error', () => {}) instanceof fs.ReadStream));
});

describe('durations', () => {
  const rows = { '1d': 86400000, '2.5 hrs': 9000000, '500': 500, '.5m': 30000, '-3 s': -3000, '1 Week': 604800000, '1y': 31557600000, '1 fortnight': NaN, '': NaN, 'd': NaN, [`${'1'.repeat(101)}`]: NaN };
  for (const [text, expected] of Object.entries(rows)) test(text.slice(0, 20), () => assert.equal(parseDuration(text), expected));
});

/** The calls of `fs` that only look: each is done when it returns. */
import { Buffer } from '../node/buffer.js';
import { join, relative, resolve } from '../node/path.js';
import { checkReading, optionsOf, pathOf } from './arguments.js';
import { bytesOf, opened } from './descriptors.js';
import { fileError, readOnlyError } from './error.js';
import { BigIntStats, Dirent, DirentKind, Stats } from './stats.js';
import { canonicalPath, find, nodeAt } from './tree.js';

/** What `access` is asked for. */
const MAY_EXECUTE = 1;
const MAY_WRITE = 2;
const MAY_MAX = 7;
const INT32_MAX = 2 ** 31 - 1;

/** The whole file, as bytes or as text; of an open one what is left of it. */
export function readFileSync(path, options) {
  const { encoding, flag } = optionsOf(options);
  const bytes = typeof path === 'number' ? restOf(path) : wholeOf(pathOf(path), flag);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return encoding ? buffer.toString(encoding) : buffer;
}

function wholeOf(path, flag) {
  checkReading(flag, path);
  const node = nodeAt(path, 'open');
  return bytesOf({ node, path: canonicalPath(path) }, 0, node.size);
}

function restOf(descriptor) {
  const file = opened(descriptor, 'read');
  const bytes = bytesOf(file, file.position, Infinity);
  file.position += bytes.length;
  return bytes;
}

export function statSync(path, options) {
  return statBy('stat', path, options);
}

/** For those who are answered later: they always get an error when nothing is there. */
export function throwingStat(path, options) {
  return statBy('stat', path, { bigint: options?.bigint });
}

export function throwingLstat(path, options) {
  return statBy('lstat', path, { bigint: options?.bigint });
}

/** As `statSync`: there are no links. */
export function lstatSync(path, options) {
  return statBy('lstat', path, options);
}

function statBy(syscall, path, options) {
  const name = pathOf(path);
  if (options?.throwIfNoEntry === false && find(name) === 'ENOENT') return undefined;
  return statsOf(nodeAt(name, syscall), options);
}

export function fstatSync(descriptor, options) {
  return statsOf(opened(descriptor, 'fstat').node, options);
}

function statsOf(node, options) {
  return options?.bigint ? new BigIntStats(node) : new Stats(node);
}

/** Whether something is there; false for what is no path at all. */
export function existsSync(path) {
  try {
    return typeof find(pathOf(path)) !== 'string';
  } catch {
    return false;
  }
}

/** Throws unless the file may be used in the given way. */
export function accessSync(path, mode = 0) {
  const name = pathOf(path);
  checkMode(mode);
  const node = nodeAt(name, 'access');
  if (mode & MAY_WRITE) throw readOnlyError('access', name);
  if (mode & MAY_EXECUTE && node.names === undefined) throw fileError('EACCES', 'access', name);
}

function checkMode(mode) {
  if (mode === null) return;
  if (!Number.isInteger(mode) || Math.abs(mode) > INT32_MAX) {
    throw Object.assign(new TypeError('mode must be int32 or null/undefined'), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  if (mode < 0 || mode > MAY_MAX) throw Object.assign(new RangeError(`mode is out of range: >= 0 && <= ${MAY_MAX}`), { code: 'ERR_OUT_OF_RANGE' });
}

/** The names in a directory, or its entries; with `recursive` those below it as well. */
export function readdirSync(path, options) {
  return entriesBelow(path, options, (waiting) => waiting.shift());
}

/** The same as a promise gives it: directories below are looked into in another order. */
export function lastFirstReaddir(path, options) {
  return entriesBelow(path, options, (waiting) => waiting.pop());
}

function entriesBelow(path, options, takeNext) {
  const { encoding, withFileTypes, recursive } = optionsOf(options);
  const name = pathOf(path);
  const found = [];
  const waiting = [name];
  while (waiting.length > 0) {
    for (const entry of entriesOf(takeNext(waiting))) {
      found.push(withFileTypes ? entry : encoded(recursive ? relative(name, join(entry.parentPath, entry.name)) : entry.name, encoding));
      if (recursive && entry.isDirectory()) waiting.push(join(entry.parentPath, entry.name));
    }
  }
  return found;
}

/** The entries of a directory in the order of their names. */
export function entriesOf(path, syscall = 'scandir') {
  const node = nodeAt(path, syscall);
  if (node.names === undefined) throw fileError('ENOTDIR', syscall, path);
  return node.names.toSorted().map((name) => new Dirent(name, kindOf(join(path, name)), path));
}

function kindOf(path) {
  return find(path).names === undefined ? DirentKind.FILE : DirentKind.DIRECTORY;
}

function encoded(name, encoding) {
  if (!encoding || encoding === 'utf8' || encoding === 'utf-8') return name;
  return encoding === 'buffer' ? Buffer.from(name) : Buffer.from(name).toString(encoding);
}

/** The absolute path of what is there. */
export function realpathSync(path, options) {
  const name = resolve('/', pathOf(path));
  // Node asks for every directory on the way, and names the one that is missing.
  let place = '';
  for (const part of name.split('/').slice(1)) {
    place += `/${part}`;
    nodeAt(place, 'lstat');
  }
  return encoded(name, optionsOf(options).encoding);
}

/** The same in one call of the operating system. */
export function nativeRealpathSync(path, options) {
  const name = pathOf(path);
  nodeAt(name, 'realpath');
  return encoded(canonicalPath(name), optionsOf(options).encoding);
}

realpathSync.native = nativeRealpathSync;

/** Always throws: there are no links. */
export function readlinkSync(path) {
  const name = pathOf(path);
  nodeAt(name, 'readlink');
  throw fileError('EINVAL', 'readlink', name);
}

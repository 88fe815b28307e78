/** The `node:path` module, POSIX flavour. */
import { invalidArgType } from '../node-error.js';

export const sep = '/';
export const delimiter = ':';

/** The path without `.`, `..` and doubled separators. */
export function normalize(path) {
  check(path, 'path');
  if (path === '') return '.';
  const absolute = path[0] === '/';
  const trailing = path.endsWith('/');
  let result = normalizeSegments(path, !absolute);
  if (result === '' && !absolute) result = '.';
  if (result !== '' && trailing && result !== '/') result += '/';
  return absolute ? `/${result === '/' ? '' : result}` : result;
}

/** Whether the path starts at the root. */
export function isAbsolute(path) {
  check(path, 'path');
  return path[0] === '/';
}

/** All paths put together and normalised. */
export function join(...paths) {
  for (const path of paths) check(path, 'path');
  const joined = paths.filter((path) => path !== '').join('/');
  return joined === '' ? '.' : normalize(joined);
}

/** The absolute path that a sequence of paths, each relative to the one before, leads to. */
export function resolve(...paths) {
  let resolved = '';
  let absolute = false;
  for (let index = paths.length - 1; index >= -1 && !absolute; index -= 1) {
    const path = index >= 0 ? paths[index] : globalThis.process.cwd();
    check(path, index >= 0 ? `paths[${index}]` : 'cwd');
    if (path === '') continue;
    resolved = resolved === '' ? path : `${path}/${resolved}`;
    absolute = path[0] === '/';
  }
  const normal = normalizeSegments(resolved, !absolute);
  return absolute ? `/${normal}` : normal || '.';
}

/** The way from one path to another. */
export function relative(from, to) {
  check(from, 'from');
  check(to, 'to');
  const source = resolve(from).split('/').filter(Boolean);
  const target = resolve(to).split('/').filter(Boolean);
  let shared = 0;
  while (shared < source.length && shared < target.length && source[shared] === target[shared]) shared += 1;
  return [...source.slice(shared).fill('..'), ...target.slice(shared)].join('/');
}

/** There are no namespaced paths here. */
export function toNamespacedPath(path) {
  return path;
}

/** Everything before the last segment. */
export function dirname(path) {
  check(path, 'path');
  if (path === '') return '.';
  const end = trimEnd(path);
  const slash = path.lastIndexOf('/', end - 1);
  if (slash < 0) return path[0] === '/' ? '/' : '.';
  if (slash === 0) return '/';
  // Only one separator goes: a doubled one before the segment stays, except at the root.
  return slash === 1 && path[0] === '/' ? '//' : path.slice(0, slash);
}

/** The last segment, without `suffix` if it ends in that and is more than that. */
export function basename(path, suffix) {
  if (suffix !== undefined) check(suffix, 'suffix');
  check(path, 'path');
  const end = trimEnd(path);
  const applies = suffix !== undefined && suffix.length > 0 && suffix.length <= path.length;
  if (applies && suffix === path) return '';
  // Node's answers for nothing but separators.
  if (end === 0) return applies ? path : '';
  const base = path.slice(path.lastIndexOf('/', end - 1) + 1, end);
  return suffix !== undefined && base !== suffix && base.endsWith(suffix) ? base.slice(0, base.length - suffix.length) : base;
}

/** The extension of the last segment, with its dot; '' when there is none. */
export function extname(path) {
  check(path, 'path');
  const base = basename(path);
  const dot = base.lastIndexOf('.');
  return dot <= 0 || base === '..' ? '' : base.slice(dot);
}

/** A path of its parts; `dir` and `base` go before `root`, `name` and `ext`. */
export function format(parts) {
  if (parts === null || typeof parts !== 'object') throw invalidArgType('pathObject', 'of type object', parts);
  const dir = parts.dir || parts.root;
  const ext = parts.ext ? `${parts.ext[0] === '.' ? '' : '.'}${parts.ext}` : '';
  const base = parts.base || `${parts.name || ''}${ext}`;
  if (!dir) return base;
  return dir === parts.root ? `${dir}${base}` : `${dir}/${base}`;
}

/** The parts of a path. */
export function parse(path) {
  check(path, 'path');
  const root = path[0] === '/' ? '/' : '';
  const end = trimEnd(path);
  if (end === 0) return { root, dir: root, base: '', ext: '', name: '' };
  const slash = path.lastIndexOf('/', end - 1);
  const base = path.slice(slash + 1, end);
  // Node takes the second dot for an extension here, and only here.
  if (root !== '' && slash === 0 && base === '..') return { root, dir: root, base, ext: '.', name: '.' };
  const ext = extname(base);
  const dir = slash > 0 ? path.slice(0, slash) : root;
  return { root, dir, base, ext, name: base.slice(0, base.length - ext.length) };
}

function check(path, name) {
  if (typeof path !== 'string') throw invalidArgType(name, 'of type string', path);
}

/** The length of the path without the separators at its end. */
function trimEnd(path) {
  let end = path.length;
  while (end > 0 && path[end - 1] === '/') end -= 1;
  return end;
}

function normalizeSegments(path, mayClimb) {
  const kept = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (mayClimb) kept.push('..');
  }
  return kept.join('/');
}

export const posix = { basename, delimiter, dirname, extname, format, isAbsolute, join, normalize, parse, relative, resolve, sep, toNamespacedPath };
posix.posix = posix;

export default posix;

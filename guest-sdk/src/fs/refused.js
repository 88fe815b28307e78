/** The calls of `fs` that would change something: they exist, and say that they cannot. */
import { pathOf } from './arguments.js';
import { fileError, readOnlyError } from './error.js';
import { find } from './tree.js';

/** Which call of the operating system each of them fails at. */
const SYSCALLS = {
  appendFile: 'open', chmod: 'chmod', chown: 'chown', copyFile: 'copyfile', cp: 'cp', lchmod: 'lchmod', lchown: 'lchown', link: 'link', lutimes: 'lutime',
  mkdir: 'mkdir', mkdtemp: 'mkdtemp', rename: 'rename', rm: 'rm', rmdir: 'rmdir', symlink: 'symlink', truncate: 'open', unlink: 'unlink', utimes: 'utime',
  writeFile: 'open',
};

/** Calls on an open file, which here is never open for more than reading. */
const DESCRIPTOR_CALLS = ['fchmod', 'fchown', 'fdatasync', 'fsync', 'ftruncate', 'futimes', 'write', 'writev'];

/** The calls that first look for what they change. */
const CALLS_ON_EXISTING = new Set(['chmod', 'chown', 'copyFile', 'cp', 'lchmod', 'lchown', 'lutimes', 'rename', 'rm', 'rmdir', 'truncate', 'unlink', 'utimes']);

/** Every name with a function that throws, as its `…Sync` form does. */
export const refusedCalls = Object.fromEntries([
  ...Object.entries(SYSCALLS).map(([name, syscall]) => [name, (path, ...values) => refuse(name, syscall, path, values)]),
  ...DESCRIPTOR_CALLS.map((name) => [name, () => {
    throw readOnlyError(name);
  }]),
]);

function refuse(name, syscall, path, values) {
  const target = name === 'writeFile' || name === 'appendFile' ? descriptorOrPath(path) : pathOf(path);
  if (name === 'mkdir' && isDirectoryWanted(target, values[0])) return;
  const missing = CALLS_ON_EXISTING.has(name) ? find(target) : undefined;
  if (typeof missing === 'string') {
    if (values[0]?.force && missing === 'ENOENT') return;
    throw fileError(missing, syscall, target);
  }
  throw readOnlyError(syscall, target);
}

function descriptorOrPath(value) {
  return typeof value === 'number' ? undefined : pathOf(value);
}

/** Whether a directory that is to be made, unless it is there, is there. */
function isDirectoryWanted(path, options) {
  const node = find(path);
  if (typeof node === 'string') return false;
  if (options?.recursive && node.names !== undefined) return true;
  throw fileError('EEXIST', 'mkdir', path);
}

/** `createWriteStream` and the watchers, which have no other form. */
export function createWriteStream(path) {
  throw readOnlyError('open', descriptorOrPath(path));
}

export function watch(path) {
  throw readOnlyError('watch', pathOf(path, 'filename'));
}

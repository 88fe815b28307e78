/** The `node:fs/promises` module. */
import constants from '../../fs/constants.js';
import { opendirSync } from '../../fs/directory.js';
import { openHandle } from '../../fs/file-handle.js';
import { withPromise } from '../../fs/later.js';
import { accessSync, lastFirstReaddir, nativeRealpathSync, readFileSync, readlinkSync, throwingLstat, throwingStat } from '../../fs/reading.js';
import { refusedCalls, watch as refuseToWatch } from '../../fs/refused.js';

export const open = withPromise(openHandle);
export const access = withPromise(accessSync);
export const lstat = withPromise(throwingLstat);
export const opendir = withPromise(opendirSync);
export const readFile = withPromise(readFileSync);
export const readdir = withPromise(lastFirstReaddir);
export const readlink = withPromise(readlinkSync);
export const stat = withPromise(throwingStat);
export const realpath = withPromise(nativeRealpathSync);

// What would change something.
export const appendFile = withPromise(refusedCalls.appendFile);
export const chmod = withPromise(refusedCalls.chmod);
export const chown = withPromise(refusedCalls.chown);
export const copyFile = withPromise(refusedCalls.copyFile);
export const cp = withPromise(refusedCalls.cp);
export const lchmod = withPromise(refusedCalls.lchmod);
export const lchown = withPromise(refusedCalls.lchown);
export const link = withPromise(refusedCalls.link);
export const lutimes = withPromise(refusedCalls.lutimes);
export const mkdir = withPromise(refusedCalls.mkdir);
export const mkdtemp = withPromise(refusedCalls.mkdtemp);
export const rename = withPromise(refusedCalls.rename);
export const rm = withPromise(refusedCalls.rm);
export const rmdir = withPromise(refusedCalls.rmdir);
export const symlink = withPromise(refusedCalls.symlink);
export const truncate = withPromise(refusedCalls.truncate);
export const unlink = withPromise(refusedCalls.unlink);
export const utimes = withPromise(refusedCalls.utimes);
export const writeFile = withPromise(refusedCalls.writeFile);

export function watch(path) {
  return refuseToWatch(path);
}

export { constants };

export default {
  access, appendFile, chmod, chown, constants, copyFile, cp, lchmod, lchown, link, lstat, lutimes, mkdir, mkdtemp, open, opendir, readdir,
  readFile, readlink, realpath, rename, rm, rmdir, stat, symlink, truncate, unlink, utimes, watch, writeFile,
};

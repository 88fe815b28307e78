/** The `node:fs` module: the app's own files, for reading. */
import { closeSync, openSync, readSync } from '../fs/descriptors.js';
import { Dir, opendirSync } from '../fs/directory.js';
import constants from '../fs/constants.js';
import { checkCallback, withCallback } from '../fs/later.js';
import {
  accessSync, existsSync, fstatSync, lstatSync, nativeRealpathSync, readFileSync, readdirSync, readlinkSync, realpathSync, statSync, throwingLstat, throwingStat,
} from '../fs/reading.js';
import { createReadStream, ReadStream } from '../fs/read-stream.js';
import { createWriteStream, refusedCalls, watch } from '../fs/refused.js';
import { Dirent, Stats } from '../fs/stats.js';
import promises from './fs/promises.js';

const customPromisify = Symbol.for('nodejs.util.promisify.custom');

export const { F_OK, R_OK, W_OK, X_OK } = constants;

export const access = withCallback(accessSync);
export const lstat = withCallback(throwingLstat);
export const readFile = withCallback(readFileSync);
export const readdir = withCallback(readdirSync);
export const readlink = withCallback(readlinkSync);
export const realpath = withCallback(realpathSync);
export const stat = withCallback(throwingStat);
export const fstat = withCallback(fstatSync);
export const open = withCallback(openSync);
export const close = withCallback(closeSync);
export const opendir = withCallback(opendirSync);
export const read = withCallback(readSync, (callback, count, [, buffer]) => callback(null, count, buffer));

realpath.native = withCallback(nativeRealpathSync);
read[customPromisify] = async (descriptor, buffer, ...values) => ({ bytesRead: readSync(descriptor, buffer, ...values), buffer });

/** Calls back with whether something is there, and with nothing else. */
export function exists(path, callback) {
  checkCallback(callback);
  const isThere = existsSync(path);
  setImmediate(() => callback(isThere));
}

exists[customPromisify] = async (path) => existsSync(path);

// What would change something.
export const {
  appendFile: appendFileSync, chmod: chmodSync, chown: chownSync, copyFile: copyFileSync, cp: cpSync, fchmod: fchmodSync, fchown: fchownSync,
  fdatasync: fdatasyncSync, fsync: fsyncSync, ftruncate: ftruncateSync, futimes: futimesSync, lchmod: lchmodSync, lchown: lchownSync,
  link: linkSync, lutimes: lutimesSync, mkdir: mkdirSync, mkdtemp: mkdtempSync, rename: renameSync, rm: rmSync, rmdir: rmdirSync,
  symlink: symlinkSync, truncate: truncateSync, unlink: unlinkSync, utimes: utimesSync, write: writeSync, writeFile: writeFileSync,
  writev: writevSync,
} = refusedCalls;

export const appendFile = withCallback(appendFileSync);
export const chmod = withCallback(chmodSync);
export const chown = withCallback(chownSync);
export const copyFile = withCallback(copyFileSync);
export const cp = withCallback(cpSync);
export const fchmod = withCallback(fchmodSync);
export const fchown = withCallback(fchownSync);
export const fdatasync = withCallback(fdatasyncSync);
export const fsync = withCallback(fsyncSync);
export const ftruncate = withCallback(ftruncateSync);
export const futimes = withCallback(futimesSync);
export const lchmod = withCallback(lchmodSync);
export const lchown = withCallback(lchownSync);
export const link = withCallback(linkSync);
export const lutimes = withCallback(lutimesSync);
export const mkdir = withCallback(mkdirSync);
export const mkdtemp = withCallback(mkdtempSync);
export const rename = withCallback(renameSync);
export const rm = withCallback(rmSync);
export const rmdir = withCallback(rmdirSync);
export const symlink = withCallback(symlinkSync);
export const truncate = withCallback(truncateSync);
export const unlink = withCallback(unlinkSync);
export const utimes = withCallback(utimesSync);
export const write = withCallback(writeSync);
export const writeFile = withCallback(writeFileSync);
export const writev = withCallback(writevSync);

/** The stream that writes exists by name only. */
export const WriteStream = createWriteStream;
export const watchFile = watch;

/** Nothing is ever watched. */
export function unwatchFile() {}

export {
  accessSync, closeSync, constants, createReadStream, createWriteStream, Dir, Dirent, existsSync, fstatSync, lstatSync, opendirSync, openSync, promises,
  readdirSync, readFileSync, readlinkSync, ReadStream, readSync, realpathSync, Stats, statSync, watch,
};

export default {
  access, accessSync, appendFile, appendFileSync, chmod, chmodSync, chown, chownSync, close, closeSync, constants, copyFile, copyFileSync, cp,
  cpSync, createReadStream, createWriteStream, Dir, Dirent, exists, existsSync, F_OK, fchmod, fchmodSync, fchown, fchownSync, fdatasync,
  fdatasyncSync, fstat, fstatSync, fsync, fsyncSync, ftruncate, ftruncateSync, futimes, futimesSync, lchmod, lchmodSync, lchown, lchownSync, link,
  linkSync, lstat, lstatSync, lutimes, lutimesSync, mkdir, mkdirSync, mkdtemp, mkdtempSync, open, opendir, opendirSync, openSync, promises, R_OK,
  read, readdir, readdirSync, readFile, readFileSync, readlink, readlinkSync, ReadStream, readSync, realpath, realpathSync, rename, renameSync, rm,
  rmdir, rmdirSync, rmSync, stat, Stats, statSync, symlink, symlinkSync, truncate, truncateSync, unlink, unlinkSync, unwatchFile, utimes,
  utimesSync, W_OK, watch, watchFile, write, writeFile, writeFileSync, WriteStream, writeSync, writev, writevSync, X_OK,
};

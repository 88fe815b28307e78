/** What `stat` and `readdir` tell of a file or a directory. */

/** Bits of a mode: what it is, and that all may read it. */
const REGULAR = 0o100000;
const DIRECTORY = 0o040000;
const KIND_MASK = 0o170000;
const READABLE = 0o444;
const SEARCHABLE = 0o555;

const BLOCK_BYTES = 4096;
/** The unit that `blocks` counts in, whatever the block size is. */
const SECTOR_BYTES = 512;

const KIND = Symbol('type');

/** Kinds of directory entries; the values of `fs.constants.UV_DIRENT_*`. */
export const DirentKind = { FILE: 1, DIRECTORY: 2 };

/** What both forms of statistics are; the four dates are made when they are looked at. */
class Facts {
  /** @param {import('./tree.js').Node} node */
  constructor(node) {
    const { mtimeMs } = node;
    this.dev = 1;
    this.mode = node.names === undefined ? REGULAR | READABLE : DIRECTORY | SEARCHABLE;
    this.nlink = 1;
    this.uid = 0;
    this.gid = 0;
    this.rdev = 0;
    this.blksize = BLOCK_BYTES;
    this.ino = node.number;
    this.size = node.size;
    this.blocks = Math.ceil(node.size / BLOCK_BYTES) * (BLOCK_BYTES / SECTOR_BYTES);
    this.atimeMs = mtimeMs;
    this.mtimeMs = mtimeMs;
    this.ctimeMs = mtimeMs;
    this.birthtimeMs = mtimeMs;
  }

  isFile() {
    return (Number(this.mode) & KIND_MASK) === REGULAR;
  }

  isDirectory() {
    return (Number(this.mode) & KIND_MASK) === DIRECTORY;
  }
}

/** A file or directory. */
export class Stats extends Facts {}

/** The same with integers of any size, and with nanoseconds. */
export class BigIntStats extends Facts {
  constructor(node) {
    super(node);
    for (const name of Object.keys(this)) this[name] = BigInt(this[name]);
    for (const name of DATES) this[`${name}Ns`] = this[`${name}Ms`] * 1_000_000n;
  }
}

const DATES = ['atime', 'mtime', 'ctime', 'birthtime'];
for (const name of DATES) {
  Object.defineProperty(Facts.prototype, name, {
    configurable: true,
    enumerable: true,
    get() {
      return keep(this, name, new Date(Number(this[`${name}Ms`])));
    },
    set(value) {
      keep(this, name, value);
    },
  });
}

function keep(target, name, value) {
  Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: true });
  return value;
}

/** One entry of a directory. */
export class Dirent {
  constructor(name, kind, parentPath) {
    this.name = name;
    this.parentPath = parentPath;
    this.path = parentPath;
    this[KIND] = kind;
  }

  isFile() {
    return this[KIND] === DirentKind.FILE;
  }

  isDirectory() {
    return this[KIND] === DirentKind.DIRECTORY;
  }
}

// There is nothing else than files and directories.
for (const name of ['isBlockDevice', 'isCharacterDevice', 'isSymbolicLink', 'isFIFO', 'isSocket']) {
  const method = { value: () => false, writable: true, configurable: true };
  Object.defineProperty(Facts.prototype, name, method);
  Object.defineProperty(Dirent.prototype, name, method);
}

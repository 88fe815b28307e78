/** An open directory, which gives one entry after the other. */
import { nodeError } from '../node-error.js';
import { pathOf } from './arguments.js';
import { fileError } from './error.js';
import { withCallback, withPromise } from './later.js';
import { entriesOf } from './reading.js';
import { find } from './tree.js';

export class Dir {
  #entries;

  constructor(path, entries) {
    this.path = path;
    this.#entries = entries;
  }

  /** The next entry, or null at the end. */
  readSync() {
    this.#check();
    return this.#entries.shift() ?? null;
  }

  closeSync() {
    this.#check();
    this.#entries = undefined;
  }

  read(callback) {
    return laterOf(() => this.readSync(), callback);
  }

  close(callback) {
    return laterOf(() => this.closeSync(), callback);
  }

  async* entries() {
    try {
      for (let entry = await this.read(); entry !== null; entry = await this.read()) yield entry;
    } finally {
      await this.close();
    }
  }

  [Symbol.asyncIterator]() {
    return this.entries();
  }

  #check() {
    if (this.#entries === undefined) throw nodeError(Error, 'ERR_DIR_CLOSED', 'Directory handle was closed');
  }
}

/** Opens a directory. */
export function opendirSync(path) {
  const name = pathOf(path);
  // The operating system's error has no path here.
  if (typeof find(name) === 'string') throw fileError(find(name), 'opendir');
  return new Dir(name, entriesOf(name, 'opendir'));
}

function laterOf(call, callback) {
  return callback === undefined ? withPromise(call)() : withCallback(call)(undefined, callback);
}

/** An open file with promises. */
import { withPromise } from './later.js';
import { closeSync, openSync, readSync } from './descriptors.js';
import { fstatSync, readFileSync } from './reading.js';
import { refusedCalls } from './refused.js';

/** What a handle has for a descriptor once it is closed. */
const CLOSED = -1;

export class FileHandle {
  constructor(descriptor) {
    this.fd = descriptor;
  }

  /** Reads into the buffer, by default a new one; as `fs.read`. */
  read(buffer, ...values) {
    const options = ArrayBuffer.isView(buffer) ? { buffer, values } : { buffer: buffer?.buffer ?? new Uint8Array(16384), values: [buffer ?? {}] };
    return withPromise(() => ({ bytesRead: readSync(this.fd, options.buffer, ...options.values), buffer: options.buffer }))();
  }

  readFile(options) {
    return withPromise(() => readFileSync(this.fd, options))();
  }

  stat(options) {
    return withPromise(() => fstatSync(this.fd, options))();
  }

  close() {
    return withPromise(() => {
      if (this.fd === CLOSED) return;
      closeSync(this.fd);
      this.fd = CLOSED;
    })();
  }

  [Symbol.asyncDispose ?? Symbol.for('nodejs.asyncDispose')]() {
    return this.close();
  }
}

for (const [name, syscall] of Object.entries({
  appendFile: 'write', chmod: 'fchmod', chown: 'fchown', datasync: 'fdatasync', sync: 'fsync', truncate: 'ftruncate', utimes: 'futimes', write: 'write',
  writeFile: 'write', writev: 'writev',
})) {
  Object.defineProperty(FileHandle.prototype, name, { value: withPromise(refusedCalls[syscall]), writable: true, configurable: true });
}

/** Opens a file for reading. */
export function openHandle(path, flags) {
  return new FileHandle(openSync(path, flags));
}

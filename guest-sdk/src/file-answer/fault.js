/** Why a file is not sent: a status, and the error for those who want it, which is made only then. */
import { laterFileError } from '../fs/error.js';
import { createError } from '../http-error.js';

export class Fault {
  #make;

  /**
   * @param {number} status
   * @param {() => Error} [make] by default the error of the status alone
   */
  constructor(status, make = () => createError(status)) {
    this.status = status;
    this.#make = make;
  }

  /** Nothing is there, in the words of the file system. */
  static missing(code, path) {
    return new Fault(404, () => createError(404, laterFileError(code, 'stat', path), { expose: false }));
  }

  static of(status, cause) {
    return new Fault(status, () => createError(status, cause, { expose: false }));
  }

  static with(status, properties) {
    return new Fault(status, () => createError(status, undefined, properties));
  }

  toError() {
    return this.#make();
  }
}

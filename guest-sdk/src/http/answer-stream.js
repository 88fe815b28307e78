/** The part of an answer that leaves before its end: what was written goes to the host when the sandbox comes to wait. */

const runtime = globalThis[Symbol.for('rnode.runtime')];

/** What an answer keeps to itself before a writer has to wait until some of it has left; below, it can still leave whole. */
export const HELD_BYTES_MAX = 256 * 1024;

/** An answer whose head is on its way. */
export class AnswerStream {
  /**
   * @param {number} status
   * @param {object} fields
   * @param {object} names
   * @param {Function} onLost called once, when the client has left
   */
  constructor(status, fields, names, onLost) {
    this.isLost = false;
    this.sending = Promise.resolve();
    this.onLost = onLost;
    runtime.respondStream(status, fields, names);
    runtime.onUnwanted(() => this.lose());
  }

  /** Sends bytes after those before them, then calls back, unless the client has left. */
  send(bytes, onSent) {
    this.sending = this.sending.then(() => {
      if (this.isLost) return undefined;
      return bytes === undefined ? undefined : runtime.operate('push', bytes).promise;
    }).then(() => { if (!this.isLost) onSent(); }, () => this.lose());
  }

  /** The answer is complete when all before has left. */
  finish(onFinished) {
    this.send(undefined, () => {
      runtime.operate('finish');
      onFinished();
    });
  }

  /** Gives it up: the client sees that something is missing. */
  abandon() {
    this.isLost = true;
    runtime.streamEnded();
  }

  lose() {
    if (this.isLost) return;
    this.isLost = true;
    this.onLost();
  }
}

/** Lets `flush` be called before the sandbox waits. */
export function flushBeforeWaiting(flush) {
  runtime.onFlush(flush);
  runtime.flushing(true);
}

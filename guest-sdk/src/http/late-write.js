/** Errors of writing to an answer when it is too late. */
import { nodeError } from '../node-error.js';

/** Reports an `end` after the end: an error only when it brings something. */
export function endAgain(res, chunk, callback) {
  if (chunk) {
    const error = nodeError(Error, 'ERR_STREAM_WRITE_AFTER_END', 'write after end');
    queueMicrotask(() => reportWriteError(res, error, callback));
  } else if (typeof callback === 'function') {
    queueMicrotask(() => callback(nodeError(Error, 'ERR_STREAM_ALREADY_FINISHED', 'Cannot call end after a stream was finished')));
  }
}

/** Gives a failed write to who asked for it, and to the listeners of `error`. */
export function reportWriteError(res, error, callback) {
  if (typeof callback === 'function') callback(error);
  if (!res.destroyed) res.emit('error', error);
}

/** The error of whoever changes headers too late. */
export function headersSentError(action) {
  return nodeError(Error, 'ERR_HTTP_HEADERS_SENT', `Cannot ${action} headers after they are sent to the client`);
}

/** Errors of writing to an answer when it is too late. */
import { nodeError } from '../node-error.js';

const { process } = globalThis;

/** Refuses what is written to an answer that has ended or was given up. */
export function refuseWrite(res, callback) {
  const error = res.finished ? nodeError(Error, 'ERR_STREAM_WRITE_AFTER_END', 'write after end')
    : nodeError(Error, 'ERR_STREAM_DESTROYED', 'Cannot call write after a stream was destroyed');
  const isGone = res.destroyed;
  process.nextTick(() => {
    if (typeof callback === 'function') callback(error);
    if (!isGone && !res.destroyed) res.emit('error', error);
  });
}

/** An answer that has ended is ended again: that is an error only if something would be added. */
export function endAgain(res, chunk, callback) {
  if (chunk) refuseWrite(res, callback);
  else if (typeof callback === 'function') callback(nodeError(Error, 'ERR_STREAM_ALREADY_FINISHED', 'Cannot call end after a stream was finished'));
}

/** The error of whoever changes headers too late. */
export function headersSentError(action) {
  return nodeError(Error, 'ERR_HTTP_HEADERS_SENT', `Cannot ${action} headers after they are sent to the client`);
}

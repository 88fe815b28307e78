/** When an answer tells what happened to it: the callbacks of writes, 'drain', 'finish' and 'close', in Node's order. */
import { endAfterAnswer } from './incoming-message.js';

const { process } = globalThis;

/** How much may be written in one turn before `write` asks to wait for 'drain'. */
const HIGH_WATER_MARK = 16384;

/** What each write of a body in pieces adds to its bytes: the length in hex and two line ends. */
const FRAME_BYTES = 5;

/** What was written and has not been told yet. */
export const WRITING = Symbol('writing');
const NOTIFIED = Symbol('notified');

/**
 * Notes a write, which counts as gone two turns later, or, when it has to leave for that, when `tellWrites` is called.
 * @param {object} res
 * @param {number} length
 * @param {Function | undefined} callback
 * @param {boolean} hasToLeave
 * @returns {boolean} whether more may be written at once
 */
export function written(res, length, callback, hasToLeave) {
  if (res[WRITING] === undefined) {
    res[WRITING] = { length: 0, callbacks: [], needsDrain: false };
    if (!hasToLeave) process.nextTick(() => process.nextTick(tellWrites, res));
  }
  const writing = res[WRITING];
  if (length > 0) writing.length += length + FRAME_BYTES;
  if (typeof callback === 'function') writing.callbacks.push(callback);
  if (writing.length >= HIGH_WATER_MARK) writing.needsDrain = true;
  return writing.length < HIGH_WATER_MARK;
}

/** Tells whoever wrote that it has left. */
export function tellWrites(res) {
  const writing = res[WRITING];
  if (writing === undefined) return;
  res[WRITING] = undefined;
  if (writing.needsDrain && !res.finished && !res.destroyed) res.emit('drain');
  for (const callback of writing.callbacks) callback();
}

/** The answer has ended: whoever listens to it or to the request learns of it, once. */
export function notify(res) {
  if (res[NOTIFIED]) return;
  res[NOTIFIED] = true;
  process.nextTick(tellEnd, res);
}

function tellEnd(res) {
  tellWrites(res);
  endAfterAnswer(res.req);
  const isWatched = res.listenerCount('close') > 0;
  if (isWatched) process.nextTick(close, res);
  res.emit('finish');
  if (isWatched) return;
  // Mostly nobody waits for the close, and a microtask costs less.
  if (res.listenerCount('close') > 0) process.nextTick(close, res);
  else queueMicrotask(() => close(res));
}

/** Tells, once, that nothing more will happen to the answer. */
export function close(res) {
  if (res._closed) return;
  res.destroyed = true;
  res._closed = true;
  res.emit('close');
}

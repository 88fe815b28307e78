/** Where a body flows to: `pipe` and `unpipe`, with the conduct of Node's. */
import { pause, resume, stateOf } from './body-flow.js';

const { process } = globalThis;

/** `req.pipe(destination)`: writes what comes and ends the destination, unless told not to. */
export function pipe(req, destination, options) {
  const state = stateOf(req);
  const pass = new Pass(req, destination);
  state.pipes.push(destination);
  const atEnd = options?.end !== false && destination !== process.stdout && destination !== process.stderr ? pass.end : pass.leave;
  pass.atEnd = atEnd;
  if (state.endEmitted) process.nextTick(atEnd);
  else req.once('end', atEnd);
  destination.on('unpipe', pass.unpiped);
  req.on('data', pass.write);
  // Before other listeners of errors, where the destination can do that.
  if (typeof destination.prependListener === 'function') destination.prependListener('error', pass.fail);
  else destination.on('error', pass.fail);
  destination.once('close', pass.closed);
  destination.once('finish', pass.finished);
  destination.emit('pipe', req);
  if (destination.writableNeedDrain === true) pass.wait();
  else if (!state.flowing) req.resume();
  return destination;
}

/** `req.unpipe(destination)`: stops one, or all. */
export function unpipe(req, destination) {
  const state = stateOf(req);
  if (state.pipes.length === 0) return;
  if (destination === undefined || destination === null) {
    const all = state.pipes;
    state.pipes = [];
    pause(req);
    for (const each of all) each.emit('unpipe', req, { hasUnpiped: false });
    return;
  }
  const index = state.pipes.indexOf(destination);
  if (index < 0) return;
  state.pipes.splice(index, 1);
  if (state.pipes.length === 0) pause(req);
  destination.emit('unpipe', req, { hasUnpiped: false });
}

/** One connection of a body and a destination. */
class Pass {
  isOver = false;
  isWaiting = false;

  constructor(req, destination) {
    this.req = req;
    this.destination = destination;
  }

  end = () => this.destination.end();

  leave = () => this.req.unpipe(this.destination);

  write = (chunk) => {
    if (this.destination.write(chunk) === false) this.wait();
  };

  drained = () => {
    const state = stateOf(this.req);
    state.awaitDrainWriters.delete(this.destination);
    if (state.awaitDrainWriters.size === 0 && this.req.listenerCount('data') > 0) resume(this.req);
  };

  closed = () => {
    this.destination.removeListener('finish', this.finished);
    this.leave();
  };

  finished = () => {
    this.destination.removeListener('close', this.closed);
    this.leave();
  };

  /** The destination failed: nothing more is written, and if nobody else listens, the error is nobody's. */
  fail = (error) => {
    const { destination } = this;
    this.leave();
    destination.removeListener('error', this.fail);
    if (destination.listenerCount('error') > 0) return;
    const state = destination._writableState || destination._readableState;
    if (state && !state.errorEmitted) destination.destroy(error);
    else destination.emit('error', error);
  };

  unpiped = (source, how) => {
    if (source !== this.req || !how || how.hasUnpiped) return;
    how.hasUnpiped = true;
    this.disconnect();
  };

  /** The destination has to catch up first. */
  wait() {
    if (this.isOver) return;
    stateOf(this.req).awaitDrainWriters.add(this.destination);
    this.req.pause();
    if (this.isWaiting) return;
    this.isWaiting = true;
    this.destination.on('drain', this.drained);
  }

  disconnect() {
    const { req, destination } = this;
    this.isOver = true;
    destination.removeListener('close', this.closed);
    destination.removeListener('finish', this.finished);
    destination.removeListener('drain', this.drained);
    destination.removeListener('error', this.fail);
    destination.removeListener('unpipe', this.unpiped);
    req.removeListener('end', this.atEnd);
    req.removeListener('data', this.write);
    if (stateOf(req).awaitDrainWriters.has(destination) && destination.writableNeedDrain !== true) this.drained();
  }
}

/** Timers and immediates: the queues of the event loop, of which the loop itself only knows when the next one is due. */
(function (global, runtime, prelude) {
  'use strict';

  /** As in Node: a delay below 1 ms or above 2^31-1 ms counts as 1 ms. */
  const DELAY_MILLIS_MAX = 2147483647;

  const timers = [];
  let immediates = [];
  let nextId = 1;
  let isLoading = true;

  /** Whether an operation of the host is under way: as long as it is, a timer that is unref'd is waited for as well. */
  let isWaiting = false;

  function tell() {
    if (immediates.length > 0) return runtime.due(0);
    const isAwaited = timers.length > 0 && (isWaiting || timers.some((timer) => timer.isRef));
    runtime.due(isAwaited ? timers[0].due : -1);
  }

  prelude.waiting = (is) => {
    isWaiting = is;
    if (timers.length > 0) tell();
  };

  /** The stack without the frames of this file. */
  function callerStack() {
    return new Error().stack.split('\n').filter((line) => !line.includes('rnode:timers')).join('\n');
  }

  /** What Node says of a callback that is none. */
  function checkCallback(callback) {
    if (typeof callback === 'function') return;
    const kind = typeof callback;
    const shown = kind === 'string' ? `'${callback.length > 28 ? `${callback.slice(0, 25)}...` : callback}'` : String(callback);
    let received = kind === 'object' && callback !== null ? `an instance of ${callback.constructor?.name}` : `type ${kind} (${shown})`;
    if (callback === undefined || callback === null) received = shown;
    const error = new TypeError(`The "callback" argument must be of type function. Received ${received}`);
    error.code = 'ERR_INVALID_ARG_TYPE';
    throw error;
  }

  runtime.checkCallback = checkCallback;

  function delayOf(delay) {
    delay = Number(delay);
    return delay >= 1 && delay <= DELAY_MILLIS_MAX ? Math.trunc(delay) : 1;
  }

  /** Keeps `timers` in the order of due times; equal ones in the order of arming. */
  function insert(timer) {
    let at = timers.length;
    while (at > 0 && timers[at - 1].due > timer.due) at--;
    timers.splice(at, 0, timer);
    tell();
  }

  function remove(timer) {
    const at = timers.indexOf(timer);
    if (at < 0) return;
    timers.splice(at, 1);
    tell();
  }

  class Timeout {
    constructor(callback, delay, args, repeats) {
      checkCallback(callback);
      this.id = nextId++;
      this.callback = callback;
      this.args = args;
      this.delay = delayOf(delay);
      this.repeats = repeats;
      this.isRef = true;
      this.armedAt = isLoading ? callerStack() : '';
      this.due = runtime.now() + this.delay;
      insert(this);
    }
    ref() { this.isRef = true; tell(); return this; }
    unref() { this.isRef = false; tell(); return this; }
    hasRef() { return this.isRef; }
    refresh() {
      remove(this);
      this.due = runtime.now() + this.delay;
      insert(this);
      return this;
    }
    close() { remove(this); return this; }
    [Symbol.toPrimitive]() { return this.id; }
  }

  class Immediate {
    constructor(callback, args) {
      checkCallback(callback);
      this.callback = callback;
      this.args = args;
      this.isRef = true;
      immediates.push(this);
      tell();
    }
    ref() { this.isRef = true; return this; }
    unref() { this.isRef = false; return this; }
    hasRef() { return this.isRef; }
  }

  function clear(handle) {
    if (handle instanceof Timeout) return remove(handle);
    const id = Number(handle);
    const timer = timers.find((candidate) => candidate.id === id);
    if (timer !== undefined) remove(timer);
  }

  global.setTimeout = (callback, delay, ...args) => new Timeout(callback, delay, args, false);
  global.setInterval = (callback, delay, ...args) => new Timeout(callback, delay, args, true);
  global.clearTimeout = clear;
  global.clearInterval = clear;
  global.setImmediate = (callback, ...args) => new Immediate(callback, args);
  global.clearImmediate = (handle) => {
    immediates = immediates.filter((immediate) => immediate !== handle);
    tell();
  };

  // What `util.promisify` makes of them.
  const promisified = Symbol.for('nodejs.util.promisify.custom');
  global.setTimeout[promisified] = (delay, value) => new Promise((resolve) => { global.setTimeout(resolve, delay, value); });
  global.setImmediate[promisified] = (value) => new Promise((resolve) => { global.setImmediate(resolve, value); });

  function runImmediate() {
    const immediate = immediates.shift();
    if (immediate === undefined) return false;
    tell();
    immediate.callback(...immediate.args);
    return true;
  }

  function runTimer(now) {
    const timer = timers[0];
    if (timer === undefined || timer.due > now) return false;
    timers.shift();
    if (timer.repeats) {
      timer.due = now + timer.delay;
      insert(timer);
    } else {
      tell();
    }
    timer.callback(...timer.args);
    return true;
  }

  /** One callback: a timer that is due goes before an immediate, as in Node's phases. */
  prelude.turn = (now) => { if (!runTimer(now)) runImmediate(); };

  /**
   * The end of loading. A timer that keeps the program waiting is reported by where it was armed; one that was unref'd only
   * serves a long-lived process (a sweep of an in-memory store, say) and is dropped.
   */
  prelude.settle = () => {
    isLoading = false;
    const waiting = timers.find((timer) => timer.isRef);
    timers.length = 0;
    tell();
    return waiting === undefined ? undefined : waiting.armedAt;
  };

  /** The app that the bundle exports as its default, when it did not call `listen`: one with `fetch` as on Workers, or a listener as of Node. */
  prelude.adopt = (exported) => {
    if (typeof exported?.fetch === 'function') {
      runtime.lazy('fetchApp').adopt(exported);
      return;
    }
    const isHandler = typeof exported === 'function' || typeof exported?.handle === 'function';
    if (isHandler && runtime.adopt !== undefined) runtime.adopt(exported);
  };

  /** `process.nextTick`: these go before promise jobs, as in Node. */
  let ticks = [];
  runtime.nextTick = (callback, ...args) => {
    checkCallback(callback);
    ticks.push([callback, args]);
    runtime.ticking(true);
  };
  prelude.tick = () => {
    const tick = ticks.shift();
    runtime.ticking(ticks.length > 0);
    if (tick !== undefined) tick[0](...tick[1]);
  };
})

/** `AbortController` and `AbortSignal` (DOM, 3). */
(function (global, shared) {
  'use strict';

  const { lazy } = global[Symbol.for('rnode.runtime')];
  const { expose, illegalConstructor, needs, sequence, wholeNumber } = lazy('interface');
  const { Event, EventTarget, defineHandler, fire } = shared;

  const token = Symbol('AbortSignal');
  /** A timer cannot wait longer than this. */
  const DELAY_MILLIS_MAX = 2147483647;
  let stateOf;

  class AbortSignal extends EventTarget {
    /** `sources` is there for a signal that follows others. */
    #state = { isAborted: false, reason: undefined, algorithms: new Set(), sources: null, dependents: new Set() };
    constructor(given = undefined) {
      if (given !== token) throw illegalConstructor();
      super();
    }
    get aborted() { return this.#state.isAborted; }
    get reason() { return this.#state.reason; }
    throwIfAborted() { if (this.#state.isAborted) throw this.#state.reason; }
    static abort(reason = undefined) {
      const signal = new AbortSignal(token);
      mark(stateOf(signal), reason === undefined ? aborted() : reason);
      return signal;
    }
    static timeout(milliseconds) {
      needs(1, arguments.length);
      const delay = Math.min(wholeNumber(milliseconds, 'The time'), DELAY_MILLIS_MAX);
      const signal = new AbortSignal(token);
      global.setTimeout(() => abort(signal, new global.DOMException('The operation was aborted due to timeout', 'TimeoutError')), delay).unref?.();
      return signal;
    }
    static any(signals) {
      needs(1, arguments.length);
      const given = sequence(signals, 'The signals');
      for (const source of given) if (!shared.isAbortSignal(source)) throw Object.assign(new TypeError('Every one of the signals must be an AbortSignal'), { code: 'ERR_INVALID_ARG_TYPE' });
      return following(given);
    }
    static {
      stateOf = (signal) => signal.#state;
      shared.isAbortSignal = (value) => typeof value === 'object' && value !== null && #state in value;
    }
  }
  expose(AbortSignal);
  defineHandler(AbortSignal, 'abort');

  const aborted = () => new global.DOMException('This operation was aborted', 'AbortError');

  function mark(state, reason) {
    state.isAborted = true;
    state.reason = reason;
  }

  function following(given) {
    const signal = new AbortSignal(token);
    const state = stateOf(signal);
    const done = given.find((source) => source.aborted);
    if (done !== undefined) {
      mark(state, done.reason);
      return signal;
    }
    state.sources = new Set();
    for (const source of given) {
      for (const root of stateOf(source).sources ?? [source]) {
        state.sources.add(root);
        stateOf(root).dependents.add(signal);
      }
    }
    return signal;
  }

  function run(signal) {
    const { algorithms } = stateOf(signal);
    for (const algorithm of algorithms) algorithm();
    algorithms.clear();
    fire(signal, new Event('abort'));
  }

  function abort(signal, reason) {
    const state = stateOf(signal);
    if (state.isAborted) return;
    mark(state, reason === undefined ? aborted() : reason);
    const dependents = [...state.dependents].filter((dependent) => !stateOf(dependent).isAborted);
    for (const dependent of dependents) mark(stateOf(dependent), state.reason);
    for (const each of [signal, ...dependents]) run(each);
  }

  class AbortController {
    #signal = new AbortSignal(token);
    constructor() {}
    get signal() { return this.#signal; }
    abort(reason = undefined) { abort(this.#signal, reason); }
  }
  expose(AbortController);

  /** Runs `algorithm` when a signal is aborted, before its event. Gives what takes it back. */
  shared.whenAborted = (signal, algorithm) => {
    const { algorithms } = stateOf(signal);
    algorithms.add(algorithm);
    return () => algorithms.delete(algorithm);
  };
  /** A signal that follows the given ones, as that of a `Request` does. */
  shared.followingSignal = following;
  shared.AbortSignal = AbortSignal;
  shared.AbortController = AbortController;
})

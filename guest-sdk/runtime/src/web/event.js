/** `Event` and `CustomEvent` (DOM, 2.2 to 2.4). */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];
  const { constants, dictionary, expose, needs, text } = runtime.lazy('interface');
  const PHASES = { NONE: 0, CAPTURING_PHASE: 1, AT_TARGET: 2, BUBBLING_PHASE: 3 };

  /** The state of an event, which a dispatch changes; throws for what is no event. */
  let stateOf;
  let isEvent;

  class Event {
    #state;
    constructor(type, options = undefined) {
      needs(1, arguments.length);
      const name = text(type);
      const given = dictionary(options);
      this.#state = {
        type: name, target: null, currentTarget: null, eventPhase: PHASES.NONE, timeStamp: runtime.now() - runtime.timeOrigin,
        bubbles: Boolean(given.bubbles), cancelable: Boolean(given.cancelable), composed: Boolean(given.composed), isInitialized: true, isTrusted: false,
        isDispatched: false, isStopped: false, isStoppedAtOnce: false, isCanceled: false, isInPassive: false,
      };
      Object.defineProperty(this, 'isTrusted', { get: isTrusted, enumerable: true, configurable: false });
    }
    get type() { return this.#state.type; }
    get target() { return this.#state.target; }
    get srcElement() { return this.#state.target; }
    get currentTarget() { return this.#state.currentTarget; }
    composedPath() { return this.#state.currentTarget === null ? [] : [this.#state.currentTarget]; }
    get eventPhase() { return this.#state.eventPhase; }
    stopPropagation() { this.#state.isStopped = true; }
    get cancelBubble() { return this.#state.isStopped; }
    set cancelBubble(value) { if (value) this.#state.isStopped = true; else this.#state; }
    stopImmediatePropagation() {
      this.#state.isStopped = true;
      this.#state.isStoppedAtOnce = true;
    }
    get bubbles() { return this.#state.bubbles; }
    get cancelable() { return this.#state.cancelable; }
    get returnValue() { return !this.#state.isCanceled; }
    set returnValue(value) { if (!value) this.preventDefault(); }
    preventDefault() {
      const state = this.#state;
      if (state.cancelable && !state.isInPassive) state.isCanceled = true;
    }
    get defaultPrevented() { return this.#state.isCanceled; }
    get composed() { return this.#state.composed; }
    get timeStamp() { return this.#state.timeStamp; }
    initEvent(type, bubbles = false, cancelable = false) {
      needs(1, arguments.length);
      const state = this.#state;
      const name = text(type);
      if (state.isDispatched) return;
      Object.assign(state, { type: name, bubbles: Boolean(bubbles), cancelable: Boolean(cancelable), target: null, isTrusted: false });
      Object.assign(state, { isInitialized: true, isStopped: false, isStoppedAtOnce: false, isCanceled: false });
    }
    static {
      stateOf = (event) => event.#state;
      isEvent = (value) => typeof value === 'object' && value !== null && #state in value;
    }
  }
  // Every event has it as its own, always the same, as [LegacyUnforgeable] wants it.
  const { get: isTrusted } = Object.getOwnPropertyDescriptor({ get isTrusted() { return stateOf(this).isTrusted; } }, 'isTrusted');
  constants(expose(Event), PHASES);

  class CustomEvent extends Event {
    #detail;
    constructor(type, options = undefined) {
      needs(1, arguments.length);
      super(type, options);
      this.#detail = options?.detail === undefined ? null : options.detail;
    }
    get detail() { return this.#detail; }
    initCustomEvent(type, bubbles = false, cancelable = false, detail = null) {
      needs(1, arguments.length);
      const isDispatched = stateOf(this).isDispatched;
      this.initEvent(type, bubbles, cancelable);
      if (!isDispatched) this.#detail = detail;
    }
  }
  expose(CustomEvent);

  Object.assign(shared, { Event, CustomEvent, stateOf, isEvent, PHASES });
})

/** `EventTarget` (DOM, 2.7 to 2.10) without a tree: an event's path is its target alone. */
(function (global, shared) {
  'use strict';

  const { lazy } = global[Symbol.for('rnode.runtime')];
  const { expose, isObject, needs, text } = lazy('interface');
  const { PHASES, isEvent, stateOf } = shared;

  /** The listeners and handlers of a target; throws for what is none. */
  let stateOfTarget;
  /** Those of the global object, which is a target without being an object of the class. */
  const ofGlobal = { listeners: [], handlers: null };

  /** What a method works on: called as a plain function, it is the global object. */
  const targetOf = (given) => (given === undefined || given === null ? global : given);

  function flattened(options) {
    return isObject(options) ? Boolean(options.capture) : Boolean(options);
  }

  function callbackOf(value) {
    if (value === null || value === undefined) return null;
    if (!isObject(value)) throw Object.assign(new TypeError('The "listener" argument must be a function or an object'), { code: 'ERR_INVALID_ARG_TYPE' });
    return value;
  }

  function remove(state, listener) {
    listener.isRemoved = true;
    const at = state.listeners.indexOf(listener);
    if (at >= 0) state.listeners.splice(at, 1);
  }

  function invoke(event, target, listener) {
    const { callback } = listener;
    if (typeof callback === 'function') return callback.call(target, event);
    const handle = callback.handleEvent;
    if (typeof handle !== 'function') throw new TypeError('The listener has no function handleEvent');
    return handle.call(callback, event);
  }

  /** One pass over the listeners that were there at its start. */
  function pass(event, state, target, capture) {
    const eventState = stateOf(event);
    if (eventState.isStopped) return;
    for (const listener of state.listeners.slice()) {
      if (listener.isRemoved || listener.type !== eventState.type || listener.capture !== capture) continue;
      if (listener.once) remove(state, listener);
      eventState.isInPassive = listener.passive;
      try {
        invoke(event, target, listener);
      } catch (error) {
        lazy('errorEvents').report(error);
      }
      eventState.isInPassive = false;
      if (eventState.isStoppedAtOnce) return;
    }
  }

  function dispatch(event, target) {
    const eventState = stateOf(event);
    const state = stateOfTarget(target);
    Object.assign(eventState, { isDispatched: true, target, currentTarget: target, eventPhase: PHASES.AT_TARGET });
    if (state.listeners.length > 0) {
      pass(event, state, target, true);
      pass(event, state, target, false);
    }
    Object.assign(eventState, { isDispatched: false, currentTarget: null, eventPhase: PHASES.NONE, isStopped: false, isStoppedAtOnce: false });
    return !eventState.isCanceled;
  }

  class EventTarget {
    #state = { listeners: [], handlers: null };
    constructor() {}
    addEventListener(type, callback, options = undefined) {
      needs(2, arguments.length);
      const state = stateOfTarget(targetOf(this));
      const listener = { type: text(type), callback: callbackOf(callback), capture: flattened(options), once: false, passive: false, isRemoved: false };
      let signal;
      if (isObject(options)) {
        listener.once = Boolean(options.once);
        listener.passive = Boolean(options.passive);
        ({ signal } = options);
        if (signal !== undefined && !shared.isAbortSignal(signal)) throw Object.assign(new TypeError('The "signal" must be an AbortSignal'), { code: 'ERR_INVALID_ARG_TYPE' });
      }
      if (listener.callback === null || signal?.aborted) return;
      if (state.listeners.some((known) => known.type === listener.type && known.callback === listener.callback && known.capture === listener.capture)) return;
      state.listeners.push(listener);
      if (signal !== undefined) shared.whenAborted(signal, () => remove(state, listener));
    }
    removeEventListener(type, callback, options = undefined) {
      needs(2, arguments.length);
      const state = stateOfTarget(targetOf(this));
      const [name, wanted, capture] = [text(type), callbackOf(callback), flattened(options)];
      const listener = state.listeners.find((known) => known.type === name && known.callback === wanted && known.capture === capture);
      if (listener !== undefined) remove(state, listener);
    }
    dispatchEvent(event) {
      needs(1, arguments.length);
      const target = targetOf(this);
      stateOfTarget(target);
      if (!isEvent(event)) throw Object.assign(new TypeError('The "event" argument must be an Event'), { code: 'ERR_INVALID_ARG_TYPE' });
      const eventState = stateOf(event);
      if (eventState.isDispatched || !eventState.isInitialized) throw new global.DOMException('The event is already being dispatched', 'InvalidStateError');
      eventState.isTrusted = false;
      return dispatch(event, target);
    }
    static {
      stateOfTarget = (target) => (target === global ? ofGlobal : target.#state);
    }
  }
  expose(EventTarget);

  /** What an event handler makes of an event (HTML, 8.1.8.1): what it returns may cancel it. */
  function handle(target, event, value) {
    if (typeof value !== 'function') return;
    if (target === global && event.type === 'error' && shared.isErrorEvent?.(event)) {
      if (value.call(target, event.message, event.filename, event.lineno, event.colno, event.error) === true) event.preventDefault();
    } else if (value.call(target, event) === false) {
      event.preventDefault();
    }
  }

  shared.handlerOf = (target, type) => stateOfTarget(target).handlers?.[type]?.value ?? null;

  /** Sets an event handler: it takes its place among the listeners when it is first set. */
  shared.setHandler = (target, type, value) => {
    const state = stateOfTarget(target);
    const handlers = state.handlers ??= Object.create(null);
    if (!isObject(value)) {
      if (handlers[type] !== undefined) remove(state, handlers[type].listener);
      delete handlers[type];
      return;
    }
    if (handlers[type] !== undefined) {
      handlers[type].value = value;
      return;
    }
    const handler = handlers[type] = { value };
    handler.listener = { type, callback: (event) => handle(target, event, handler.value), capture: false, once: false, passive: false, isRemoved: false };
    state.listeners.push(handler.listener);
  };

  /** The attribute `on...` of a class of targets. */
  shared.defineHandler = (Class, type) => {
    const name = `on${type}`;
    const accessor = {
      get [name]() { return shared.handlerOf(targetOf(this), type); },
      set [name](value) { shared.setHandler(targetOf(this), type, value); },
    };
    Object.defineProperty(Class.prototype, name, { ...Object.getOwnPropertyDescriptor(accessor, name), enumerable: true, configurable: true });
  };

  /** Fires an event of the runtime's own, which scripts can trust. */
  shared.fire = (target, event) => {
    stateOf(event).isTrusted = true;
    return dispatch(event, target);
  };
  shared.hasListener = (target, type) => stateOfTarget(target).listeners.some((listener) => listener.type === type);
  shared.EventTarget = EventTarget;
})

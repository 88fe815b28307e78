/** `DOMException`, `Event`, `EventTarget`, `AbortController` and `AbortSignal` (WHATWG DOM, without a tree). */
(function (global) {
  'use strict';

  const CODES = { IndexSizeError: 1, NotFoundError: 8, NotSupportedError: 9, InvalidStateError: 11, SyntaxError: 12, InvalidCharacterError: 5, DataCloneError: 25, AbortError: 20, TimeoutError: 23 };

  class DOMException extends Error {
    #name;
    constructor(message = '', name = 'Error') {
      super(message);
      this.#name = typeof name === 'object' && name !== null ? String(name.name ?? 'Error') : String(name);
    }
    get name() { return this.#name; }
    get code() { return CODES[this.#name] ?? 0; }
  }

  class Event {
    #type; #isCancelable; #isPrevented = false;
    isStopped = false;
    constructor(type, options) {
      if (arguments.length === 0) throw new TypeError('The "type" argument must be specified');
      this.#type = String(type);
      this.#isCancelable = Boolean(options && options.cancelable);
      this.bubbles = Boolean(options && options.bubbles);
      this.composed = Boolean(options && options.composed);
      this.target = null;
      this.currentTarget = null;
      this.timeStamp = performance.now();
    }
    get type() { return this.#type; }
    get cancelable() { return this.#isCancelable; }
    get defaultPrevented() { return this.#isPrevented; }
    get isTrusted() { return false; }
    preventDefault() { if (this.#isCancelable) this.#isPrevented = true; }
    stopPropagation() {}
    stopImmediatePropagation() { this.isStopped = true; }
    composedPath() { return this.target === null ? [] : [this.target]; }
  }

  class CustomEvent extends Event {
    constructor(type, options) {
      super(type, options);
      this.detail = options && options.detail !== undefined ? options.detail : null;
    }
  }

  class EventTarget {
    #listeners = new Map();
    addEventListener(type, callback, options) {
      if (callback === null || callback === undefined) return;
      const once = typeof options === 'object' && options !== null && Boolean(options.once);
      const signal = typeof options === 'object' && options !== null ? options.signal : undefined;
      if (signal && signal.aborted) return;
      const known = this.#listeners.get(String(type)) ?? [];
      if (known.some((listener) => listener.callback === callback)) return;
      known.push({ callback, once });
      this.#listeners.set(String(type), known);
      if (signal) signal.addEventListener('abort', () => this.removeEventListener(type, callback), { once: true });
    }
    removeEventListener(type, callback) {
      const known = this.#listeners.get(String(type));
      if (known) this.#listeners.set(String(type), known.filter((listener) => listener.callback !== callback));
    }
    dispatchEvent(event) {
      event.target = this;
      event.currentTarget = this;
      for (const listener of [...(this.#listeners.get(event.type) ?? [])]) {
        if (event.isStopped) break;
        if (listener.once) this.removeEventListener(event.type, listener.callback);
        if (typeof listener.callback === 'function') listener.callback.call(this, event);
        else listener.callback.handleEvent(event);
      }
      const handler = this['on' + event.type];
      if (typeof handler === 'function' && !event.isStopped) handler.call(this, event);
      return !event.defaultPrevented;
    }
  }

  const token = Symbol('AbortSignal');

  class AbortSignal extends EventTarget {
    #reason; #isAborted = false;
    onabort = null;
    constructor(given) {
      if (given !== token) throw new TypeError('Illegal constructor');
      super();
    }
    static abort(reason) {
      const signal = new AbortSignal(token);
      AbortSignal.fire(token, signal, reason);
      return signal;
    }
    static timeout(millis) {
      const signal = new AbortSignal(token);
      setTimeout(() => AbortSignal.fire(token, signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError')), millis).unref();
      return signal;
    }
    static any(signals) {
      const signal = new AbortSignal(token);
      for (const source of signals) {
        if (source.aborted) {
          AbortSignal.fire(token, signal, source.reason);
          break;
        }
        source.addEventListener('abort', () => AbortSignal.fire(token, signal, source.reason), { once: true });
      }
      return signal;
    }
    static fire(given, signal, reason) {
      if (given !== token || signal.#isAborted) return;
      signal.#isAborted = true;
      signal.#reason = reason === undefined ? new DOMException('This operation was aborted', 'AbortError') : reason;
      signal.dispatchEvent(new Event('abort'));
    }
    get aborted() { return this.#isAborted; }
    get reason() { return this.#reason; }
    throwIfAborted() { if (this.#isAborted) throw this.#reason; }
  }

  class AbortController {
    #signal = new AbortSignal(token);
    get signal() { return this.#signal; }
    abort(reason) { AbortSignal.fire(token, this.#signal, reason); }
  }

  for (const [name, value] of Object.entries({ DOMException, Event, CustomEvent, EventTarget, AbortSignal, AbortController })) {
    Object.defineProperty(global, name, { value, writable: true, configurable: true, enumerable: false });
  }
})

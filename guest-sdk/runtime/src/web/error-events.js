/** `ErrorEvent`, `PromiseRejectionEvent` and `reportError` (HTML, 8.1.4.6 and 8.1.7): what happens to exceptions that nobody catches. */
(function (global, shared) {
  'use strict';

  const { lazy } = global[Symbol.for('rnode.runtime')];
  const { dictionary, expose, needs, text } = lazy('interface');
  const events = lazy('events');
  const { Event, fire, hasListener } = events;

  let isErrorEvent;

  class ErrorEvent extends Event {
    #message; #filename; #lineno; #colno; #error;
    constructor(type, options = undefined) {
      needs(1, arguments.length);
      super(type, options);
      const { message = '', filename = '', lineno = 0, colno = 0, error } = dictionary(options);
      this.#message = text(message);
      this.#filename = text(filename);
      this.#lineno = Number(lineno) >>> 0;
      this.#colno = Number(colno) >>> 0;
      this.#error = error;
    }
    get message() { return this.#message; }
    get filename() { return this.#filename; }
    get lineno() { return this.#lineno; }
    get colno() { return this.#colno; }
    get error() { return this.#error; }
    static {
      isErrorEvent = (value) => #error in value;
    }
  }
  expose(ErrorEvent);
  events.isErrorEvent = isErrorEvent;

  class PromiseRejectionEvent extends Event {
    #promise; #reason;
    constructor(type, options) {
      needs(2, arguments.length);
      super(type, options);
      if (options === undefined || options === null || options.promise === undefined) throw new TypeError('The "promise" must be given');
      this.#promise = Promise.resolve(options.promise);
      this.#reason = options.reason;
    }
    get promise() { return this.#promise; }
    get reason() { return this.#reason; }
  }
  expose(PromiseRejectionEvent);

  /** Where an error was made, by the first line of its stack that names a place. */
  function placeOf(error) {
    const match = /\(?([^\s()]+):(\d+):(\d+)\)?/.exec(String(error?.stack ?? '').split('\n').slice(1).join('\n'));
    return match === null ? {} : { filename: match[1], lineno: Number(match[2]), colno: Number(match[3]) };
  }

  function messageOf(error) {
    try {
      return `Uncaught ${error instanceof Error ? error : String(error)}`;
    } catch {
      return 'Uncaught exception';
    }
  }

  let isReporting = false;

  /** Tells the global object's listeners of an exception; one that none of them cancels goes to the log. */
  shared.report = (error) => {
    if (!isReporting && hasListener(global, 'error')) {
      isReporting = true;
      try {
        if (!fire(global, new ErrorEvent('error', { message: messageOf(error), error, cancelable: true, ...placeOf(error) }))) return;
      } finally {
        isReporting = false;
      }
    }
    global.console.error('Uncaught', error);
  };

  /** Tells of a rejected promise. One whose event is not canceled goes to the log. */
  shared.reportRejection = (promise, reason) => {
    if (fire(global, new PromiseRejectionEvent('unhandledrejection', { promise, reason, cancelable: true }))) global.console.error('Uncaught (in promise)', reason);
    return true;
  };

  function reportError(error) {
    needs(1, arguments.length);
    shared.report(error);
  }

  Object.assign(shared, { ErrorEvent, PromiseRejectionEvent, reportError });
})

/** Globals that most apps do not use: what is behind them comes in with the first look at them. */
(function (global, runtime, prelude) {
  'use strict';

  /** The classes of each part. */
  const CLASSES = {
    blob: ['Blob', 'File'],
    compressionStreams: ['CompressionStream', 'DecompressionStream'],
    webCrypto: ['Crypto'],
    encoding: ['TextDecoder', 'TextEncoder'],
    errorEvents: ['ErrorEvent', 'PromiseRejectionEvent'],
    events: ['AbortController', 'AbortSignal', 'CustomEvent', 'Event', 'EventTarget'],
    exceptions: ['DOMException'],
    fetch: ['Headers', 'Request', 'Response'],
    formData: ['FormData'],
    messaging: ['BroadcastChannel', 'MessageChannel', 'MessageEvent', 'MessagePort'],
    navigator: ['Navigator'],
    performance: ['Performance', 'PerformanceEntry', 'PerformanceMark', 'PerformanceMeasure', 'PerformanceObserver', 'PerformanceObserverEntryList'],
    streams: ['ByteLengthQueuingStrategy', 'CountQueuingStrategy', 'ReadableByteStreamController', 'ReadableStream', 'ReadableStreamBYOBReader', 'ReadableStreamBYOBRequest',
      'ReadableStreamDefaultController', 'ReadableStreamDefaultReader', 'TransformStream', 'TransformStreamDefaultController', 'WritableStream',
      'WritableStreamDefaultController', 'WritableStreamDefaultWriter'],
    subtle: ['CryptoKey', 'SubtleCrypto'],
    textStreams: ['TextDecoderStream', 'TextEncoderStream'],
    url: ['URL', 'URLSearchParams'],
    urlPattern: ['URLPattern'],
  };
  /** Objects and functions, and the part that each is in. */
  const MEMBERS = { crypto: 'webCrypto', fetch: 'fetching', navigator: 'navigator', performance: 'performance', reportError: 'errorEvents', structuredClone: 'structuredClone' };
  /** What the global object has as a target of events. */
  const TARGET = ['addEventListener', 'dispatchEvent', 'removeEventListener'];
  const HANDLED = ['error', 'rejectionhandled', 'unhandledrejection'];

  const make = runtime.lazy;
  const parts = Object.create(null);
  /** A part of the runtime, made once. */
  runtime.lazy = (name) => (parts[name] ??= make(name));
  /** A part that something has made use of already. */
  runtime.made = (name) => parts[name];

  function lazily(name, enumerable, find) {
    const define = (value) => {
      Object.defineProperty(global, name, { value, writable: true, configurable: true, enumerable });
      return value;
    };
    Object.defineProperty(global, name, { get: () => define(find(name)), set: define, configurable: true, enumerable });
  }

  for (const [part, names] of Object.entries(CLASSES)) {
    const find = (name) => runtime.lazy(part)[name];
    for (const name of names) lazily(name, false, find);
  }
  for (const [name, part] of Object.entries(MEMBERS)) lazily(name, true, () => runtime.lazy(part)[name]);
  for (const name of TARGET) lazily(name, true, () => runtime.lazy('events').EventTarget.prototype[name]);
  for (const type of HANDLED) {
    Object.defineProperty(global, `on${type}`, {
      get: () => parts.events?.handlerOf(global, type) ?? null,
      set: (value) => runtime.lazy('events').setHandler(global, type, value),
      configurable: true,
      enumerable: true,
    });
  }
  Object.defineProperty(global, 'self', { value: global, writable: true, configurable: true, enumerable: true });

  /** Tells listeners of the global object of an exception that nobody caught. Gives whether there are any: then it is theirs. */
  prelude.uncaught = (error) => {
    if (parts.events === undefined || !parts.events.hasListener(global, 'error')) return false;
    runtime.lazy('errorEvents').report(error);
    return true;
  };
  /** The same of a promise that was rejected, and that nobody listens to. */
  prelude.rejected = (promise, reason) => {
    if (parts.events === undefined || !parts.events.hasListener(global, 'unhandledrejection')) return false;
    return runtime.lazy('errorEvents').reportRejection(promise, reason);
  };
})

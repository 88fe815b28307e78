/** Globals that most apps do not use: what is behind them comes in with the first look at them. */
(function (global, runtime) {
  'use strict';

  const make = runtime.lazy;
  const parts = Object.create(null);
  /** A part of the runtime, made once. */
  runtime.lazy = (name) => (parts[name] ??= make(name));

  function define(target, name, value) {
    Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
    return value;
  }

  function lazily(name, part) {
    Object.defineProperty(global, name, {
      get: () => define(global, name, runtime.lazy(part)[name]),
      set: (value) => define(global, name, value),
      configurable: true,
      enumerable: false,
    });
  }

  lazily('CryptoKey', 'subtle');
  lazily('SubtleCrypto', 'subtle');
  lazily('structuredClone', 'structuredClone');
  lazily('URL', 'url');
  lazily('URLSearchParams', 'url');
  Object.defineProperty(global.crypto, 'subtle', { get: () => runtime.lazy('subtle').subtle, configurable: true, enumerable: true });
})

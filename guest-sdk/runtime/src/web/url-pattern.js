/** `URLPattern` (URL Pattern): the npm package `urlpattern-polyfill` is what it is. */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];
  const { expose } = runtime.lazy('interface');
  const { URLPattern } = runtime.package('urlpattern-polyfill')(() => undefined);

  Object.defineProperty(URLPattern, 'name', { value: 'URLPattern', configurable: true });
  shared.URLPattern = expose(URLPattern);
})

/** `navigator` (HTML, 8.9.1): what this runtime calls itself. */
(function (global, shared) {
  'use strict';

  const { lazy } = global[Symbol.for('rnode.runtime')];
  const { expose, illegalConstructor } = lazy('interface');
  const token = Symbol('Navigator');

  class Navigator {
    #userAgent = 'rnode-wasm/0.1.0';
    constructor(given = undefined) {
      if (given !== token) throw illegalConstructor();
    }
    get userAgent() { return this.#userAgent; }
  }

  shared.Navigator = expose(Navigator);
  shared.navigator = new Navigator(token);
})

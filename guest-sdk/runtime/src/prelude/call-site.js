/** What V8 tells of each place in a stack beyond file and line; packages such as `depd` ask for it at their top level. */
(function (global) {
  'use strict';

  const { Error } = global;
  Error.prepareStackTrace = (error, sites) => sites;
  const { stack: [site] } = new Error('where');
  // Deleted, it could never be set again: the engine keeps it behind an accessor.
  Error.prepareStackTrace = undefined;
  if (site === undefined) return;

  /** What strict code is told in V8: nothing of values, and a place that is an ordinary call. */
  const METHODS = {
    getThis() { return undefined; },
    getTypeName() { return null; },
    getMethodName() { return null; },
    getEvalOrigin() { return undefined; },
    getScriptNameOrSourceURL() { return this.getFileName(); },
    getPromiseIndex() { return null; },
    isToplevel() { return true; },
    isEval() { return false; },
    isConstructor() { return false; },
    isAsync() { return false; },
    isPromiseAll() { return false; },
    toString() {
      const place = `${this.getFileName()}:${this.getLineNumber()}:${this.getColumnNumber()}`;
      const name = this.getFunctionName();
      return name ? `${name} (${place})` : place;
    },
  };
  const prototype = Object.getPrototypeOf(site);
  for (const name of Object.keys(METHODS)) {
    Object.defineProperty(prototype, name, { value: METHODS[name], writable: true, configurable: true, enumerable: false });
  }
})

/** A router: an ordered stack of middleware and routes. */

import { METHODS } from './node/http.js';
import { assertHandler, handlersAndPath } from './router/arguments.js';
import IndexTable from './router/index-table.js';
import RouterPass from './router/pass.js';
import PathLayer from './router/path-layer.js';
import Route from './router/route.js';

/**
 * Creates a router, with or without `new`: a function `(req, res, next)` that inherits from `Router.prototype`.
 *
 * Options: `caseSensitive`, `mergeParams` (keep the parameters of the parent router) and `strict` (a slash at the end of a path matters), all off
 * by default.
 */
export default function Router(options) {
  if (!(this instanceof Router)) return new Router(options);

  function router(req, res, next) {
    router.handle(req, res, next);
  }
  Object.setPrototypeOf(router, this);

  const { caseSensitive, mergeParams, strict } = options || {};
  router.caseSensitive = caseSensitive;
  router.mergeParams = mergeParams;
  router.params = Object.create(null);
  router.strict = strict;
  router.stack = [];
  Object.defineProperties(router, {
    hasParameterCallbacks: { value: false, writable: true },
    index: { value: undefined, writable: true },
  });
  return router;
}

Router.Route = Route;

// A function, so that a router inherits `call`, `apply` and `bind`.
Router.prototype = function prototype() {};

Object.assign(Router.prototype, {
  /** Adds a callback `(req, res, next, value, name)` for a parameter of the paths of this router. */
  param(name, callback) {
    if (!name) throw new TypeError('argument name is required');
    if (typeof name !== 'string') throw new TypeError('argument name must be a string');
    if (!callback) throw new TypeError('argument fn is required');
    if (typeof callback !== 'function') throw new TypeError('argument fn must be a function');
    this.params[name] ??= [];
    this.params[name].push(callback);
    this.hasParameterCallbacks = true;
    return this;
  },

  /** Dispatches one request; `callback(err)` is called when nothing here answered it. */
  handle(req, res, callback) {
    if (!callback) throw new TypeError('argument callback is required');
    new RouterPass(this, req, res, callback).start();
  },

  /** Adds middleware or routers, under a path when the first argument is one. */
  use(...args) {
    const { path, handlers } = handlersAndPath(args);
    if (handlers.length === 0) throw new TypeError('argument handler is required');
    for (const handler of handlers) {
      assertHandler(handler);
      this.stack.push(new PathLayer(path, { sensitive: this.caseSensitive, strict: false, end: false }, handler));
    }
    return this;
  },

  /** A new route for a path. */
  route(path) {
    const route = new Route(path);
    const layer = new PathLayer(path, { sensitive: this.caseSensitive, strict: this.strict, end: true }, function handle(req, res, next) {
      route.dispatch(req, res, next);
    });
    layer.route = route;
    this.stack.push(layer);
    return route;
  },

  /** Adds handlers for every method. */
  all(path, ...handlers) {
    this.route(path).all(...handlers);
    return this;
  },

  /** The routes and routers of this router: `{ path, methods, router }`, one entry for each path. */
  listRoutes() {
    return this.stack.flatMap((layer) => {
      const { route, rawPath } = layer;
      const router = route === undefined && Array.isArray(layer.handle.stack) ? layer.handle : undefined;
      if (route === undefined && router === undefined) return [];
      const paths = Array.isArray(rawPath) ? rawPath : [rawPath];
      return paths.map((path) => ({ path, methods: route && route.allowedMethods(true), router }));
    });
  },

  /** The index of the stack as it is now. */
  currentIndex() {
    if (this.index === undefined || !this.index.describes(this.stack)) this.index = new IndexTable(this.stack);
    return this.index;
  },

  /** Builds the index of this router and of those below it, so that no request has to. */
  prepare() {
    this.currentIndex();
    for (const { handle } of this.stack) {
      const below = handle.app === undefined ? handle : handle.app.router;
      if (below instanceof Router) below.prepare();
    }
  },
});

// Express has no such methods.
for (const name of ['currentIndex', 'prepare']) Object.defineProperty(Router.prototype, name, { enumerable: false });

for (const name of METHODS) {
  const method = name.toLowerCase();
  Router.prototype[method] = function (path, ...handlers) {
    this.route(path)[method](...handlers);
    return this;
  };
}

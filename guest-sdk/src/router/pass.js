/** One request's way through the stack of a router. */

import { forwardRejection, isPromise } from './layer.js';
import { haveCallbacks, mergeParams, runCallbacks } from './parameters.js';
import { originOf, pathnameOf } from './pathname.js';
import { SYNCHRONOUS_LAYERS_MAX } from './route.js';

/**
 * Walks a request through the layers that match it, in the order they were registered.
 *
 * The state is an object with methods so that a request costs one closure per router, `next`, however many layers it passes.
 */
export default class RouterPass {
  /** `callback(err)` is called when the router has nothing more to do with the request. */
  constructor(router, req, res, callback) {
    this.router = router;
    this.req = req;
    this.res = res;
    this.callback = callback;
    this.next = (error) => this.step(error);

    // What the router changes of the request, to put back when it leaves: nothing yet in the outermost router.
    if (req.next !== undefined || req.params !== undefined || req.baseUrl) this.remember();
    const { url } = req;
    if (typeof url === 'string' && url[0] !== '/') this.origin = originOf(url);
    if (req.method === 'OPTIONS') this.allowed = [];
  }

  remember() {
    const { req } = this;
    this.parentParams = req.params;
    this.parentNext = req.next;
    this.parentBaseUrl = req.baseUrl;
    this.baseUrl = req.baseUrl || '';
  }

  /** Visits the first layer. */
  start() {
    const { req } = this;
    req.next = this.next;
    req.baseUrl = this.baseUrl;
    if (!req.originalUrl) req.originalUrl = req.url;
    this.step();
  }

  /** Goes on to the next layer that matches, or leaves the router. */
  step(error) {
    if (this.removed !== '') this.restoreUrl();
    if (!error && this.passThrough()) return;

    let pending = error === 'route' ? null : error;
    if (pending === 'router') {
      setImmediate(() => this.leave(null));
      return;
    }
    if (this.position() >= this.router.stack.length) {
      setImmediate(() => this.leave(pending));
      return;
    }
    if (++this.synchronous > SYNCHRONOUS_LAYERS_MAX) {
      setImmediate(this.next, error);
      return;
    }
    if (!this.isLocated()) this.locate();
    if (this.path === null || this.path === undefined) {
      this.leave(pending);
      return;
    }
    if (!pending && this.passThrough()) return;

    let layer;
    while (layer === undefined && this.cursor < this.candidates.length) {
      const candidate = this.router.stack[this.candidates[this.cursor++]];
      try {
        if (this.matches(candidate, pending)) layer = candidate;
      } catch (thrown) {
        // What a captured value threw when it was decoded.
        pending = pending || thrown;
      }
    }
    if (layer !== undefined) {
      this.enter(layer, pending);
      return;
    }
    this.candidates = [this.router.stack.length - 1];
    this.cursor = 1;
    this.leave(pending);
  }

  /**
   * Runs the next layer when it is middleware for every path, the most frequent kind: there is nothing to match, to capture or to take off the
   * URL. False when the next layer is of another kind, or has to be looked for first.
   */
  passThrough() {
    const { cursor, candidates, req, router } = this;
    if (candidates === undefined || req.url !== this.url || this.size !== router.stack.length) return false;
    const layer = router.stack[candidates[cursor]];
    if (layer === undefined || layer.isForAll !== true || this.synchronous >= SYNCHRONOUS_LAYERS_MAX) return false;
    this.synchronous++;
    this.cursor = cursor + 1;
    req.params = router.mergeParams ? mergeParams({}, this.parentParams) : {};
    const { handle } = layer;
    try {
      const result = handle(req, this.res, this.next);
      if (typeof result === 'object' && isPromise(result)) forwardRejection(result, this.next);
    } catch (thrown) {
      this.next(thrown);
    }
    this.synchronous = 0;
    return true;
  }

  /** The layer after the last one visited. */
  position() {
    return this.cursor === 0 ? 0 : this.candidates[this.cursor - 1] + 1;
  }

  /** Whether the candidates are those of the present path: neither the URL nor the stack has changed. */
  isLocated() {
    return this.candidates !== undefined && this.req.url === this.url && this.size === this.router.stack.length;
  }

  /** Finds the layers the present path may match. */
  locate() {
    const { req, router } = this;
    const position = this.position();
    const index = router.currentIndex();
    this.url = req.url;
    this.size = router.stack.length;
    this.path = pathnameOf(req.url);
    if (this.path === null || this.path === undefined) return;

    this.candidates = index.candidates(this.path);
    this.cursor = 0;
    if (position !== 0) this.passOver(position);
  }

  /** Leaves out the layers before a position, which were visited under another path. */
  passOver(position) {
    const later = this.candidates.filter((candidate) => candidate >= position);
    // The last one visited stays in front: what comes next is counted from it.
    this.candidates = [position - 1, ...later];
    this.cursor = 1;
  }

  /** Whether a layer is to be entered. Throws URIError when a captured value cannot be decoded. */
  matches(layer, pending) {
    const { method } = this.req;
    const { route } = layer;
    if (route === undefined) return layer.match(this.path, this);

    const handles = route.handlesMethod(method);
    // Apart from these two methods, only a value that cannot be decoded makes a route that does not handle the method matter.
    if (!handles && method !== 'HEAD' && method !== 'OPTIONS' && this.path.indexOf('%') === -1) return false;
    if (!layer.match(this.path, this) || pending) return false;
    if (handles) return true;
    if (method === 'OPTIONS' && this.allowed !== undefined) this.allowed.push(...route.allowedMethods());
    return method === 'HEAD';
  }

  /** Enters a layer that matched, by way of the callbacks of its parameters. */
  enter(layer, pending) {
    const { req, res, router, params, matched } = this;
    if (layer.route !== undefined) req.route = layer.route;
    req.params = router.mergeParams ? mergeParams(params, this.parentParams) : params;

    if (!router.hasParameterCallbacks || !haveCallbacks(router.params, params)) {
      this.run(layer, pending, matched);
    } else {
      this.calledParameters ??= {};
      runCallbacks(router.params, Object.keys(params), this.calledParameters, req, res, (error) => {
        if (error) this.step(pending || error);
        else this.run(layer, pending, matched);
        this.synchronous = 0;
      });
    }
  }

  /** Runs the route or the middleware of a layer. */
  run(layer, pending, layerPath) {
    const { req, res, next } = this;
    if (layer.route !== undefined) {
      layer.route.dispatchFrom(req, res, next);
    } else if (layerPath !== '' && !this.removePrefix(layerPath)) {
      next(pending);
    } else if (pending) {
      layer.handleError(pending, req, res, next);
    } else {
      layer.handleRequest(req, res, next);
    }
    this.synchronous = 0;
  }

  /** Takes the path of a mounted layer off the URL; false when it does not end where a segment does. */
  removePrefix(layerPath) {
    const { req, origin, path } = this;
    if (!path.startsWith(layerPath)) return false;
    const after = path[layerPath.length];
    if (after !== undefined && after !== '/') return false;

    this.removed = layerPath;
    req.url = origin + req.url.slice(origin.length + layerPath.length);
    if (origin === '' && req.url[0] !== '/') {
      req.url = `/${req.url}`;
      this.slashAdded = true;
    }
    req.baseUrl = this.baseUrl + (layerPath.endsWith('/') ? layerPath.slice(0, -1) : layerPath);
    return true;
  }

  /** Puts back what {@link removePrefix} took off, keeping what the layer has done to the rest. */
  restoreUrl() {
    const { req, removed, origin } = this;
    if (this.slashAdded) {
      const isRoot = req.url === '/' || req.url.startsWith('/?');
      // Under a mount path without a slash at its end, the slash of a rewritten path is needed.
      if (isRoot || (removed.endsWith('/') && req.url[0] === '/')) req.url = req.url.slice(1);
      this.slashAdded = false;
    }
    req.baseUrl = this.baseUrl;
    req.url = origin + removed + req.url.slice(origin.length);
    this.removed = '';
  }

  /** Leaves the router; an OPTIONS request that nothing has answered is answered with the methods that were found. */
  leave(error) {
    if (!error && this.allowed !== undefined && this.allowed.length !== 0) {
      try {
        answerOptions(this.res, this.allowed);
      } catch (thrown) {
        this.restoreAndCall(thrown);
      }
      return;
    }
    this.restoreAndCall(error);
  }

  restoreAndCall(error) {
    const { req, callback } = this;
    req.baseUrl = this.parentBaseUrl;
    req.next = this.parentNext;
    req.params = this.parentParams;
    callback(error);
  }
}

// What every pass begins with is here, once, instead of in each of them.
Object.assign(RouterPass.prototype, {
  parentParams: undefined,
  parentNext: undefined,
  parentBaseUrl: undefined,
  baseUrl: '',
  origin: '',
  /** How many layers have passed on at once, without the event loop taking a turn. */
  synchronous: 0,
  /** The part of the URL that the layer being visited is mounted under, and whether a slash was put in its place. */
  removed: '',
  slashAdded: false,
  /** The parameters whose callbacks have been called. */
  calledParameters: undefined,
  /** The methods an OPTIONS request has found. */
  allowed: undefined,

  // Where the path was looked up, and what came of it: the positions that may match, and the next of them to visit.
  url: undefined,
  size: 0,
  path: undefined,
  candidates: undefined,
  cursor: 0,

  // What the last match found.
  params: undefined,
  matched: '',
});

function answerOptions(res, methods) {
  const allow = [...new Set(methods)].sort().join(', ');
  res.setHeader('Allow', allow);
  res.setHeader('Content-Length', allow.length);
  res.setHeader('Content-Type', 'text/plain');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.end(allow);
}

/** A route: one path, handlers for some or all methods. */

import { METHODS } from '../node/http.js';
import { routeHandlers } from './arguments.js';
import Layer from './layer.js';

/** How many handlers may pass on to the next without the event loop taking a turn; keeps the stack bounded. */
export const SYNCHRONOUS_LAYERS_MAX = 100;

/** The handlers of one path. */
export default class Route {
  constructor(path) {
    this.path = path;
    this.stack = [];
    /** The methods with a handler, in lower case; `_all` when there are handlers for every method. */
    this.methods = Object.create(null);
  }

  /** Whether a request of this method has a handler here. HEAD is answered by GET. */
  handlesMethod(method) {
    return this.methods._all === true || this.methods[this.handlerMethod(method)] === true;
  }

  /** The methods to name in `Allow`, in upper case; in a listing `*` stands for all others. */
  allowedMethods(isListing = false) {
    const names = Object.keys(this.methods).filter((method) => isListing || method !== '_all');
    const allowed = names.map((method) => (method === '_all' ? '*' : method.toUpperCase()));
    if (this.methods.get && !this.methods.head) allowed.push('HEAD');
    return allowed;
  }

  /** The name of the handlers that answer a method. */
  handlerMethod(method) {
    switch (method) {
      case 'GET':
        return 'get';
      case 'POST':
        return 'post';
      case 'HEAD':
        return this.methods.head ? 'head' : 'get';
      default:
        return handlerMethodOfOther(this.methods, method);
    }
  }

  /** Runs the handlers of a request; `done(err)` when none is left. */
  dispatch(req, res, done) {
    if (this.stack.length === 0) {
      done();
      return;
    }
    req.route = this;
    new RoutePass(this, req, res, done).next();
  }

  /** Runs the route for the router, whose `next` stands in for the route's own when there is only one handler to leave. */
  dispatchFrom(req, res, next) {
    const { stack } = this;
    if (stack.length !== 1) {
      this.dispatch(req, res, next);
      return;
    }
    req.route = this;
    const [layer] = stack;
    if (layer.method === undefined || layer.method === this.handlerMethod(req.method)) layer.handleRequest(req, res, next);
    else next();
  }

  /** Adds handlers for every method. */
  all(...args) {
    return this.add(undefined, args);
  }

  /** Adds handlers for every method there is a name for, and names them all; as `app.all` does, though each has one layer only. */
  addForEachMethod(args) {
    for (const handler of routeHandlers(args)) this.stack.push(handlerLayer(handler, undefined));
    for (const name of METHODS) this.methods[name.toLowerCase()] = true;
  }

  /** Adds handlers for one method, or for all when it is undefined. */
  add(method, args) {
    for (const handler of routeHandlers(args)) {
      this.methods[method ?? '_all'] = true;
      this.stack.push(handlerLayer(handler, method));
    }
    return this;
  }
}

for (const name of METHODS) {
  const method = name.toLowerCase();
  Route.prototype[method] = function (handler, ...others) {
    return this.add(method, arguments.length === 0 ? [] : [handler, ...others]);
  };
}

/** A layer that is entered whatever the path, since the router has matched that. */
function handlerLayer(handler, method) {
  const layer = new Layer(handler, '/');
  layer.slash = false;
  layer.matchers = [anyPath];
  layer.method = method;
  return layer;
}

function anyPath(path) {
  return { params: {}, path };
}

function handlerMethodOfOther(methods, method) {
  const name = typeof method === 'string' ? method.toLowerCase() : method;
  return name === 'head' && !methods.head ? 'get' : name;
}

/** One request's way through the handlers of a route. */
class RoutePass {
  constructor(route, req, res, done) {
    this.stack = route.stack;
    this.method = route.handlerMethod(req.method);
    this.req = req;
    this.res = res;
    this.done = done;
    this.position = 0;
    this.synchronous = 0;
    this.next = (error) => this.step(error);
  }

  step(error) {
    if (error === 'route') {
      this.done();
      return;
    }
    if (error === 'router' || this.position >= this.stack.length) {
      this.done(error);
      return;
    }
    if (++this.synchronous > SYNCHRONOUS_LAYERS_MAX) {
      setImmediate(this.next, error);
      return;
    }

    const layer = this.nextLayer();
    if (layer === undefined) {
      this.done(error);
      return;
    }
    if (error) layer.handleError(error, this.req, this.res, this.next);
    else layer.handleRequest(this.req, this.res, this.next);
    this.synchronous = 0;
  }

  nextLayer() {
    while (this.position < this.stack.length) {
      const layer = this.stack[this.position++];
      if (layer.method === undefined || layer.method === this.method) return layer;
    }
    return undefined;
  }
}

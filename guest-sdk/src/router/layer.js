/** A layer: a handler in the stack of a route or router. */

/** A handler, called so that what it throws or rejects with reaches `next`. Its own properties are those that Express shows. */
export default class Layer {
  constructor(handle, rawPath) {
    this.handle = handle;
    this.name = handle.name || '<anonymous>';
    this.rawPath = rawPath;
  }

  /** Calls the handler of a request; passes on to `next` when it is an error handler, throws or rejects. */
  handleRequest(req, res, next) {
    const { handle } = this;
    if (handle.length > 3) {
      next();
      return;
    }
    try {
      const result = handle(req, res, next);
      if (isPromise(result)) forwardRejection(result, next);
    } catch (error) {
      next(error);
    }
  }

  /** Calls the handler of an error; passes the error on when it is not an error handler. */
  handleError(error, req, res, next) {
    const { handle } = this;
    if (handle.length !== 4) {
      next(error);
      return;
    }
    try {
      const result = handle(error, req, res, next);
      if (isPromise(result)) forwardRejection(result, next);
    } catch (thrown) {
      next(thrown);
    }
  }
}

// Express sets these in another order for each kind of layer.
Object.assign(Layer.prototype, {
  /** The method the handler of a route answers, in lower case; undefined when it answers all. */
  method: undefined,
  /** The route a layer of a router leads to; undefined for middleware. */
  route: undefined,
});

/** Whether a handler returned something with a `then`. */
export function isPromise(value) {
  return value !== undefined && value !== null && (typeof value === 'object' || typeof value === 'function') && typeof value.then === 'function';
}

/** Passes a rejection on to `next`. */
export function forwardRejection(promise, next) {
  promise.then(ignore, (error) => next(error || new Error('Rejected promise')));
}

function ignore() {}

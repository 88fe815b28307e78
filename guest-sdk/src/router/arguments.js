/** The arguments of `use`: an optional path, then handlers in arrays of any depth. */

/** Splits the arguments of `use(path?, ...handlers)`; the path is `/` when the first argument is, or begins with, a function. */
export function handlersAndPath(args) {
  let first = args[0];
  if (typeof first !== 'function') {
    while (Array.isArray(first) && first.length !== 0) first = first[0];
  }
  return typeof first === 'function'
    ? { path: '/', handlers: args.flat(Infinity) }
    : { path: args[0], handlers: args.slice(1).flat(Infinity) };
}

/** The handlers of a route, flattened. Throws TypeError when there is none, or one is not a function. */
export function routeHandlers(args) {
  const handlers = args.flat(Infinity);
  if (handlers.length === 0) throw new TypeError('argument handler is required');
  for (const handler of handlers) assertHandler(handler);
  return handlers;
}

/** Throws TypeError when a handler is not a function. */
export function assertHandler(handler) {
  if (typeof handler !== 'function') throw new TypeError('argument handler must be a function');
}

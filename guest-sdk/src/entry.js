/** The hand-over between the app and the runtime: how a request comes in and finds its handler. */

import { handleUnhandled } from './final-handler.js';
import { loadSmallTree } from './fs/tree.js';
import { IncomingMessage } from './http/incoming-message.js';
import { ServerResponse } from './http/server-response.js';
import { sampleRequests } from './router/samples.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

/**
 * Makes `listener(req, res)` the one that answers requests; the last call wins.
 *
 * An Express app is recognised by its `request` and `response` prototypes: its requests are born with them, so that nothing has to change
 * their prototype later. `onServed`, when given, is called in a microtask, as a listen callback is.
 */
export function serve(listener, onServed) {
  const app = isApp(listener) ? listener : undefined;
  const { Request, Response } = constructorsFor(app);

  runtime.serve(function dispatch(method, target, headers, connection, body) {
    const req = Reflect.construct(IncomingMessage, [method, target, headers, connection, body], Request);
    const res = Reflect.construct(ServerResponse, [req], Response);
    try {
      listener(req, res);
    } catch (error) {
      handleUnhandled(error, req, res, app);
    }
  });

  queueMicrotask(() => {
    if (onServed !== undefined) onServed();
    loadSmallTree();
    // By now the app's top-level code has run, and with it whatever it adds after listening.
    if (app === undefined) return;
    app.router.prepare();
    runtime.samples = sampleRequests(app.router);
  });
}

/** `export default app` hands the app over as `app.listen()` does. */
runtime.adopt = (app) => serve(app);

function isApp(listener) {
  return typeof listener.handle === 'function' && typeof listener.request === 'object' && typeof listener.response === 'object';
}

/** Constructors that exist for their prototype alone: `Reflect.construct` takes it from them. */
function constructorsFor(app) {
  if (app === undefined) return { Request: IncomingMessage, Response: ServerResponse };
  function Request() {}
  function Response() {}
  Request.prototype = app.request;
  Response.prototype = app.response;
  return { Request, Response };
}

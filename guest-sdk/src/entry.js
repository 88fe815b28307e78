/** The hand-over between the app and the runtime: how a request comes in and finds its handler. */

import './engine/words.js';
import { handleUnhandled } from './final-handler.js';
import { loadSmallTree } from './fs/tree.js';
import { arrive, beforeArrival } from './http/body-flow.js';
import { incomingRequest, IncomingMessage } from './http/incoming-message.js';
import { outgoingAnswer, ServerResponse } from './http/server-response.js';
import { noteUsualTarget } from './router/pathname.js';
import { sampleRequests } from './router/samples.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

const BRAND = Symbol('app');

/** What the runtime has found out about a request; the values are its own. */
const Fact = { USUAL_TARGET: 1, CONDITIONAL: 2 };

/**
 * Makes `listener(req, res)` the one that answers requests; the last call wins.
 *
 * An Express app is recognised by its `request` and `response` prototypes: its requests are born with them, so that nothing has to change
 * their prototype later. `onServed`, when given, is called in a microtask, as a listen callback is.
 */
export function serve(listener, onServed) {
  const app = isApp(listener) ? listener : undefined;
  // Looked at with every request: an app may replace its prototypes.
  const prototypes = app ?? { request: IncomingMessage.prototype, response: ServerResponse.prototype };

  runtime.serve(function dispatch(method, target, facts, body) {
    if ((facts & Fact.USUAL_TARGET) !== 0) noteUsualTarget(target);
    beforeArrival();
    const req = incomingRequest(prototypes.request, method, target, body, (facts & Fact.CONDITIONAL) !== 0);
    const res = outgoingAnswer(prototypes.response, req);
    if (app === undefined) req.res = res;
    try {
      listener(req, res);
    } catch (error) {
      handleUnhandled(error, req, res, app);
    }
    arrive();
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

/** Marks a function as an app of this SDK; npm's Express makes others of the same shape. */
export function brand(app) {
  Object.defineProperty(app, BRAND, { value: true });
}

function isApp(listener) {
  return listener[BRAND] === true;
}

/** Apps of the form `export default { fetch(request, env, ctx) }`: how a request comes to one, and its answer leaves. */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];
  const { claim, incoming, isResponse, isUnusable, isWhole, pack, readerOf, stateOfResponse } = runtime.lazy('fetch');

  const BODILESS_STATUSES = [204, 205, 304];
  /** Fields of another server's answer that were about the connection to it. */
  const OF_CONNECTION = ['connection', 'keep-alive', 'transfer-encoding'];

  /** How many promises were handed to `waitUntil` and have not settled. */
  let held = 0;

  class ExecutionContext {
    /** What the answer need not wait for. The sandbox lives until it is done, within the limits of its request. */
    waitUntil(promise) {
      held += 1;
      runtime.holding(held);
      Promise.resolve(promise).catch((error) => { console.error(error); }).then(() => {
        held -= 1;
        runtime.holding(held);
      });
    }
    /** There is no origin behind an app to pass a request on to; what goes wrong is the host's to answer. */
    passThroughOnException() {}
  }

  function fail(error) {
    const text = error?.stack || String(error);
    runtime.unhandled(500, text, error, '');
  }

  function described(value) {
    if (value === null || typeof value !== 'object') return String(value);
    const name = value.constructor?.name ?? 'no class';
    return name === 'Response' ? 'an instance of another class Response than the global one' : `an instance of ${name}`;
  }

  /** What is behind an answer that can be sent. */
  function checked(response) {
    if (!isResponse(response)) throw new TypeError(`The fetch handler has to return a Response, or a promise of one. It gave ${described(response)}`);
    const state = stateOfResponse(response);
    if (state.type === 'error') throw new TypeError('The fetch handler returned Response.error(), which is no answer: return one with a status');
    if (state.body !== null && isUnusable(state.body)) throw new TypeError('The fetch handler returned a Response whose body has already been read: return a clone');
    return state;
  }

  function answer(method, response) {
    const { status, fields, body } = checked(response);
    if (body === null) {
      runtime.respond(status, fields, undefined, undefined);
      return;
    }
    claim(body);
    if (isWhole(body)) {
      runtime.respond(status, fields, undefined, body.text ?? body.bytes);
    } else if (method === 'HEAD' || BODILESS_STATUSES.includes(status)) {
      readerOf(body).cancel();
      runtime.respond(status, fields, undefined, undefined);
    } else {
      stream(status, fields, body).catch(fail);
    }
  }

  /** Sends a body as it comes, as fast as the client takes it. */
  async function stream(status, fields, body) {
    const reader = readerOf(body);
    let isWanted = true;
    const giveUp = (reason) => {
      if (!isWanted) return;
      isWanted = false;
      reader.cancel(reason);
    };
    const sent = { ...fields };
    for (const name of OF_CONNECTION) delete sent[name];
    runtime.operate('respond-stream', status, pack(sent));
    runtime.onUnwanted(giveUp);
    try {
      for (let chunk = await reader.read(); chunk !== undefined && isWanted; chunk = await reader.read()) {
        if (chunk.length > 0) await runtime.operate('push', exact(chunk)).promise.catch(giveUp);
      }
    } catch (error) {
      runtime.streamEnded();
      if (isWanted) throw error;
      return;
    }
    if (isWanted) runtime.operate('finish');
    else runtime.streamEnded();
  }

  function exact({ buffer, byteOffset, length }) {
    return byteOffset === 0 && length === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + length);
  }

  /** Makes `app` the one that answers requests. */
  shared.adopt = (app) => {
    // Bindings stand beside the variables, as on Workers. Requests do not share it: each has a sandbox of its own.
    const env = { ...runtime.env };
    Object.defineProperty(env, 'KV', { get: () => runtime.lazy('kv').KV, configurable: true, enumerable: false });
    // Middleware looks at the bodies of answers, and then it is too late to make the classes of streams.
    runtime.lazy('streams');
    // Every request has a URL.
    runtime.lazy('url');
    runtime.serve(function dispatch(method, target, facts, body) {
      held = 0;
      try {
        const given = app.fetch(incoming(method, target, body), env, new ExecutionContext());
        if (isResponse(given)) answer(method, given);
        else Promise.resolve(given).then((response) => answer(method, response)).catch(fail);
      } catch (error) {
        fail(error);
      }
    });
  };
})

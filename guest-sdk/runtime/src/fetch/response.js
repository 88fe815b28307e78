/** `Response` (Fetch, 5.5). */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];
  const { dictionary, expose, needs, unicode } = runtime.lazy('interface');
  const { addBody, byteString, clone, copyList, extract, isUnusable, listOfInit, makeHeaders, ofText, parseUrl } = shared;
  const INSPECT = Symbol.for('nodejs.util.inspect.custom');

  const NULL_BODY_STATUSES = [101, 103, 204, 205, 304];
  const REDIRECT_STATUSES = [301, 302, 303, 307, 308];

  let stateOf;
  const token = { state: undefined };

  /** What is behind a response. The fields are a list as long as nobody has asked for the headers. */
  class State {
    constructor(status, statusText, fields, body) {
      this.status = status;
      this.statusText = statusText;
      this.fields = fields;
      this.body = body;
    }
    list() { return this.fields; }
  }
  Object.assign(State.prototype, { type: 'default', url: '', redirected: false, guard: 'response', headers: undefined });

  function statusOf(given) {
    const number = Number(given);
    // As Web IDL makes a number an unsigned short.
    const status = Number.isFinite(number) ? Number(BigInt.asUintN(16, BigInt(Math.trunc(number)))) : 0;
    return status;
  }

  /** The state of a response that an app makes; `type` is the content type that its body brings. */
  function initialize(body, init, type) {
    if (init === undefined || init === null) {
      const fields = { __proto__: null };
      if (type !== null) fields['content-type'] = type;
      return new State(200, '', fields, body);
    }
    const { headers, status: givenStatus, statusText: givenText } = dictionary(init);
    const fields = headers === undefined ? { __proto__: null } : listOfInit(headers);
    const status = givenStatus === undefined ? 200 : statusOf(givenStatus);
    const statusText = givenText === undefined ? '' : byteString(givenText);
    if (status < 200 || status > 599) throw new RangeError(`The status of a response is between 200 and 599, not ${status}`);
    if (/[^\t\x20-\x7e\x80-\xff]/.test(statusText)) throw new TypeError('Invalid statusText');
    if (body !== null) {
      if (NULL_BODY_STATUSES.includes(status)) throw new TypeError(`A response of status ${status} has no body`);
      if (type !== null && fields['content-type'] === undefined) fields['content-type'] = type;
    }
    return new State(status, statusText, fields, body);
  }

  class Response {
    #state;

    constructor(body = null, init = undefined) {
      if (body === token) {
        this.#state = token.state;
        return;
      }
      const extracted = body === null ? null : extract(body);
      this.#state = initialize(extracted, init, extracted === null ? null : extracted.type);
    }

    static error() {
      const state = new State(0, '', { __proto__: null }, null);
      state.type = 'error';
      state.guard = 'immutable';
      return makeResponse(state);
    }

    static redirect(url, status = 302) {
      needs(1, arguments.length);
      const target = parseUrl(unicode(url), 'The target').href;
      const code = statusOf(status);
      if (!REDIRECT_STATUSES.includes(code)) throw new RangeError(`A redirect has the status ${REDIRECT_STATUSES.join(', ')}, not ${code}`);
      const state = new State(code, '', { __proto__: null, location: target }, null);
      state.guard = 'immutable';
      return makeResponse(state);
    }

    static json(data, init = undefined) {
      needs(1, arguments.length);
      const text = runtime.json(data);
      if (typeof text !== 'string') throw new TypeError('The value is not JSON serializable');
      return makeResponse(initialize(ofText(text), init, 'application/json'));
    }

    get type() { return this.#state.type; }
    get url() { return this.#state.url; }
    get redirected() { return this.#state.redirected; }
    get status() { return this.#state.status; }
    get ok() { return this.#state.status >= 200 && this.#state.status <= 299; }
    get statusText() { return this.#state.statusText; }
    get headers() {
      const state = this.#state;
      return state.headers ??= makeHeaders(state.fields, state.guard);
    }

    clone() {
      const state = this.#state;
      if (state.body !== null && isUnusable(state.body)) throw new TypeError('Response.clone: Body has already been consumed.');
      const copy = new State(state.status, state.statusText, copyList(state.fields), state.body === null ? null : clone(state.body));
      const { type, url, redirected, guard } = state;
      return makeResponse(Object.assign(copy, { type, url, redirected, guard }));
    }

    [INSPECT](depth, options, inspect) {
      const { status, statusText, headers, body, bodyUsed, ok, redirected, type, url } = this;
      return `Response ${inspect({ status, statusText, headers, body, bodyUsed, ok, redirected, type, url }, options)}`;
    }

    static {
      stateOf = (response) => response.#state;
      shared.isResponse = (value) => typeof value === 'object' && value !== null && #state in value;
    }
  }
  addBody(Response, (response) => stateOf(response));
  expose(Response);

  function makeResponse(state) {
    token.state = state;
    return new Response(token);
  }

  /** What `fetch` gives: nobody may change it. */
  shared.fetched = (status, statusText, fields, body, url, redirected) => makeResponse(Object.assign(
    new State(status, statusText, fields, NULL_BODY_STATUSES.includes(status) ? null : body), { type: 'basic', guard: 'immutable', url, redirected }));

  shared.stateOfResponse = (response) => stateOf(response);
  shared.Response = Response;
})

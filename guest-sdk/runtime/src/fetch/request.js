/** `Request` (Fetch, 5.4): one that an app makes, and the one that came in, of which nothing is looked at before the app does. */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];
  const { dictionary, expose, needs, unicode, word } = runtime.lazy('interface');
  const { addBody, byteString, clone, copyList, extract, isUnusable, listOf, listOfInit, makeHeaders, move, ofBytes, ofNumber } = shared;
  const INSPECT = Symbol.for('nodejs.util.inspect.custom');

  const WORDS = {
    cache: ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'],
    credentials: ['omit', 'same-origin', 'include'],
    duplex: ['half'],
    mode: ['cors', 'navigate', 'no-cors', 'same-origin'],
    priority: ['high', 'low', 'auto'],
    redirect: ['follow', 'error', 'manual'],
    referrerPolicy: ['', 'no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin', 'origin-when-cross-origin',
      'strict-origin-when-cross-origin', 'unsafe-url'],
  };
  const METHOD = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
  const UPPER_CASE = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'];
  const FORBIDDEN = ['CONNECT', 'TRACE', 'TRACK'];
  const SAFE = ['GET', 'HEAD', 'POST'];

  /** What the parser of URLs might change in a target, and a host that it would leave as it is. */
  const UNPLAIN_TARGET = /[^\w~!$&()*+,;=:@\-./%?]|\/\.|%2[eE]/;
  const PLAIN_HOST = /^[a-z0-9.\-]*[a-z](?::[1-9]\d{0,3})?$/;
  const DEFAULT_PORTS = { http: ':80', https: ':443' };

  /** What is behind a request; the defaults are on the prototype. */
  class State {
    constructor(method, fields, body) {
      this.method = method;
      this.fields = fields;
      this.body = body;
    }
    list() { return this.fields; }
    href() { return this.url; }
    /** What the signal follows; undefined for one that nothing will abort. */
    leader() { return this.signal ?? this.given; }
    headersMade() { return makeHeaders(this.fields, 'request'); }
  }
  Object.assign(State.prototype, {
    url: '', mode: 'cors', credentials: 'same-origin', cache: 'default', redirect: 'follow', referrer: 'about:client', referrerPolicy: '', integrity: '',
    keepalive: false, headers: undefined, signal: undefined, given: undefined,
  });

  /** The one that came in. */
  class Incoming extends State {
    constructor(method, target, body) {
      super(method, undefined, body);
      this.target = target;
    }
    list() {
      this.headers ??= this.headersMade();
      return listOf(this.headers);
    }
    href() {
      return this.url ||= urlOf(this.target);
    }
    leader() {
      return this.signal ??= unwantedSignal();
    }
    headersMade() { return makeHeaders(undefined, 'request'); }
  }

  function urlOf(target) {
    const scheme = runtime.connection().split('\n')[1];
    const host = runtime.field('host') ?? 'localhost';
    const isPlain = target[0] === '/' && !UNPLAIN_TARGET.test(target) && PLAIN_HOST.test(host) && !host.includes('xn--') && !host.endsWith(DEFAULT_PORTS[scheme]);
    if (isPlain) return `${scheme}://${host}${target}`;
    // `*`, or the absolute form that is for proxies.
    if (target[0] !== '/') return /^https?:\/\//i.test(target) && global.URL.canParse(target) ? new global.URL(target).href : `${scheme}://${host}/`;
    const text = `${scheme}://${host}${target}`;
    return global.URL.canParse(text) ? new global.URL(text).href : new global.URL(`${scheme}://localhost${target}`).href;
  }

  /** Aborted when the client has left, and shortly before the time of the request is up. */
  function unwantedSignal() {
    const controller = new global.AbortController();
    runtime.onUnwanted((reason) => controller.abort(new global.DOMException(reason, 'AbortError')));
    return controller.signal;
  }

  let stateOf;
  let isRequest;
  const token = { state: undefined };

  /** The members of an `init`, read and converted in the order of their names. */
  function membersOf(init) {
    const given = dictionary(init);
    const members = {};
    const take = (name, convert) => {
      const value = given[name];
      if (value !== undefined) members[name] = convert(value);
    };
    const takeWord = (name) => take(name, (value) => word(value, WORDS[name], name));
    take('body', (value) => (value === null || typeof value === 'object' || typeof value === 'function' ? value : unicode(value)));
    takeWord('cache');
    takeWord('credentials');
    takeWord('duplex');
    take('headers', listOfInit);
    take('integrity', unicode);
    take('keepalive', Boolean);
    take('method', byteString);
    takeWord('mode');
    takeWord('priority');
    takeWord('redirect');
    take('referrer', unicode);
    takeWord('referrerPolicy');
    take('signal', signalOf);
    take('window', (value) => value);
    return members;
  }

  function signalOf(value) {
    if (value !== null && !runtime.lazy('events').isAbortSignal(value)) throw new TypeError('The signal must be an AbortSignal');
    return value;
  }

  function methodOf(given) {
    if (!METHOD.test(given) || FORBIDDEN.includes(given.toUpperCase())) throw new TypeError(`'${given}' is not a method that a request can have`);
    const upper = given.toUpperCase();
    return UPPER_CASE.includes(upper) ? upper : given;
  }

  /** What relative URLs start from, where an app says where it is, as a worker's `location` or undici's `setGlobalOrigin` does. */
  function base() {
    const place = global[Symbol.for('undici.globalOrigin.1')] ?? global.location;
    return place?.href === undefined ? undefined : `${place.href}`;
  }

  /** A URL, which is absolute unless there is something that it can be relative to. */
  function parse(text, what) {
    try {
      return new global.URL(text, base());
    } catch (cause) {
      throw new TypeError(`${what} ${text} is not an absolute URL`, { cause });
    }
  }
  shared.parseUrl = parse;

  /** A state made of a URL, or of another request. */
  function begin(input) {
    const state = new State('GET', { __proto__: null }, null);
    if (!isRequest(input)) {
      const url = parse(unicode(input), 'The URL');
      if (url.username !== '' || url.password !== '') throw new TypeError('A request cannot be made of a URL with a user name or a password: use the field Authorization');
      state.url = url.href;
      return state;
    }
    const other = stateOf(input);
    const { method, mode, credentials, cache, redirect, referrer, referrerPolicy, integrity, keepalive } = other;
    Object.assign(state, { method, mode, credentials, cache, redirect, referrer, referrerPolicy, integrity, keepalive, url: other.href(), given: other.leader() });
    state.fields = copyList(other.list());
    return state;
  }

  function referrerOf(text) {
    if (text === '') return 'no-referrer';
    const url = parse(text, 'The referrer');
    const home = base();
    const isForeign = home !== undefined && new global.URL(home).origin !== url.origin;
    return isForeign || (url.protocol === 'about:' && url.pathname === 'client') ? 'about:client' : url.href;
  }

  function apply(state, members) {
    if (Object.keys(members).length > 0 && state.mode === 'navigate') state.mode = 'same-origin';
    if (members.window !== undefined && members.window !== null) throw new TypeError('The window must be null');
    if (members.referrer !== undefined) state.referrer = referrerOf(members.referrer);
    if (members.mode === 'navigate') throw new TypeError("The mode cannot be 'navigate'");
    for (const name of ['referrerPolicy', 'mode', 'credentials', 'cache', 'redirect', 'integrity', 'keepalive']) {
      if (members[name] !== undefined) state[name] = members[name];
    }
    if (state.cache === 'only-if-cached' && state.mode !== 'same-origin') throw new TypeError("The cache 'only-if-cached' goes with the mode 'same-origin' only");
    if (members.method !== undefined) state.method = methodOf(members.method);
    if (members.signal !== undefined) state.given = members.signal ?? undefined;
    if (state.mode === 'no-cors' && !SAFE.includes(state.method)) throw new TypeError(`The method ${state.method} cannot go with the mode 'no-cors'`);
    if (members.headers !== undefined) state.fields = members.headers;
  }

  function addBodyOf(state, members, inherited) {
    const given = members.body ?? null;
    if ((given !== null || inherited !== null) && (state.method === 'GET' || state.method === 'HEAD')) {
      throw new TypeError('Request with GET/HEAD method cannot have body.');
    }
    if (given !== null) {
      state.body = extract(given);
      if (state.body.type !== null && state.fields['content-type'] === undefined) state.fields['content-type'] = state.body.type;
      if (state.body.stream !== undefined) {
        if (members.duplex === undefined) throw new TypeError("A request whose body is a stream needs the option duplex: 'half'");
        if (state.keepalive) throw new TypeError('A request with keepalive cannot have a stream as its body');
      }
    } else if (inherited !== null) {
      if (isUnusable(inherited)) throw new TypeError('Cannot construct a Request with a Request object that has already been used.');
      state.body = move(inherited);
    }
  }

  class Request {
    #state;

    constructor(input, init = undefined) {
      if (input === token) {
        this.#state = token.state;
        return;
      }
      needs(1, arguments.length);
      const text = isRequest(input) ? input : unicode(input);
      const members = membersOf(init);
      const state = begin(text);
      apply(state, members);
      addBodyOf(state, members, isRequest(input) ? stateOf(input).body : null);
      // A signal is made at once only where there is one to follow.
      if (state.given !== undefined) state.signal = runtime.lazy('events').followingSignal([state.given]);
      this.#state = state;
    }

    get method() { return this.#state.method; }
    get url() { return this.#state.href(); }
    get headers() {
      const state = this.#state;
      return state.headers ??= state.headersMade();
    }
    get destination() { this.#state; return ''; }
    get referrer() { return this.#state.referrer === 'no-referrer' ? '' : this.#state.referrer; }
    get referrerPolicy() { return this.#state.referrerPolicy; }
    get mode() { return this.#state.mode; }
    get credentials() { return this.#state.credentials; }
    get cache() { return this.#state.cache; }
    get redirect() { return this.#state.redirect; }
    get integrity() { return this.#state.integrity; }
    get keepalive() { return this.#state.keepalive; }
    get isReloadNavigation() { this.#state; return false; }
    get isHistoryNavigation() { this.#state; return false; }
    get signal() {
      const state = this.#state;
      state.leader();
      return state.signal ??= runtime.lazy('events').followingSignal([]);
    }
    get duplex() { this.#state; return 'half'; }

    clone() {
      const state = this.#state;
      if (state.body !== null && isUnusable(state.body)) throw new TypeError('Request.clone: Body has already been consumed.');
      const copy = begin(this);
      if (state.body !== null) copy.body = clone(state.body);
      if (copy.given !== undefined) copy.signal = runtime.lazy('events').followingSignal([copy.given]);
      return makeRequest(copy);
    }

    [INSPECT](depth, options, inspect) {
      const { method, url, headers, body, bodyUsed, redirect, signal } = this;
      return `Request ${inspect({ method, url, headers, body, bodyUsed, redirect, signal }, options)}`;
    }

    static {
      stateOf = (request) => request.#state;
      isRequest = (value) => typeof value === 'object' && value !== null && #state in value;
    }
  }
  addBody(Request, (request) => stateOf(request));
  expose(Request);

  function makeRequest(state) {
    token.state = state;
    return new Request(token);
  }

  /** The request that came in. Its body is there, or the host has it under a number. */
  shared.incoming = (method, target, body) => makeRequest(new Incoming(method, target, bodyThatCame(body)));

  function bodyThatCame(body) {
    if (typeof body === 'number') return ofNumber(body);
    return body === undefined || body.byteLength === 0 ? null : ofBytes(new Uint8Array(body), null);
  }

  Object.assign(shared, { Request, isRequest, stateOfRequest: (request) => stateOf(request) });
})

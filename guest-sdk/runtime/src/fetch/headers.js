/**
 * `Headers` (Fetch, 5.1): fields by lower-case name, each with its combined value; only `set-cookie` has a list.
 *
 * The list is an object that requests and answers carry themselves: a `Headers` comes around it when an app looks at it.
 */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];
  const { expose, isObject, iteratorPrototype, needs } = runtime.lazy('interface');
  const INSPECT = Symbol.for('nodejs.util.inspect.custom');

  const COOKIE = 'set-cookie';
  const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
  const UNUSUAL = /[^\x20-\x7e]/;
  const SPACE = 32;
  const isEnumerable = Object.prototype.propertyIsEnumerable;

  /** Names that need no check, as they are usually written. */
  const USUAL_NAMES = ['Accept', 'Accept-Encoding', 'Access-Control-Allow-Headers', 'Access-Control-Allow-Methods', 'Access-Control-Allow-Origin', 'Authorization',
    'Cache-Control', 'Content-Encoding', 'Content-Length', 'Content-Type', 'Cookie', 'ETag', 'Host', 'If-None-Match', 'Last-Modified', 'Location', 'Origin',
    'Set-Cookie', 'User-Agent', 'Vary', 'X-Forwarded-For', 'X-Powered-By', 'X-Request-Id'];
  const KEYS = Object.create(null);
  for (const name of USUAL_NAMES) KEYS[name] = KEYS[name.toLowerCase()] = name.toLowerCase();

  const textOf = (value) => (typeof value === 'string' ? value : `${value}`);

  /** A string of bytes, as Web IDL has them. */
  function byteString(value) {
    const text = textOf(value);
    if (UNUSUAL.test(text) && /[^\x00-\xff]/.test(text)) throw new TypeError('A header has only characters up to U+00FF');
    return text;
  }
  shared.byteString = byteString;

  /** What a field is kept under. A name that is no string of bytes is no token either. */
  function keyOf(name) {
    const known = KEYS[name];
    if (known !== undefined) return known;
    if (!TOKEN.test(name)) throw new TypeError(`Invalid header name: ${JSON.stringify(name)}`);
    return name.toLowerCase();
  }

  /** A value without the space around it. */
  function normal(text) {
    if (!UNUSUAL.test(text)) return trimmed(text);
    const value = byteString(text).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
    if (/[\0\n\r]/.test(value)) throw new TypeError('Invalid header value: NUL, CR and LF cannot stand in it');
    return value;
  }

  const trimmed = (text) => (text.charCodeAt(0) === SPACE || text.charCodeAt(text.length - 1) === SPACE ? text.trim() : text);

  /** Puts a value into a list, after those that are there. */
  function append(list, key, value) {
    const present = list[key];
    if (key === COOKIE) {
      if (present === undefined) list[key] = [value];
      else present.push(value);
    } else {
      list[key] = present === undefined ? value : `${present}, ${value}`;
    }
  }
  shared.append = append;

  function copy(list) {
    const copied = { __proto__: null, ...list };
    if (copied[COOKIE] !== undefined) copied[COOKIE] = copied[COOKIE].slice();
    return copied;
  }
  shared.copyList = copy;

  // Names and values in turn. They are all converted before the first of them is looked at.
  function textsOfSequence(init, method) {
    const pairs = [];
    for (const item of { [Symbol.iterator]: () => Reflect.apply(method, init, []) }) {
      if (!isObject(item) || typeof item[Symbol.iterator] !== 'function') throw new TypeError('Every header must be a pair of name and value');
      pairs.push(Array.from(item, byteString));
    }
    for (const pair of pairs) if (pair.length !== 2) throw new TypeError('Every header must be a pair of name and value');
    return pairs.flat();
  }

  function textsOfRecord(init) {
    const texts = [];
    const names = Reflect.ownKeys(init);
    for (let at = 0; at < names.length; at += 1) {
      const name = names[at];
      if (!isEnumerable.call(init, name)) continue;
      texts.push(KEYS[name] === undefined ? byteString(name) : name);
      texts.push(byteString(init[name]));
    }
    return texts;
  }

  let isHeaders;
  let listOf;
  let makeHeaders;

  /** The list that an `init` stands for; a new one. */
  function listOfInit(init) {
    if (!isObject(init)) throw new TypeError('Headers are given as an object or as pairs');
    const method = init[Symbol.iterator];
    if (method !== undefined && method !== null && typeof method !== 'function') throw new TypeError('Headers are given as an object or as pairs');
    if (method === entries && isHeaders(init)) return copy(listOf(init));
    const texts = method ? textsOfSequence(init, method) : textsOfRecord(init);
    const list = { __proto__: null };
    for (let at = 0; at < texts.length; at += 2) append(list, keyOf(texts[at]), normal(texts[at + 1]));
    return list;
  }
  shared.listOfInit = listOfInit;

  /** Packed fields as a list; those of a request joined as Node joins them. */
  function unpack(packed) {
    const list = { __proto__: null };
    if (packed === '') return list;
    const parts = packed.split('\n');
    for (let at = 0; at < parts.length; at += 2) {
      const key = parts[at].toLowerCase();
      if (key === 'cookie' && list.cookie !== undefined) list.cookie += `; ${parts[at + 1]}`;
      else append(list, key, parts[at + 1]);
    }
    return list;
  }
  shared.unpack = unpack;

  shared.pack = (list) => Object.entries(list)
    .flatMap(([key, value]) => (key === COOKIE ? value.flatMap((one) => [key, one]) : [key, value])).join('\n');

  /** The pairs in the order of names. */
  function sorted(list) {
    const pairs = [];
    for (const key of Object.keys(list).sort()) {
      if (key === COOKIE) for (const value of list[key]) pairs.push([key, value]);
      else pairs.push([key, list[key]]);
    }
    return pairs;
  }

  const token = { list: undefined, guard: '' };

  class Headers {
    /** Undefined until somebody needs more than a field of the request that came in. */
    #list = undefined;
    #guard = 'none';
    #sorted = undefined;

    constructor(init = undefined) {
      if (init === token) {
        this.#list = init.list;
        this.#guard = init.guard;
      } else {
        this.#list = init === undefined ? { __proto__: null } : listOfInit(init);
      }
    }

    append(name, value) {
      this.#guard;
      needs(2, arguments.length);
      const given = textOf(name);
      const text = textOf(value);
      const key = keyOf(given);
      const added = normal(text);
      append(this.#change(), key, added);
    }

    delete(name) {
      this.#guard;
      needs(1, arguments.length);
      const key = keyOf(textOf(name));
      delete this.#change()[key];
    }

    get(name) {
      this.#guard;
      needs(1, arguments.length);
      const key = keyOf(textOf(name));
      if (this.#list === undefined && key !== COOKIE) return runtime.field(key) ?? null;
      const value = listOf(this)[key];
      if (value === undefined) return null;
      return key === COOKIE ? value.join(', ') : value;
    }

    has(name) {
      this.#guard;
      needs(1, arguments.length);
      return listOf(this)[keyOf(textOf(name))] !== undefined;
    }

    set(name, value) {
      this.#guard;
      needs(2, arguments.length);
      const given = textOf(name);
      const text = textOf(value);
      const key = keyOf(given);
      const wanted = normal(text);
      this.#change()[key] = key === COOKIE ? [wanted] : wanted;
    }

    getSetCookie() {
      return listOf(this)[COOKIE]?.slice() ?? [];
    }

    keys() { return iterator(this, (pair) => pair[0]); }
    values() { return iterator(this, (pair) => pair[1]); }
    entries() { return iterator(this, (pair) => [pair[0], pair[1]]); }

    forEach(callback, thisArg = undefined) {
      this.#guard;
      needs(1, arguments.length);
      if (typeof callback !== 'function') throw new TypeError('The callback must be a function');
      for (let at = 0; at < this.#pairs().length; at += 1) callback.call(thisArg, this.#pairs()[at][1], this.#pairs()[at][0], this);
    }

    [INSPECT](depth, options, inspect) {
      return `Headers ${inspect(Object.fromEntries(this.#pairs()), options)}`;
    }

    /** The list, which is about to change. */
    #change() {
      if (this.#guard === 'immutable') throw new TypeError('These headers are immutable: make new ones of them with new Headers(headers)');
      this.#sorted = undefined;
      return listOf(this);
    }

    #pairs() {
      return this.#sorted ??= sorted(listOf(this));
    }

    static {
      isHeaders = (value) => #list in value;
      listOf = (headers) => headers.#list ??= unpack(runtime.headers());
      makeHeaders = (list, guard) => {
        token.list = list;
        token.guard = guard;
        return new Headers(token);
      };
      shared.pairsOf = (headers) => headers.#pairs();
    }
  }
  expose(Headers);
  const { entries } = Headers.prototype;
  Object.defineProperty(Headers.prototype, Symbol.iterator, { value: entries, writable: true, configurable: true });

  const places = new WeakMap();
  const prototype = iteratorPrototype('Headers', function next() {
    const place = places.get(this);
    if (place === undefined) throw new TypeError('This is no iterator of Headers');
    const pairs = shared.pairsOf(place.headers);
    if (place.at >= pairs.length) return { value: undefined, done: true };
    place.at += 1;
    return { value: place.pick(pairs[place.at - 1]), done: false };
  });

  function iterator(headers, pick) {
    listOf(headers);
    const made = Object.create(prototype);
    places.set(made, { headers, pick, at: 0 });
    return made;
  }

  Object.assign(shared, { Headers, isHeaders, listOf, makeHeaders });
})

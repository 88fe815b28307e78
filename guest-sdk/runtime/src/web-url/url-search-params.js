/** `URLSearchParams` (URL, 6): a list of names and values, which a `URL` may be behind. */
(function (global, shared) {
  'use strict';

  const { checkCallback } = global[Symbol.for('rnode.runtime')];
  const { parseForm, serializeForm } = shared;
  /** The list of another of these. */
  let copyOf;
  const INSPECT = Symbol.for('nodejs.util.inspect.custom');

  function failure(code, message) {
    const error = new TypeError(message);
    error.code = code;
    return error;
  }
  shared.failure = failure;

  const wellFormed = (value) => String(value).toWellFormed();
  shared.wellFormed = wellFormed;

  function needs(names, given) {
    if (given >= names.length) return;
    const quoted = names.map((name) => `"${name}"`).join(' and ');
    throw failure('ERR_MISSING_ARGS', `The ${quoted} argument${names.length > 1 ? 's' : ''} must be specified`);
  }
  shared.needs = needs;

  /** Names and values in turn, of whatever the constructor takes. */
  function listOf(init) {
    if (init === undefined || init === null) return [];
    if (typeof init !== 'object' && typeof init !== 'function') {
      const text = wellFormed(init);
      return parseForm(text[0] === '?' ? text.slice(1) : text);
    }
    const copied = copyOf(init);
    if (copied !== undefined) return copied;
    const method = init[Symbol.iterator];
    if (method === undefined || method === null) return Object.keys(init).flatMap((name) => [wellFormed(name), wellFormed(init[name])]);
    if (typeof method !== 'function') throw failure('ERR_ARG_NOT_ITERABLE', 'Query pairs must be iterable');
    const list = [];
    for (const pair of init) {
      const isTuple = (typeof pair === 'object' || typeof pair === 'function') && pair !== null && typeof pair[Symbol.iterator] === 'function';
      const parts = isTuple ? [...pair] : [];
      if (parts.length !== 2) throw failure('ERR_INVALID_TUPLE', 'Each query pair must be an iterable [name, value] tuple');
      list.push(wellFormed(parts[0]), wellFormed(parts[1]));
    }
    return list;
  }

  class URLSearchParams {
    #list;
    /** What hears of changes: the URL this is the query of. */
    #changed;

    constructor(init = undefined) {
      this.#list = listOf(init);
    }

    get size() {
      return this.#list.length / 2;
    }

    append(name, value) {
      needs(['name', 'value'], arguments.length);
      this.#list.push(wellFormed(name), wellFormed(value));
      this.#changed?.();
    }

    delete(name, value = undefined) {
      needs(['name'], arguments.length);
      const wanted = wellFormed(name);
      const only = value === undefined ? undefined : wellFormed(value);
      this.#keep((each, text) => each !== wanted || (only !== undefined && text !== only));
      this.#changed?.();
    }

    get(name) {
      needs(['name'], arguments.length);
      const at = this.#find(wellFormed(name));
      return at < 0 ? null : this.#list[at + 1];
    }

    getAll(name) {
      needs(['name'], arguments.length);
      const wanted = wellFormed(name);
      return this.#list.filter((value, at) => at % 2 === 1 && this.#list[at - 1] === wanted);
    }

    has(name, value = undefined) {
      needs(['name'], arguments.length);
      return value === undefined ? this.#find(wellFormed(name)) >= 0 : this.getAll(name).includes(wellFormed(value));
    }

    set(name, value) {
      needs(['name', 'value'], arguments.length);
      const wanted = wellFormed(name);
      const at = this.#find(wanted);
      if (at < 0) {
        this.#list.push(wanted, wellFormed(value));
      } else {
        this.#list[at + 1] = wellFormed(value);
        this.#keep((each, text, place) => each !== wanted || place <= at);
      }
      this.#changed?.();
    }

    sort() {
      const pairs = [...this];
      pairs.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
      this.#list = pairs.flat();
      this.#changed?.();
    }

    entries() {
      return iterator((list, at) => [list[at], list[at + 1]], () => this.#list);
    }

    forEach(callback, thisArg = undefined) {
      checkCallback(callback);
      for (let at = 0; at < this.#list.length; at += 2) callback.call(thisArg, this.#list[at + 1], this.#list[at], this);
    }

    keys() {
      return iterator((list, at) => list[at], () => this.#list);
    }

    values() {
      return iterator((list, at) => list[at + 1], () => this.#list);
    }

    toString() {
      return serializeForm(this.#list);
    }

    [INSPECT](depth, options, inspect) {
      const shown = [...this].map(([name, value]) => `${inspect(name, options)} => ${inspect(value, options)}`);
      return `URLSearchParams {${shown.length > 0 ? ` ${shown.join(', ')} ` : ''}}`;
    }

    #find(name) {
      for (let at = 0; at < this.#list.length; at += 2) if (this.#list[at] === name) return at;
      return -1;
    }

    #keep(wants) {
      const kept = [];
      for (let at = 0; at < this.#list.length; at += 2) {
        if (wants(this.#list[at], this.#list[at + 1], at)) kept.push(this.#list[at], this.#list[at + 1]);
      }
      this.#list = kept;
    }

    static {
      copyOf = (value) => (#list in value ? value.#list.slice() : undefined);
      /** Binds a list to the URL whose query it is. */
      shared.bind = (params, changed) => { params.#changed = changed; };
      /** Reads the query anew, because the URL was changed. */
      shared.reread = (params, search) => { params.#list = parseForm(search.slice(1)); };
    }
  }

  const iteratorPrototype = Object.create(Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())), {
    [Symbol.toStringTag]: { value: 'URLSearchParams Iterator', configurable: true },
  });

  /** An iterator over what the list is when it is asked, not when it was made. */
  function iterator(pick, current) {
    let at = 0;
    const object = Object.create(iteratorPrototype);
    Object.defineProperty(object, 'next', {
      value: () => {
        const pairs = current();
        if (at >= pairs.length) return { value: undefined, done: true };
        const value = pick(pairs, at);
        at += 2;
        return { value, done: false };
      },
      enumerable: false,
    });
    return object;
  }

  const { prototype } = URLSearchParams;
  Object.defineProperty(prototype, Symbol.iterator, { value: prototype.entries, writable: true, configurable: true });
  Object.defineProperty(prototype, Symbol.toStringTag, { value: 'URLSearchParams', configurable: true });
  for (const name of ['size', 'append', 'delete', 'get', 'getAll', 'has', 'set', 'sort', 'entries', 'forEach', 'keys', 'values', 'toString']) {
    Object.defineProperty(prototype, name, { enumerable: true });
  }

  shared.URLSearchParams = URLSearchParams;
})

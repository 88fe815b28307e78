/** `URL` (URL, 5): the runtime parses and changes it, here are its parts. */
(function (global, shared) {
  'use strict';

  const { lazy } = global[Symbol.for('rnode.runtime')];
  const { URLSearchParams, bind, change, failure, needs, parse, reread, wellFormed } = shared;
  const INSPECT = Symbol.for('nodejs.util.inspect.custom');
  /** The parts, in the order in which the runtime gives them, and Node shows them. */
  const PARTS = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'];
  const HREF = PARTS.indexOf('href');
  const SEARCH = PARTS.indexOf('search');

  function parsed(input, base) {
    return base === undefined ? parse(wellFormed(input)) : parse(wellFormed(input), wellFormed(base));
  }

  function invalid(input, base) {
    const error = failure('ERR_INVALID_URL', 'Invalid URL');
    error.input = input;
    if (base !== undefined) error.base = base;
    return error;
  }

  class URL {
    #parts;
    #searchParams;

    constructor(input, base = undefined) {
      needs(['url'], arguments.length);
      const parts = parsed(input, base);
      if (parts === undefined) throw invalid(`${input}`, base === undefined ? undefined : `${base}`);
      this.#parts = parts;
    }

    get searchParams() {
      if (this.#searchParams === undefined) {
        const params = new URLSearchParams(this.#parts[SEARCH]);
        bind(params, () => { this.#parts = change(this.#parts[HREF], 'search', params.toString()); });
        this.#searchParams = params;
      }
      return this.#searchParams;
    }

    toString() {
      return this.#parts[HREF];
    }

    toJSON() {
      return this.#parts[HREF];
    }

    [INSPECT](depth, options, inspect) {
      if (typeof depth === 'number' && depth < 0) return this;
      const shown = {};
      for (const name of [...PARTS.slice(0, -1), 'searchParams', 'hash']) shown[name] = this[name];
      return `URL ${inspect(shown, options)}`;
    }

    static canParse(input, base = undefined) {
      needs(['url'], arguments.length);
      return parsed(input, base) !== undefined;
    }

    static parse(input, base = undefined) {
      needs(['url'], arguments.length);
      return URL.canParse(input, base) ? new URL(input, base) : null;
    }

    static createObjectURL(blob) {
      needs(['obj'], arguments.length);
      return lazy('blobUrls').createObjectURL(blob);
    }

    static revokeObjectURL(url) {
      needs(['url'], arguments.length);
      lazy('blobUrls').revokeObjectURL(wellFormed(url));
    }

    static {
      for (const [at, name] of PARTS.entries()) {
        const accessor = {
          get [name]() { return this.#parts[at]; },
          set [name](value) {
            const parts = change(this.#parts[HREF], name, wellFormed(value));
            if (parts === undefined) throw invalid(`${value}`);
            this.#parts = parts;
            if (this.#searchParams !== undefined) reread(this.#searchParams, parts[SEARCH]);
          },
        };
        const { get, set } = Object.getOwnPropertyDescriptor(accessor, name);
        Object.defineProperty(URL.prototype, name, { get, set: name === 'origin' ? undefined : set, enumerable: true, configurable: true });
      }
    }
  }

  Object.defineProperty(URL.prototype, Symbol.toStringTag, { value: 'URL', configurable: true });
  for (const name of ['searchParams', 'toString', 'toJSON']) Object.defineProperty(URL.prototype, name, { enumerable: true });
  for (const name of ['canParse', 'createObjectURL', 'parse', 'revokeObjectURL']) Object.defineProperty(URL, name, { enumerable: true });

  shared.URL = URL;
})

/** `FormData` (XMLHttpRequest, 4): names and values, some of which are files. */
(function (global, shared) {
  'use strict';

  const { lazy } = global[Symbol.for('rnode.runtime')];
  const { expose, iteratorPrototype, needs, unicode } = lazy('interface');
  const { bytesOfBlob, fileOf, isBlob, isFile } = lazy('blob');

  let entriesOf;

  /** The value of an entry: a blob is a file there. */
  function valueOf(value, filename) {
    if (!isBlob(value)) {
      if (filename !== undefined) throw Object.assign(new TypeError('The value must be a Blob when a file name is given'), { code: 'ERR_INVALID_ARG_TYPE' });
      return unicode(value);
    }
    if (isFile(value) && filename === undefined) return value;
    const name = filename ?? 'blob';
    return fileOf(bytesOfBlob(value), name, value.type, isFile(value) ? value.lastModified : undefined);
  }

  class FormData {
    #entries = [];
    constructor(form = undefined, submitter = undefined) {
      if (form !== undefined) throw Object.assign(new TypeError('There are no forms here: FormData takes no arguments'), { code: 'ERR_INVALID_ARG_TYPE' });
    }
    append(name, value, filename = undefined) {
      needs(2, arguments.length);
      const entries = this.#entries;
      entries.push([unicode(name), valueOf(value, arguments.length > 2 ? unicode(filename) : undefined)]);
    }
    delete(name) {
      needs(1, arguments.length);
      const wanted = unicode(name);
      this.#entries = this.#entries.filter((entry) => entry[0] !== wanted);
    }
    get(name) {
      needs(1, arguments.length);
      const wanted = unicode(name);
      const entry = this.#entries.find(([known]) => known === wanted);
      return entry === undefined ? null : entry[1];
    }
    getAll(name) {
      needs(1, arguments.length);
      const wanted = unicode(name);
      return this.#entries.filter(([known]) => known === wanted).map((entry) => entry[1]);
    }
    has(name) {
      needs(1, arguments.length);
      const wanted = unicode(name);
      return this.#entries.some(([known]) => known === wanted);
    }
    set(name, value, filename = undefined) {
      needs(2, arguments.length);
      const entry = [unicode(name), valueOf(value, arguments.length > 2 ? unicode(filename) : undefined)];
      const at = this.#entries.findIndex(([known]) => known === entry[0]);
      if (at < 0) {
        this.#entries.push(entry);
        return;
      }
      this.#entries[at] = entry;
      this.#entries = this.#entries.filter(([known], index) => index <= at || known !== entry[0]);
    }
    entries() { return iterator(this, (entry) => [entry[0], entry[1]]); }
    keys() { return iterator(this, (entry) => entry[0]); }
    values() { return iterator(this, (entry) => entry[1]); }
    forEach(callback, thisArg = undefined) {
      needs(1, arguments.length);
      this.#entries;
      if (typeof callback !== 'function') throw Object.assign(new TypeError('The "callback" argument must be a function'), { code: 'ERR_INVALID_ARG_TYPE' });
      for (let at = 0; at < this.#entries.length; at += 1) callback.call(thisArg, this.#entries[at][1], this.#entries[at][0], this);
    }
    static {
      entriesOf = (form) => form.#entries;
      shared.isFormData = (value) => typeof value === 'object' && value !== null && #entries in value;
    }
  }
  expose(FormData);
  Object.defineProperty(FormData.prototype, Symbol.iterator, { value: FormData.prototype.entries, writable: true, configurable: true });

  const places = new WeakMap();
  const prototype = iteratorPrototype('FormData', function next() {
    const place = places.get(this);
    if (place === undefined) throw new TypeError('This is no iterator of a FormData');
    const entries = entriesOf(place.form);
    if (place.at >= entries.length) return { value: undefined, done: true };
    place.at += 1;
    return { value: place.pick(entries[place.at - 1]), done: false };
  });

  function iterator(form, pick) {
    entriesOf(form);
    const made = Object.create(prototype);
    places.set(made, { form, pick, at: 0 });
    return made;
  }

  shared.FormData = FormData;
})

/** `PerformanceObserver` (Performance Timeline, 6): who is told of entries, some time after they are made. */
(function (global, shared) {
  'use strict';

  const { lazy } = global[Symbol.for('rnode.runtime')];
  const { dictionary, expose, illegalConstructor, needs, sequence, text } = lazy('interface');
  const { inOrder, performance } = shared;

  /** The kinds of entries that there are, in alphabetical order. */
  const KINDS = Object.freeze(['mark', 'measure']);
  const token = Symbol('PerformanceObserver');
  const observers = new Set();
  let isQueued = false;

  class PerformanceObserverEntryList {
    #entries;
    constructor(given = undefined, entries = undefined) {
      if (given !== token) throw illegalConstructor();
      this.#entries = inOrder(entries);
    }
    getEntries() { return this.#entries.slice(); }
    getEntriesByType(type) {
      needs(1, arguments.length);
      const kind = text(type);
      return this.#entries.filter((entry) => entry.entryType === kind);
    }
    getEntriesByName(name, type = undefined) {
      needs(1, arguments.length);
      const [wanted, kind] = [text(name), type === undefined ? undefined : text(type)];
      return this.#entries.filter((entry) => entry.name === wanted && (kind === undefined || entry.entryType === kind));
    }
  }
  expose(PerformanceObserverEntryList);

  class PerformanceObserver {
    #callback;
    /** The kinds that it wants, by how it asked: many at once, or one after another. */
    #kinds = new Set();
    #isMultiple;
    #waiting = [];
    constructor(callback) {
      needs(1, arguments.length);
      if (typeof callback !== 'function') throw Object.assign(new TypeError('The "callback" argument must be a function'), { code: 'ERR_INVALID_ARG_TYPE' });
      this.#callback = callback;
    }
    observe(options = undefined) {
      const { buffered, entryTypes, type } = dictionary(options);
      const isMultiple = entryTypes !== undefined;
      if (!isMultiple && type === undefined) throw new TypeError('Either entryTypes or type must be given');
      if (isMultiple && (type !== undefined || buffered !== undefined)) throw new TypeError('Nothing else can be given beside entryTypes');
      if (this.#isMultiple !== undefined && this.#isMultiple !== isMultiple) {
        throw new global.DOMException('One observer cannot ask for many kinds at once and for one', 'InvalidModificationError');
      }
      this.#isMultiple = isMultiple;
      const kinds = (isMultiple ? sequence(entryTypes, 'The entryTypes', (kind) => text(kind)) : [text(type)]).filter((kind) => KINDS.includes(kind));
      if (kinds.length === 0) return;
      if (isMultiple) this.#kinds = new Set(kinds);
      else this.#kinds.add(kinds[0]);
      observers.add(this);
      if (!isMultiple && buffered) {
        this.#waiting.push(...performance.getEntriesByType(kinds[0]));
        queue();
      }
    }
    disconnect() {
      this.#kinds.clear();
      this.#waiting = [];
      this.#isMultiple = undefined;
      observers.delete(this);
    }
    takeRecords() {
      const records = this.#waiting;
      this.#waiting = [];
      return inOrder(records);
    }
    static get supportedEntryTypes() { return KINDS; }
    static {
      shared.entryMade = (entry) => {
        for (const observer of observers) {
          if (!observer.#kinds.has(entry.entryType)) continue;
          observer.#waiting.push(entry);
          queue();
        }
      };
      shared.tellObservers = () => {
        isQueued = false;
        for (const observer of [...observers]) {
          const entries = observer.takeRecords();
          if (entries.length > 0) observer.#callback.call(observer, new PerformanceObserverEntryList(token, entries), observer, { droppedEntriesCount: 0 });
        }
      };
    }
  }
  expose(PerformanceObserver);

  function queue() {
    if (isQueued) return;
    isQueued = true;
    global.setImmediate(shared.tellObservers);
  }

  Object.assign(shared, { PerformanceObserver, PerformanceObserverEntryList });
})

/** `performance` (High Resolution Time, 8): the clock, which stands still while code runs, and the timeline of an app's own marks. */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];
  const { dictionary, expose, illegalConstructor, needs, text } = runtime.lazy('interface');
  const { structuredClone } = runtime.lazy('structuredClone');
  const { EventTarget } = runtime.lazy('events');

  const token = Symbol('Performance');
  const now = () => runtime.now() - runtime.timeOrigin;

  class PerformanceEntry {
    #name; #entryType; #startTime; #duration;
    constructor(given = undefined, name = undefined, entryType = undefined, startTime = undefined, duration = undefined) {
      if (given !== token) throw illegalConstructor();
      this.#name = name;
      this.#entryType = entryType;
      this.#startTime = startTime;
      this.#duration = duration;
    }
    get name() { return this.#name; }
    get entryType() { return this.#entryType; }
    get startTime() { return this.#startTime; }
    get duration() { return this.#duration; }
    toJSON() { return { name: this.#name, entryType: this.#entryType, startTime: this.#startTime, duration: this.#duration }; }
  }
  expose(PerformanceEntry);

  const detailOf = (value) => (value === undefined || value === null ? null : structuredClone(value));

  class PerformanceMark extends PerformanceEntry {
    #detail;
    constructor(markName, markOptions = undefined) {
      needs(1, arguments.length);
      const name = text(markName);
      const { detail, startTime } = dictionary(markOptions);
      const time = startTime === undefined ? now() : finite(startTime);
      if (time < 0) throw Object.assign(new TypeError('The start time must not be negative'), { code: 'ERR_PERFORMANCE_INVALID_TIMESTAMP' });
      super(token, name, 'mark', time, 0);
      this.#detail = detailOf(detail);
    }
    get detail() { return this.#detail; }
    toJSON() { return { ...super.toJSON(), detail: this.#detail }; }
  }
  expose(PerformanceMark);

  class PerformanceMeasure extends PerformanceEntry {
    #detail;
    constructor(given = undefined, name = undefined, start = undefined, end = undefined, detail = undefined) {
      super(given, name, 'measure', start, end - start);
      this.#detail = detailOf(detail);
    }
    get detail() { return this.#detail; }
    toJSON() { return { ...super.toJSON(), detail: this.#detail }; }
  }
  expose(PerformanceMeasure);

  function finite(value) {
    const number = Number(value);
    if (!Number.isFinite(number)) throw new TypeError('The time must be a finite number');
    return number;
  }

  /** When a mark was set, or a time that is given itself. */
  function timeOf(mark, entries) {
    if (typeof mark === 'number') {
      if (mark < 0) throw new TypeError('The time must not be negative');
      return finite(mark);
    }
    const name = text(mark);
    const found = entries.findLast((entry) => entry.entryType === 'mark' && entry.name === name);
    if (found === undefined) throw new global.DOMException(`The "${name}" performance mark has not been set`, 'SyntaxError');
    return found.startTime;
  }

  /** Start and end of what is measured. */
  function spanOf(options, endMark, entries) {
    const isDictionary = typeof options === 'object' && options !== null;
    if (!isDictionary) return [options === undefined ? 0 : timeOf(options, entries), endMark === undefined ? now() : timeOf(endMark, entries)];
    const { detail, duration, end, start } = options;
    const isEmpty = [detail, duration, end, start].every((value) => value === undefined);
    if (isEmpty) return [0, endMark === undefined ? now() : timeOf(endMark, entries)];
    if (endMark !== undefined) throw new TypeError('An end mark must not stand beside options');
    if (start === undefined && end === undefined) throw new TypeError('One of start and end must be given');
    if (start !== undefined && end !== undefined && duration !== undefined) throw new TypeError('Start, end and duration must not be given together');
    let last = now();
    if (end !== undefined) last = timeOf(end, entries);
    else if (duration !== undefined) last = timeOf(start, entries) + finite(duration);
    if (start !== undefined) return [timeOf(start, entries), last];
    return [duration === undefined ? 0 : last - finite(duration), last];
  }

  const inOrder = (entries) => entries.slice().sort((one, other) => one.startTime - other.startTime);

  class Performance extends EventTarget {
    #entries = [];
    constructor(given = undefined) {
      if (given !== token) throw illegalConstructor();
      super();
    }
    get timeOrigin() {
      this.#entries;
      return runtime.timeOrigin;
    }
    now() {
      this.#entries;
      return now();
    }
    toJSON() {
      this.#entries;
      return { timeOrigin: runtime.timeOrigin };
    }
    mark(markName, markOptions = undefined) {
      needs(1, arguments.length);
      return this.#add(new PerformanceMark(markName, markOptions));
    }
    measure(measureName, startOrMeasureOptions = undefined, endMark = undefined) {
      needs(1, arguments.length);
      const name = text(measureName);
      const [start, end] = spanOf(startOrMeasureOptions ?? undefined, endMark, this.#entries);
      return this.#add(new PerformanceMeasure(token, name, start, end, startOrMeasureOptions?.detail));
    }
    clearMarks(markName = undefined) { this.#clear('mark', markName); }
    clearMeasures(measureName = undefined) { this.#clear('measure', measureName); }
    getEntries() { return inOrder(this.#entries); }
    getEntriesByName(name, type = undefined) {
      needs(1, arguments.length);
      const [wanted, kind] = [text(name), type === undefined ? undefined : text(type)];
      return inOrder(this.#entries.filter((entry) => entry.name === wanted && (kind === undefined || entry.entryType === kind)));
    }
    getEntriesByType(type) {
      needs(1, arguments.length);
      const kind = text(type);
      return inOrder(this.#entries.filter((entry) => entry.entryType === kind));
    }
    #add(entry) {
      this.#entries.push(entry);
      shared.entryMade(entry);
      return entry;
    }
    #clear(kind, given) {
      const name = given === undefined ? undefined : text(given);
      this.#entries = this.#entries.filter((entry) => entry.entryType !== kind || (name !== undefined && entry.name !== name));
    }
  }
  expose(Performance);

  shared.performance = new Performance(token);
  Object.assign(shared, { Performance, PerformanceEntry, inOrder, PerformanceMark, PerformanceMeasure });
})

/** `console`: every method writes a line to the app's log. */
(function (global, runtime) {
  'use strict';

  const LEVEL = { debug: 0, trace: 3, log: 1, info: 1, dir: 1, dirxml: 1, table: 1, warn: 2, error: 3 };
  /** How deep and how wide a value is shown: enough to read, bounded so that a log line stays one. */
  const DEPTH_MAX = 3;
  const ENTRIES_MAX = 100;

  function quote(text) {
    return text.includes("'") ? JSON.stringify(text) : "'" + text.replaceAll('\n', '\\n') + "'";
  }

  function key(name) {
    if (typeof name === 'symbol') return '[' + String(name) + ']';
    return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
  }

  function list(open, parts, close, left) {
    if (left > 0) parts.push('... ' + left + ' more');
    return parts.length === 0 ? open + close : open + ' ' + parts.join(', ') + ' ' + close;
  }

  function some(values, show) {
    const parts = [];
    for (const value of values) {
      if (parts.length === ENTRIES_MAX) break;
      parts.push(show(value));
    }
    return parts;
  }

  function showObject(value, depth, seen) {
    const inner = (item) => show(item, depth + 1, seen);
    if (value instanceof Error) return value.stack || String(value);
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
    if (value instanceof RegExp) return String(value);
    if (value instanceof Promise) return 'Promise { ... }';
    const name = value.constructor && value.constructor.name;
    if (depth > DEPTH_MAX) return Array.isArray(value) ? '[Array]' : '[' + (name || 'Object') + ']';
    if (Array.isArray(value)) return list('[', some(value, inner), ']', value.length - ENTRIES_MAX);
    if (ArrayBuffer.isView(value)) return name + list('(' + value.length + ') [', some(value, inner), ']', value.length - ENTRIES_MAX);
    if (value instanceof Map) return list('Map(' + value.size + ') {', some(value, ([k, v]) => inner(k) + ' => ' + inner(v)), '}', value.size - ENTRIES_MAX);
    if (value instanceof Set) return list('Set(' + value.size + ') {', some(value, inner), '}', value.size - ENTRIES_MAX);
    const names = Object.keys(value);
    const prefix = name === undefined ? '[Object: null prototype] ' : name === 'Object' ? '' : name + ' ';
    return list(prefix + '{', some(names, (item) => key(item) + ': ' + inner(value[item])), '}', names.length - ENTRIES_MAX);
  }

  function show(value, depth, seen) {
    if (typeof value === 'string') return depth === 0 ? value : quote(value);
    if (typeof value === 'bigint') return value + 'n';
    if (typeof value === 'function') return value.name ? '[Function: ' + value.name + ']' : '[Function (anonymous)]';
    if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
    if (seen.includes(value)) return '[Circular *]';
    seen.push(value);
    try {
      return showObject(value, depth, seen);
    } finally {
      seen.pop();
    }
  }

  const inspect = (value) => show(value, typeof value === 'string' ? 1 : 0, []);

  function substitute(letter, value) {
    switch (letter) {
      case 's': return typeof value === 'string' ? value : typeof value === 'object' ? show(value, 1, []) : String(value);
      case 'd': return typeof value === 'bigint' ? value + 'n' : String(Number(value));
      case 'i': return String(parseInt(value, 10));
      case 'f': return String(parseFloat(value));
      case 'j': try { return JSON.stringify(value); } catch { return '[Circular]'; }
      case 'c': return '';
      default: return show(value, 1, []);
    }
  }

  function format(args) {
    let used = 0;
    let text = '';
    if (typeof args[0] === 'string') {
      used = 1;
      text = args[0].replace(/%([sdifjoOc%])/g, (whole, letter) => {
        if (letter === '%') return args.length > 1 ? '%' : whole;
        return used < args.length ? substitute(letter, args[used++]) : whole;
      });
    }
    for (; used < args.length; used++) text += (used > 0 ? ' ' : '') + show(args[used], 0, []);
    return text;
  }

  const counts = new Map();
  const started = new Map();
  let indent = '';
  const write = (level, text) => runtime.log(level, indent === '' ? text : indent + text.replaceAll('\n', '\n' + indent));
  const elapsed = (label) => label + ': ' + (runtime.now() - started.get(label)).toFixed(3) + 'ms';

  // As a namespace of Web IDL: its prototype is an empty object, and its methods are its own.
  const console = Object.assign(Object.create({}), {
    assert(condition = false, ...args) {
      if (!condition) write(3, 'Assertion failed' + (args.length > 0 ? ': ' + format(args) : ''));
    },
    clear() {},
    count(label = 'default') {
      label = `${label}`;
      counts.set(label, (counts.get(label) || 0) + 1);
      write(1, label + ': ' + counts.get(label));
    },
    countReset(label = 'default') { counts.delete(`${label}`); },
    group(...args) { if (args.length > 0) write(1, format(args)); indent += '  '; },
    groupEnd() { indent = indent.slice(2); },
    time(label = 'default') { started.set(`${label}`, runtime.now()); },
    timeLog(label = 'default', ...args) {
      label = `${label}`;
      if (started.has(label)) write(1, elapsed(label) + (args.length > 0 ? ' ' + format(args) : ''));
    },
    timeEnd(label = 'default') {
      label = `${label}`;
      if (!started.has(label)) return;
      write(1, elapsed(label));
      started.delete(label);
    },
    timeStamp() {},
  });
  console.groupCollapsed = console.group;
  for (const name of Object.keys(LEVEL)) console[name] = { [name](...args) { write(LEVEL[name], format(args)); } }[name];
  console.trace = (...args) => write(3, 'Trace: ' + format(args) + '\n' + new Error().stack.split('\n').slice(2).join('\n'));
  console.dir = (value = undefined) => write(1, inspect(value));
  Object.defineProperty(console, Symbol.toStringTag, { value: 'console', configurable: true });
  runtime.inspect = inspect;
  Object.defineProperty(global, 'console', { value: console, writable: true, configurable: true, enumerable: false });
})

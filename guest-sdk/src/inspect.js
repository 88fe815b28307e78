/** Values as text for people, in the form of Node's `util.inspect`. */

export const custom = Symbol.for('nodejs.util.inspect.custom');

/** How deep nested values are shown unless asked otherwise (Node's default). */
const DEPTH = 2;
/** How many elements of a list are shown (Node's default). */
const ELEMENTS_MAX = 100;
/** How many characters of a string are shown (Node's default). */
const STRING_LENGTH_MAX = 10_000;
/** Longer lists are written as a table, of so many columns at most (Node's values). */
const GROUPED_ELEMENTS_MIN = 6;
const COLUMNS_MAX = 15;
/** Strings longer than this are cut into lines where they have line feeds (Node's value). */
const SPLIT_STRING_LENGTH = 16;

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
const CONTROL = /[\x00-\x1f\x27\x5c\x7f-\x9f]/;
const ESCAPES = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '\\': '\\\\' };

/**
 * @param {unknown} value
 * @param {{depth?: number | null, showHidden?: boolean, compact?: boolean | number, breakLength?: number, sorted?: boolean | Function}} [options]
 * @returns {string}
 */
export function inspect(value, options) {
  const given = typeof options === 'object' && options !== null ? options : { showHidden: Boolean(options) };
  const context = {
    depth: given.depth === null ? Infinity : given.depth ?? DEPTH,
    showHidden: given.showHidden ?? false,
    breakLength: given.breakLength ?? 80,
    compact: given.compact ?? 3,
    sorted: given.sorted ?? false,
    maxArrayLength: given.maxArrayLength ?? ELEMENTS_MAX,
    maxStringLength: given.maxStringLength ?? STRING_LENGTH_MAX,
    seen: [],
    circular: new Map(),
    indentation: 0,
    currentDepth: 0,
  };
  return show(context, value, 0);
}

inspect.custom = custom;
inspect.defaultOptions = { depth: DEPTH, showHidden: false, compact: 3, breakLength: 80, maxArrayLength: ELEMENTS_MAX, maxStringLength: STRING_LENGTH_MAX };

function show(context, value, level) {
  if (typeof value === 'function') return showObject(context, value, level);
  if (typeof value !== 'object' || value === null) return showPrimitive(context, value, level);
  return showObject(context, value, level);
}

function showPrimitive(context, value, level) {
  if (typeof value === 'string') {
    let text = value;
    let rest = '';
    if (text.length > context.maxStringLength) {
      const more = text.length - context.maxStringLength;
      text = text.slice(0, context.maxStringLength);
      rest = `... ${more} more character${more > 1 ? 's' : ''}`;
    }
    if (level > 0 && text.length > SPLIT_STRING_LENGTH && text.length > context.breakLength - context.indentation - 4 && text.includes('\n')) {
      return text.split(/(?<=\n)/).map(quote).join(` +\n${' '.repeat(context.indentation + 2)}`) + rest;
    }
    return quote(text) + rest;
  }
  if (typeof value === 'bigint') return `${value}n`;
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Quotes as Node does: with the first kind of quotation mark that the text does not have. */
export function quote(text) {
  let mark = "'";
  if (text.includes("'")) mark = !text.includes('"') ? '"' : !text.includes('`') && !text.includes('${') ? '`' : "'";
  if (!CONTROL.test(text)) return `${mark}${text}${mark}`;
  const escaped = text.replace(/[\x00-\x1f\x27\x5c\x7f-\x9f]/g, (unit) => {
    if (unit === "'") return mark === "'" ? "\\'" : unit;
    return ESCAPES[unit] ?? `\\x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return `${mark}${escaped}${mark}`;
}

function showObject(context, value, level) {
  const byValue = value[custom];
  if (typeof byValue === 'function' && byValue !== inspect && !(value.constructor && value.constructor.prototype === value)) {
    const result = byValue.call(value, context.depth - level, context, inspect);
    if (result !== value) return typeof result === 'string' ? result.replaceAll('\n', `\n${' '.repeat(context.indentation)}`) : show(context, result, level);
  }
  if (context.seen.includes(value)) {
    if (!context.circular.has(value)) context.circular.set(value, context.circular.size + 1);
    return `[Circular *${context.circular.get(value)}]`;
  }
  return showContents(context, value, level);
}

function showContents(context, value, level) {
  const form = formOf(context, value);
  const names = propertyNames(context, value, form.isList);
  if (names.length === 0 && form.entries === undefined) return form.whole;
  if (level > context.depth) return `[${(form.prefix || nameOf(value)).trim() || 'Object'}]`;
  context.seen.push(value);
  context.currentDepth = level;
  context.indentation += 2;
  const entries = form.entries === undefined ? [] : form.entries(level + 1);
  for (const name of names) entries.push(showProperty(context, value, name, level + 1));
  context.indentation -= 2;
  context.seen.pop();
  if (typeof context.sorted === 'function') entries.sort(context.sorted);
  else if (context.sorted) entries.sort();
  const reference = context.circular.get(value);
  const prefix = reference === undefined ? '' : `<ref *${reference}> `;
  return joined(context, entries, prefix + form.open, form.close, form.isList, level, value);
}

/** How a kind of object is written: brackets, what stands in front, and its elements, if it has some. */
function formOf(context, value) {
  const name = nameOf(value);
  const label = name === null ? '[Object: null prototype]' : name;
  const sized = (size, kind = label) => `${label}(${size}) ${kind === label ? '' : `[${kind}] `}`;
  if (Array.isArray(value)) return listForm(context, value, label, label === 'Array' ? '' : sized(value.length));
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return listForm(context, value, label, sized(value.length));
  if (value instanceof Set) return bracesForm(label, sized(value.size, 'Set'), value.size, (level) => [...value].map((each) => show(context, each, level)));
  if (value instanceof Map) {
    const entries = (level) => [...value].map(([key, each]) => `${show(context, key, level)} => ${show(context, each, level)}`);
    return bracesForm(label, sized(value.size, 'Map'), value.size, entries);
  }
  const whole = wholeOf(value, name);
  if (whole !== undefined) return { open: `${whole} {`, close: '}', whole, prefix: label, isList: false };
  return bracesForm(label, name === 'Object' ? '' : `${label} `, 0);
}

function listForm(context, list, label, front) {
  const entries = list.length > 0 ? (level) => listEntries(context, list, level) : undefined;
  return { open: `${front}[`, close: ']', whole: `${front}[]`, prefix: label, isList: true, entries };
}

function bracesForm(label, front, size, entries) {
  return { open: `${front}{`, close: '}', whole: `${front}{}`, prefix: label, isList: false, entries: size > 0 ? entries : undefined };
}

/** Objects that are written as one word; undefined for those that are their properties. */
function wholeOf(value, name) {
  if (typeof value === 'function') return functionLabel(value);
  if (value instanceof Error) return errorText(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (value instanceof Promise) return 'Promise { ... }';
  if (value instanceof WeakMap || value instanceof WeakSet) return `${name} { <items unknown> }`;
  if (value instanceof ArrayBuffer) return `ArrayBuffer { byteLength: ${value.byteLength} }`;
  for (const Box of [String, Number, Boolean]) {
    if (value instanceof Box) return `[${Box.name}: ${Box === String ? quote(value.valueOf()) : String(value.valueOf())}]`;
  }
  return undefined;
}

function functionLabel(value) {
  const source = Function.prototype.toString.call(value);
  if (source.startsWith('class')) {
    const parent = Object.getPrototypeOf(value)?.name;
    return `[class ${value.name || '(anonymous)'}${parent ? ` extends ${parent}` : ''}]`;
  }
  const kind = value.constructor?.name ?? 'Function';
  return `[${kind}${value.name ? `: ${value.name}` : ' (anonymous)'}]`;
}

function errorText(error) {
  const stack = error.stack ? String(error.stack) : `[${String(error)}]`;
  return error.cause === undefined || Object.keys(error).includes('cause') ? stack : `${stack} {\n  [cause]: ${inspect(error.cause)}\n}`;
}

function nameOf(value) {
  for (let object = value; object !== null; object = Object.getPrototypeOf(object)) {
    const constructor = Object.getOwnPropertyDescriptor(object, 'constructor')?.value;
    if (typeof constructor === 'function' && constructor.name !== '') return constructor.name;
  }
  return null;
}

function propertyNames(context, value, isList) {
  const own = context.showHidden ? Object.getOwnPropertyNames(value) : Object.keys(value);
  const names = isList || value instanceof String ? own.filter((name) => !/^\d+$/.test(name) && (name !== 'length' || context.showHidden)) : own;
  const symbols = Object.getOwnPropertySymbols(value).filter((symbol) => context.showHidden || Object.prototype.propertyIsEnumerable.call(value, symbol));
  // What an error says of itself is in its stack already.
  return (value instanceof Error ? names.filter((name) => !['name', 'message', 'stack'].includes(name)) : names).concat(symbols);
}

function listEntries(context, list, level) {
  const entries = [];
  let holes = 0;
  const flush = () => {
    if (holes > 0) entries.push(`<${holes} empty item${holes > 1 ? 's' : ''}>`);
    holes = 0;
  };
  for (let index = 0; index < list.length && entries.length < context.maxArrayLength; index += 1) {
    if (index in list) {
      flush();
      entries.push(show(context, list[index], level));
    } else {
      holes += 1;
    }
  }
  flush();
  const left = list.length - context.maxArrayLength;
  if (left > 0) entries.push(`... ${left} more item${left > 1 ? 's' : ''}`);
  return entries;
}

function showProperty(context, object, name, level) {
  const { get, set, value } = Object.getOwnPropertyDescriptor(object, name) ?? { value: object[name] };
  let key = typeof name === 'symbol' ? `[${String(name)}]` : name;
  if (typeof name === 'string' && !Object.prototype.propertyIsEnumerable.call(object, name)) key = `[${name}]`;
  else
  if (typeof name === 'string' && !IDENTIFIER.test(name)) key = name === '__proto__' ? "['__proto__']" : quote(name);
  if (get !== undefined) return `${key}: ${set === undefined ? '[Getter]' : '[Getter/Setter]'}`;
  if (set !== undefined) return `${key}: [Setter]`;
  return `${key}: ${show(context, value, level)}`;
}

/** On one line if that stays short and what is nested last is not nested too deeply. */
function joined(context, entries, open, close, isList, level, value) {
  const lines = isList && context.compact >= 1 && entries.length > GROUPED_ELEMENTS_MIN ? inColumns(context, entries, value) : entries;
  const flat = context.compact === true || (context.currentDepth - level < context.compact && lines === entries);
  if (flat) {
    const start = entries.length + context.indentation + open.length + 10;
    const length = entries.reduce((sum, entry) => sum + entry.length, entries.length + start);
    if (context.compact === true || (length <= context.breakLength && !entries.some((entry) => entry.includes('\n')))) return `${open} ${entries.join(', ')} ${close}`;
  }
  const indentation = ' '.repeat(context.indentation);
  return `${open}\n${indentation}  ${lines.join(`,\n${indentation}  `)}\n${indentation}${close}`;
}

/** Many short elements as a table about two and a half times as wide as high; numbers are aligned to the right. */
function inColumns(context, entries, list) {
  const hasMore = list.length > context.maxArrayLength;
  const cells = hasMore ? entries.slice(0, -1) : entries;
  const longest = Math.max(...cells.map((cell) => cell.length)) + 2;
  const total = cells.reduce((sum, cell) => sum + cell.length + 2, 0);
  if (entries.some((entry) => entry.includes('\n')) || longest * 3 + context.indentation >= context.breakLength || (total / longest <= 5 && longest > 8)) return entries;
  const width = Math.max(longest - 3 - Math.sqrt(longest - total / entries.length), 1);
  const columns = Math.min(
    Math.round(Math.sqrt(2.5 * width * cells.length) / width),
    Math.floor((context.breakLength - context.indentation) / longest),
    context.compact * 4,
    COLUMNS_MAX,
  );
  if (columns <= 1) return entries;
  const widths = Array.from({ length: columns }, (_, column) => Math.max(...cells.filter((_cell, index) => index % columns === column).map((cell) => cell.length)));
  const alignRight = Array.prototype.every.call(list, (each) => typeof each === 'number' || typeof each === 'bigint');
  const lines = [];
  for (let first = 0; first < cells.length; first += columns) {
    const row = cells.slice(first, first + columns);
    lines.push(row.map((cell, column) => {
      const text = column < row.length - 1 ? `${cell}, ` : cell;
      const wide = widths[column] + text.length - cell.length;
      if (alignRight) return text.padStart(wide);
      return column < row.length - 1 ? text.padEnd(wide) : text;
    }).join(''));
  }
  return hasMore ? [...lines, entries.at(-1)] : lines;
}

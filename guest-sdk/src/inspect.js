/** Values as text for people, in the form of Node's `util.inspect`. */

import { errorText, isTold } from './inspect/error.js';
import { colored, plain, styles, widthOf } from './inspect/style.js';

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

const IDENTIFIER = /^[A-Za-z_]\w*$/;
const CONTROL = /[\x00-\x1f\x27\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const CONTROLS = new RegExp(CONTROL, 'g');
const ESCAPES = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '\\': '\\\\' };

const DEFAULTS = {
  showHidden: false, depth: DEPTH, colors: false, customInspect: true, showProxy: false, maxArrayLength: ELEMENTS_MAX, maxStringLength: STRING_LENGTH_MAX, breakLength: 80,
  compact: 3, sorted: false, getters: false, numericSeparator: false,
};

/**
 * @param {unknown} value
 * @param {{depth?: number | null, showHidden?: boolean, compact?: boolean | number, breakLength?: number, sorted?: boolean | Function, colors?: boolean,
 *   getters?: boolean | 'get' | 'set'}} [options]
 * @returns {string}
 */
export function inspect(value, options, depth, colors) {
  const given = typeof options === 'object' && options !== null ? options : { showHidden: Boolean(options), depth, colors };
  const context = { ...DEFAULTS, seen: [], circular: new Map(), indentation: 0, currentDepth: 0 };
  for (const name of Object.keys(DEFAULTS)) if (given[name] !== undefined) context[name] = given[name] === null ? Infinity : given[name];
  context.stylize = context.colors ? colored : plain;
  return show(context, value, 0);
}

inspect.custom = custom;
inspect.defaultOptions = DEFAULTS;
inspect.styles = styles;

function show(context, value, level) {
  if (typeof value === 'function') return showObject(context, value, level);
  if (typeof value !== 'object' || value === null) return showPrimitive(context, value, level);
  return showObject(context, value, level);
}

function showPrimitive(context, value, level) {
  if (typeof value === 'string') return showString(context, value, level);
  const kind = value === null ? 'null' : typeof value;
  if (kind === 'bigint') return context.stylize(`${separated(context, String(value))}n`, kind);
  return context.stylize(Object.is(value, -0) ? '-0' : kind === 'number' ? separated(context, String(value)) : String(value), kind);
}

function showString(context, value, level) {
  let text = value;
  let rest = '';
  if (text.length > context.maxStringLength) {
    const more = text.length - context.maxStringLength;
    text = text.slice(0, context.maxStringLength);
    rest = `... ${more} more character${more > 1 ? 's' : ''}`;
  }
  if (level > 0 && text.length > SPLIT_STRING_LENGTH && text.length > context.breakLength - context.indentation - 4 && text.includes('\n')) {
    return text.split(/(?<=\n)/).map((line) => context.stylize(quote(line), 'string')).join(` +\n${' '.repeat(context.indentation + 2)}`) + rest;
  }
  return context.stylize(quote(text), 'string') + rest;
}

/** Digits in groups of three, where that is asked for. */
function separated({ numericSeparator }, text) {
  if (!numericSeparator || !/^-?\d+(?:\.\d+)?$/.test(text)) return text;
  const [whole, fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, '_');
  return fraction === undefined ? grouped : `${grouped}.${fraction.replace(/\d{3}(?=\d)/g, '$&_')}`;
}

/** Quotes as Node does: with the first kind of quotation mark that the text does not have. */
export function quote(text) {
  let mark = "'";
  if (text.includes("'")) mark = !text.includes('"') ? '"' : !text.includes('`') && !text.includes('${') ? '`' : "'";
  if (!CONTROL.test(text)) return `${mark}${text}${mark}`;
  const escaped = text.replace(CONTROLS, (unit) => {
    if (unit === "'") return mark === "'" ? "\\'" : unit;
    if (unit >= '\ud800') return `\\u${unit.charCodeAt(0).toString(16)}`;
    return ESCAPES[unit] ?? `\\x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return `${mark}${escaped}${mark}`;
}

function showObject(context, value, level) {
  const byValue = value[custom];
  if (context.customInspect && typeof byValue === 'function' && byValue !== inspect && !(value.constructor && value.constructor.prototype === value)) {
    const result = byValue.call(value, context.depth - level, optionsOf(context), inspect);
    if (result !== value) return typeof result === 'string' ? result.replaceAll('\n', `\n${' '.repeat(context.indentation)}`) : show(context, result, level);
  }
  if (context.seen.includes(value)) {
    if (!context.circular.has(value)) context.circular.set(value, context.circular.size + 1);
    return context.stylize(`[Circular *${context.circular.get(value)}]`, 'special');
  }
  return showContents(context, value, level);
}

/** What a function of an object's own is told of how to show it. */
function optionsOf({ seen, circular, indentation, currentDepth, ...options }) {
  return options;
}

function showContents(context, value, level) {
  const form = formOf(context, value);
  const names = propertyNames(context, value, form.isList);
  if (names.length === 0 && form.entries === undefined) return form.whole;
  if (level > context.depth) return context.stylize(`[${form.prefix.trim() || 'Object'}]`, 'special');
  context.seen.push(value);
  context.currentDepth = level;
  context.indentation += 2;
  let entries = form.entries === undefined ? [] : form.entries(level + 1);
  const properties = names.map((name) => showProperty(context, value, name, level + 1));
  context.indentation -= 2;
  context.seen.pop();
  // Of a list only what is beside its elements is put in order.
  if (form.isList) entries.push(...inOrder(context, properties));
  else entries = inOrder(context, [...entries, ...properties]);
  const reference = context.circular.get(value);
  const prefix = reference === undefined ? '' : `${context.stylize(`<ref *${reference}>`, 'special')} `;
  return joined(context, entries, prefix + form.open, form.close, form.isList, level, value);
}

function inOrder({ sorted }, entries) {
  if (!sorted) return entries;
  return typeof sorted === 'function' ? entries.sort(sorted) : entries.sort();
}

/** How a kind of object is written: brackets, what stands in front, and its elements, if it has some. */
function formOf(context, value) {
  const name = nameOf(value);
  const tag = tagOf(value, name);
  const label = name === null ? '[Object: null prototype]' : name;
  const sized = (size, kind = label) => `${label}(${size}) ${kind === label ? '' : `[${kind}] `}${tag}`;
  if (Array.isArray(value)) return listForm(context, value, label, label === 'Array' && tag === '' ? '' : sized(value.length));
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return listForm(context, value, label, sized(value.length));
  if (value instanceof Set) return bracesForm(label, sized(value.size, 'Set'), value.size, (level) => limited(context, [...value].map((each) => show(context, each, level))));
  if (value instanceof Map) {
    const entries = (level) => limited(context, [...value].map(([key, each]) => `${show(context, key, level)} => ${show(context, each, level)}`));
    return bracesForm(label, sized(value.size, 'Map'), value.size, entries);
  }
  const inner = innerForm(context, value, label);
  if (inner !== undefined) return inner;
  const whole = wholeOf(context, value, name);
  if (whole !== undefined) return { open: `${whole} {`, close: '}', whole, prefix: label, isList: false };
  return bracesForm(label, name === 'Object' && tag === '' ? '' : `${label} ${tag}`, 0);
}

/** What an object calls itself, when that is not its class. */
function tagOf(value, name) {
  const tag = value[Symbol.toStringTag];
  return typeof tag !== 'string' || tag === '' || tag === name ? '' : `[${tag}] `;
}

/** Objects whose contents are no properties: bytes, the rest of an iteration, arguments. */
function innerForm(context, value, label) {
  if (value instanceof ArrayBuffer) {
    const bytes = [...new Uint8Array(value, 0, Math.min(value.byteLength, 50))].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const more = value.byteLength > 50 ? ` ... ${value.byteLength - 50} more byte${value.byteLength > 51 ? 's' : ''}` : '';
    return bracesForm(label, `${label} `, 1, () => [`[Uint8Contents]: <${bytes}${more}>`, `byteLength: ${context.stylize(String(value.byteLength), 'number')}`]);
  }
  if (value instanceof DataView) {
    return bracesForm(label, `${label} `, 1, (level) => ['byteLength', 'byteOffset', 'buffer'].map((name) => `${name}: ${show(context, value[name], level)}`));
  }
  if (value[Symbol.toStringTag] === undefined && Object.prototype.toString.call(value) === '[object Arguments]') return bracesForm(label, '[Arguments] ', 0);
  return undefined;
}

/** No more entries than are to be shown of a list. */
function limited({ maxArrayLength }, entries) {
  const left = entries.length - maxArrayLength;
  return left > 0 ? [...entries.slice(0, maxArrayLength), `... ${left} more item${left > 1 ? 's' : ''}`] : entries;
}

function listForm(context, list, label, front) {
  const entries = list.length > 0 ? (level) => listEntries(context, list, level) : undefined;
  return { open: `${front}[`, close: ']', whole: `${front}[]`, prefix: label, isList: true, entries };
}

function bracesForm(label, front, size, entries) {
  return { open: `${front}{`, close: '}', whole: `${front}{}`, prefix: label, isList: false, entries: size > 0 ? entries : undefined };
}

/** Objects that are written as one word; undefined for those that are their properties. */
function wholeOf(context, value, name) {
  const { stylize } = context;
  if (typeof value === 'function') return stylize(functionLabel(value), 'special');
  if (value instanceof Error) return errorText(value, name, context.indentation);
  if (value instanceof Date) return stylize(Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString(), 'date');
  if (value instanceof RegExp) return stylize(String(value), 'regexp');
  if (value instanceof Promise) return 'Promise { ... }';
  if (value instanceof WeakMap || value instanceof WeakSet) return `${name} { ${stylize('<items unknown>', 'special')} }`;
  for (const Box of [String, Number, Boolean, Symbol, BigInt]) {
    if (!(value instanceof Box)) continue;
    const inner = value.valueOf();
    return stylize(`[${Box.name}: ${Box === String ? quote(inner) : `${String(inner)}${Box === BigInt ? 'n' : ''}`}]`, typeof inner);
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

function nameOf(value) {
  for (let object = value; object !== null; object = Object.getPrototypeOf(object)) {
    const constructor = Object.getOwnPropertyDescriptor(object, 'constructor')?.value;
    if (typeof constructor === 'function' && constructor.name !== '' && isInstance(value, constructor)) return constructor.name;
  }
  return null;
}

function isInstance(value, constructor) {
  try {
    return value instanceof constructor;
  } catch {
    return false;
  }
}

function propertyNames(context, value, isList) {
  const own = context.showHidden ? Object.getOwnPropertyNames(value) : Object.keys(value);
  const names = isList || value instanceof String ? own.filter((name) => !/^\d+$/.test(name) && (name !== 'length' || context.showHidden)) : own;
  const symbols = Object.getOwnPropertySymbols(value).filter((symbol) => context.showHidden || Object.prototype.propertyIsEnumerable.call(value, symbol));
  if (!(value instanceof Error)) return names.concat(symbols);
  const untold = names.filter((name) => !isTold(value, name));
  for (const name of ['cause', 'errors']) if (!untold.includes(name) && Object.hasOwn(value, name) && (name === 'cause' || Array.isArray(value.errors))) untold.push(name);
  return untold.concat(symbols);
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
  const key = keyText(context, object, name);
  if (get === undefined && set === undefined) return `${key}: ${show(context, value, level)}`;
  const label = get === undefined ? 'Setter' : set === undefined ? 'Getter' : 'Getter/Setter';
  const isLookedAt = get !== undefined && (context.getters === true || context.getters === (set === undefined ? 'get' : 'set'));
  return `${key}: ${isLookedAt ? showGotten(context, object, name, label, level) : context.stylize(`[${label}]`, 'special')}`;
}

function keyText({ stylize }, object, name) {
  if (typeof name === 'symbol') return `[${stylize(String(name), 'symbol')}]`;
  if (!Object.prototype.propertyIsEnumerable.call(object, name)) return `[${name}]`;
  if (IDENTIFIER.test(name)) return name;
  return name === '__proto__' ? "['__proto__']" : stylize(quote(name), 'string');
}

/** What a getter gives. */
function showGotten(context, object, name, label, level) {
  const { stylize } = context;
  try {
    const value = object[name];
    const isNested = typeof value === 'object' && value !== null;
    const shown = show(context, value, level);
    return isNested ? `${stylize(`[${label}]`, 'special')} ${shown}` : `${stylize(`[${label}:`, 'special')} ${shown}${stylize(']', 'special')}`;
  } catch (error) {
    return stylize(`[${label}: <Inspection threw (${error.message})>]`, 'special');
  }
}

/** On one line if that stays short and what is nested last is not nested too deeply. */
function joined(context, entries, open, close, isList, level, value) {
  const lines = isList && context.compact >= 1 && entries.length > GROUPED_ELEMENTS_MIN ? inColumns(context, entries, value) : entries;
  const flat = context.compact === true || (context.currentDepth - level < context.compact && lines === entries);
  if (flat) {
    const start = entries.length + context.indentation + open.length + 10;
    const length = entries.reduce((sum, entry) => sum + widthOf(entry), entries.length + start);
    if (context.compact === true || (length <= context.breakLength && !open.includes('\n') && !entries.some((entry) => entry.includes('\n')))) return `${open} ${entries.join(', ')} ${close}`;
  }
  const indentation = ' '.repeat(context.indentation);
  return `${open}\n${indentation}  ${lines.join(`,\n${indentation}  `)}\n${indentation}${close}`;
}

/** Many short elements as a table about two and a half times as wide as high; numbers are aligned to the right. */
function inColumns(context, entries, list) {
  const hasMore = list.length > context.maxArrayLength;
  const cells = hasMore ? entries.slice(0, -1) : entries;
  const longest = Math.max(...cells.map(widthOf)) + 2;
  const total = cells.reduce((sum, cell) => sum + widthOf(cell) + 2, 0);
  if (entries.some((entry) => entry.includes('\n')) || longest * 3 + context.indentation >= context.breakLength || (total / longest <= 5 && longest > 8)) return entries;
  const width = Math.max(longest - 3 - Math.sqrt(longest - total / entries.length), 1);
  const columns = Math.min(
    Math.round(Math.sqrt(2.5 * width * cells.length) / width),
    Math.floor((context.breakLength - context.indentation) / longest),
    context.compact * 4,
    COLUMNS_MAX,
  );
  if (columns <= 1) return entries;
  const widths = Array.from({ length: columns }, (_, column) => Math.max(...cells.filter((_cell, index) => index % columns === column).map(widthOf)));
  const alignRight = Array.prototype.every.call(list, (each) => typeof each === 'number' || typeof each === 'bigint');
  const lines = [];
  for (let first = 0; first < cells.length; first += columns) {
    const row = cells.slice(first, first + columns);
    lines.push(row.map((cell, column) => {
      const text = column < row.length - 1 ? `${cell}, ` : cell;
      const wide = widths[column] + text.length - widthOf(cell);
      if (alignRight) return text.padStart(wide);
      return column < row.length - 1 ? text.padEnd(wide) : text;
    }).join(''));
  }
  return hasMore ? [...lines, entries.at(-1)] : lines;
}

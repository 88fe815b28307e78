/** Queries and forms with nested names, `a[b][]=c`, as qs 6.17 reads them with the options that Express uses. */

/** The values of qs's options where Express sets none. */
const DEFAULTS = {
  arrayLimit: 20,
  charset: 'utf-8',
  charsetSentinel: false,
  depth: 5,
  interpretNumericEntities: false,
  parameterLimit: 1000,
  strictDepth: false,
};

/** What browsers send as `utf8` from a page in ISO 8859-1, and from one in UTF-8. */
const SENTINELS = { 'utf8=%26%2310003%3B': 'iso-8859-1', 'utf8=%E2%9C%93': 'utf-8' };

/**
 * Reads a query for the setting `query parser: extended`.
 * @param {string | null | undefined} query
 * @returns {object}
 */
export function parseExtended(query) {
  return parse(query, DEFAULTS);
}

/**
 * Reads a query or a form.
 * @param {string | null | undefined} text
 * @param {Partial<typeof DEFAULTS>} options
 * @returns {object}
 * @throws {RangeError} with `strictDepth`, when names are nested deeper than `depth`
 */
export function parse(text, options) {
  if (typeof text !== 'string' || text === '') return {};
  const settings = options === DEFAULTS ? DEFAULTS : { ...DEFAULTS, ...options };
  const lists = new Lists(settings.arrayLimit);
  const query = text.includes('%5') ? text.replace(/%5B/gi, '[').replace(/%5D/gi, ']') : text;
  const pairs = readPairs(query, settings, lists);
  if (!query.includes('[')) return flatResult(pairs);
  let result = {};
  for (const name of Object.keys(pairs)) {
    if (name !== '') result = lists.merge(result, nest(segmentsOf(name, settings), pairs[name], lists));
  }
  return compact(result);
}

/** Value, or list of values, by full name. */
function readPairs(text, settings, lists) {
  const pairs = Object.create(null);
  const most = settings.parameterLimit === Infinity ? undefined : settings.parameterLimit;
  const parts = text.split('&', most);
  let { charset } = settings;
  const sentinel = settings.charsetSentinel ? parts.findIndex((part) => part.startsWith('utf8=')) : -1;
  if (sentinel >= 0) charset = SENTINELS[parts[sentinel]] ?? charset;
  for (let index = 0; index < parts.length; index += 1) {
    if (index === sentinel) continue;
    const part = parts[index];
    // A "=" inside of brackets belongs to the name.
    const bracket = part.indexOf(']=');
    const equals = bracket < 0 ? part.indexOf('=') : bracket + 1;
    const name = decode(equals < 0 ? part : part.slice(0, equals), charset);
    let value = equals < 0 ? '' : decode(part.slice(equals + 1), charset);
    if (settings.interpretNumericEntities && charset === 'iso-8859-1') value = withEntities(value);
    pairs[name] = name in pairs ? lists.combine(pairs[name], value) : value;
  }
  return pairs;
}

/** No name is nested: each is a property. */
function flatResult(pairs) {
  const result = {};
  for (const name of Object.keys(pairs)) if (name !== '' && name !== '__proto__') result[name] = pairs[name];
  return result;
}

/** `a[b][c]` as `a`, `[b]`, `[c]`; what lies deeper than `depth` stays one segment. */
function segmentsOf(name, { depth, strictDepth }) {
  if (depth <= 0) return [name];
  let open = name.indexOf('[');
  if (open < 0) return [name];
  const segments = open > 0 ? [name.slice(0, open)] : [];
  for (let level = 0; open >= 0 && level < depth; level += 1) {
    const close = closingBracket(name, open);
    if (close < 0) {
      segments.push(`[${name.slice(open)}]`);
      return segments;
    }
    segments.push(name.slice(open, close + 1));
    open = name.indexOf('[', close + 1);
  }
  if (open >= 0) {
    if (strictDepth) throw new RangeError(`Input depth exceeded depth option of ${depth} and strictDepth is true`);
    segments.push(`[${name.slice(open)}]`);
  }
  return segments;
}

/** The bracket that closes the one at `open`, with those in between balanced; -1 when there is none. */
function closingBracket(name, open) {
  let level = 0;
  for (let index = open; index < name.length; index += 1) {
    if (name[index] === '[') level += 1;
    else if (name[index] === ']') level -= 1;
    if (level === 0) return index;
  }
  return -1;
}

/** The objects and arrays that lead to a value, from the inside out. */
function nest(segments, value, lists) {
  let inner = value;
  for (let index = segments.length - 1; index >= 0; index -= 1) {
    const segment = segments[index];
    if (segment === '[]') {
      inner = lists.isOverflow(inner) ? inner : lists.combine([], inner);
      continue;
    }
    const bracketed = segment[0] === '[' && segment.at(-1) === ']';
    const name = bracketed ? segment.slice(1, -1) : segment;
    const position = bracketed ? arrayIndex(name) : undefined;
    const outer = position !== undefined && position < lists.limit ? [] : {};
    if (position !== undefined) outer[position] = inner;
    else if (name !== '__proto__') outer[name] = inner;
    if (position !== undefined && !Array.isArray(outer)) lists.markOverflow(outer, position);
    inner = outer;
  }
  return inner;
}

function arrayIndex(name) {
  const index = Number.parseInt(name, 10);
  return index >= 0 && String(index) === name ? index : undefined;
}

/** Arrays take out their holes. */
function compact(value) {
  if (Array.isArray(value)) return value.filter((each) => each !== undefined).map(compactNested);
  for (const name of Object.keys(value)) value[name] = compactNested(value[name]);
  return value;
}

function compactNested(value) {
  return typeof value === 'object' && value !== null ? compact(value) : value;
}

/**
 * Putting values of the same name together. An array that outgrows the limit goes on as an object with numbered properties, and one
 * that came about because a name has both a value and nested names grows instead of nesting again; both have to be remembered.
 */
class Lists {
  #overflow = new Map();
  #conflicts = new Map();

  /** @param {number} limit how many elements an array may have */
  constructor(limit) {
    this.limit = limit;
  }

  isOverflow(value) {
    return this.#overflow.has(value);
  }

  markOverflow(object, lastIndex) {
    this.#overflow.set(object, lastIndex);
    return object;
  }

  /** Both values, or lists of values, in one list. */
  combine(left, right) {
    if (this.isOverflow(left)) {
      for (const value of [right].flat()) this.#append(left, value);
      return left;
    }
    const list = [].concat(left, right);
    return list.length > this.limit ? this.#overflowOf(list) : list;
  }

  /** `source` put into `target`, which may be changed; returns the result. */
  merge(target, source) {
    if (!source) return target;
    if (typeof source !== 'object') return this.#mergeValue(target, source);
    if (!target || typeof target !== 'object') return this.#mergeUnderValue(target, source);
    if (!Array.isArray(target)) return this.#mergeProperties(target, source);
    if (Array.isArray(source)) return this.#mergeArrays(target, source);
    const object = numbered(target);
    if (this.#conflicts.has(target)) this.#conflicts.set(object, target.length - 1);
    return this.#mergeProperties(object, source);
  }

  #mergeValue(target, value) {
    if (Array.isArray(target)) {
      if (elements(target) >= this.limit) return this.markOverflow(numbered(target.concat(value)), target.length);
      target.push(value);
      return target;
    }
    if (!target || typeof target !== 'object') return this.#pair(target, value);
    if (this.isOverflow(target)) {
      this.#append(target, value);
      return target;
    }
    if (this.#conflicts.has(target)) {
      const next = this.#conflicts.get(target) + 1;
      target[next] = value;
      this.#conflicts.set(target, next);
      return target;
    }
    const pair = this.#pair(target, value);
    if (Array.isArray(pair)) this.#conflicts.set(pair, 1);
    return pair;
  }

  #mergeUnderValue(value, source) {
    if (!this.isOverflow(source)) {
      const list = [value].concat(source);
      return list.length > this.limit ? this.#overflowOf(list) : list;
    }
    const shifted = { 0: value };
    for (const key of Object.keys(source)) shifted[Number.parseInt(key, 10) + 1] = source[key];
    return this.markOverflow(shifted, this.#overflow.get(source) + 1);
  }

  #mergeArrays(target, source) {
    source.forEach((item, index) => {
      if (!Object.hasOwn(target, index)) {
        target[index] = item;
        return;
      }
      const present = target[index];
      if (present && typeof present === 'object' && item && typeof item === 'object') target[index] = this.merge(present, item);
      else target.push(item);
    });
    return elements(target) > this.limit ? this.#overflowOf(target) : target;
  }

  #mergeProperties(target, source) {
    for (const key of Object.keys(source)) {
      const value = Object.hasOwn(target, key) ? this.merge(target[key], source[key]) : source[key];
      Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
      this.#track(target, source, key);
    }
    return target;
  }

  /** Keeps the last index of a list-like object right after `key` was added to it. */
  #track(target, source, key) {
    if (this.isOverflow(source) && !this.isOverflow(target)) {
      const last = Object.keys(target).reduce((most, each) => Math.max(most, arrayIndex(each) ?? -1), this.#overflow.get(source));
      this.markOverflow(target, last);
    }
    const index = arrayIndex(key);
    if (index === undefined) return;
    if (this.isOverflow(target) && index > this.#overflow.get(target)) this.markOverflow(target, index);
    if (this.#conflicts.has(target) && index > this.#conflicts.get(target)) this.#conflicts.set(target, index);
  }

  #append(object, value) {
    const next = this.#overflow.get(object) + 1;
    object[next] = value;
    this.#overflow.set(object, next);
  }

  #pair(first, second) {
    const pair = [first, second];
    return pair.length > this.limit ? this.#overflowOf(pair) : pair;
  }

  #overflowOf(list) {
    return this.markOverflow(numbered(list), list.length - 1);
  }
}

/** The elements of a list as numbered properties. */
function numbered(list) {
  const object = {};
  for (let index = 0; index < list.length; index += 1) if (list[index] !== undefined) object[index] = list[index];
  return object;
}

/** How many elements there are, holes not counted. */
function elements(list) {
  let count = 0;
  list.forEach(() => {
    count += 1;
  });
  return count;
}

function decode(text, charset) {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  if (charset === 'iso-8859-1') return spaced.replace(/%[0-9a-f]{2}/gi, (escape) => String.fromCharCode(Number.parseInt(escape.slice(1), 16)));
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

function withEntities(text) {
  return text.replace(/&#(\d+);/g, (_entity, digits) => {
    const code = Number.parseInt(digits, 10);
    return code > 0xffff && code <= 0x10ffff ? String.fromCodePoint(code) : String.fromCharCode(code);
  });
}

/** The `node:querystring` module. */
import { Buffer } from './buffer.js';
import { nodeError } from '../node-error.js';

/** How many pairs `parse` takes unless told otherwise. */
const PAIRS_MAX = 1000;

const ESCAPE = /%[0-9A-Fa-f]{2}/;
/** Whatever needs an escape in a query. */
const UNESCAPED = /[^A-Za-z0-9\-_.!~*'()]/;

/**
 * The pairs of a query; a repeated name has an array.
 * @param {string} query
 * @param {string} [separator] `&`
 * @param {string} [equals] `=`
 * @param {{maxKeys?: number, decodeURIComponent?: (text: string) => string}} [options] 0 keys means no limit
 */
export function parse(query, separator, equals, options) {
  const pairs = Object.create(null);
  if (typeof query !== 'string' || query.length === 0) return pairs;
  const between = separator ? `${separator}` : '&';
  const assign = equals ? `${equals}` : '=';
  const most = typeof options?.maxKeys === 'number' ? options.maxKeys : PAIRS_MAX;
  const custom = options?.decodeURIComponent;
  const decode = typeof custom === 'function' && custom !== unescape ? (text) => decodeWith(custom, text) : decodePlain;
  let left = most > 0 ? most : Infinity;
  for (const part of query.split(between)) {
    if (left <= 0) break;
    // Empty parts count, too.
    left -= 1;
    if (part === '') continue;
    const split = part.indexOf(assign);
    const name = decode(split < 0 ? part : part.slice(0, split));
    const value = split < 0 ? '' : decode(part.slice(split + assign.length));
    const present = pairs[name];
    if (present === undefined) pairs[name] = value;
    else if (typeof present === 'string') pairs[name] = [present, value];
    else present.push(value);
  }
  return pairs;
}

/**
 * A query of an object; an array repeats its name, what is neither text, number nor boolean is empty.
 * @param {object} values
 * @param {string} [separator]
 * @param {string} [equals]
 * @param {{encodeURIComponent?: (text: string) => string}} [options]
 */
export function stringify(values, separator, equals, options) {
  if (values === null || typeof values !== 'object') return '';
  const between = separator || '&';
  const assign = equals || '=';
  const custom = options?.encodeURIComponent;
  const encode = typeof custom === 'function' ? custom : escape;
  const parts = [];
  for (const name of Object.keys(values)) {
    const value = values[name];
    const start = encode(name) + assign;
    if (Array.isArray(value)) for (const each of value) parts.push(start + encode(primitive(each)));
    else parts.push(start + encode(primitive(value)));
  }
  return parts.join(between);
}

/** Percent-encodes for a query. */
export function escape(value) {
  let text = value;
  if (typeof text !== 'string') text = typeof text === 'object' ? String(text) : `${text}`;
  if (!UNESCAPED.test(text)) return text;
  try {
    return encodeURIComponent(text);
  } catch {
    throw nodeError(URIError, 'ERR_INVALID_URI', 'URI malformed');
  }
}

/** Percent-decodes; what is no escape stays, what is no UTF-8 becomes U+FFFD. */
export function unescape(text, decodeSpaces) {
  try {
    return decodeURIComponent(text);
  } catch {
    return unescapeBuffer(text, decodeSpaces).toString();
  }
}

/** The bytes of percent-encoded text. */
export function unescapeBuffer(text, decodeSpaces) {
  const bytes = [];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit === 43 && decodeSpaces) {
      bytes.push(32);
    } else if (unit === 37 && /^[0-9A-Fa-f]{2}$/.test(text.slice(index + 1, index + 3))) {
      bytes.push(Number.parseInt(text.slice(index + 1, index + 3), 16));
      index += 2;
    } else {
      bytes.push(unit);
    }
  }
  return Buffer.from(bytes);
}

function decodePlain(text) {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  return spaced.includes('%') && ESCAPE.test(spaced) ? unescape(spaced) : spaced;
}

/** The caller's decoder gets `+` as `%20`. */
function decodeWith(custom, text) {
  const spaced = text.replaceAll('+', '%20');
  if (spaced === '') return '';
  try {
    return custom(spaced);
  } catch {
    return unescape(spaced, true);
  }
}

function primitive(value) {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return `${value}`;
  if (typeof value === 'bigint' || typeof value === 'boolean') return `${value}`;
  return '';
}

export const decode = parse;
export const encode = stringify;

export default { decode, encode, escape, parse, stringify, unescape, unescapeBuffer };

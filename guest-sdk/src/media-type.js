/** Media types: their fields (RFC 9110 §8.3), file extensions, charsets, and matching a request's against a list. */
import { rareType } from './mime-rest.js';
import { OTHER_CHARSETS, TYPE_BY_EXTENSION, UTF8_TYPES } from './mime-table.js';
import { extname } from './node/path.js';

const SPACE = 32;
const TAB = 9;
const SEMICOLON = 59;
const COMMA = 44;
const EQUALS = 61;
const QUOTE = 34;
const BACKSLASH = 92;

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const TEXT = /^[\t\x20-\x7e\x80-\xff]*$/;
const TYPE = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+\/[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** The stricter names that media types can be registered under (RFC 6838 §4.2). */
const REGISTRABLE = /^ *[A-Za-z0-9][A-Za-z0-9!#$&^_-]{0,126}\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126} *$/;

/**
 * Reads `type/subtype; name=value`; never fails. Of repeated parameters the first counts.
 * @param {string} header
 * @returns {{type: string, parameters: Record<string, string>}} type and names in lower case
 */
export function parse(header) {
  const end = header.indexOf(';');
  if (end < 0) return { type: trimmed(header, 0, header.length).toLowerCase(), parameters: Object.create(null) };
  const parameters = Object.create(null);
  parseParameters(header, end, false, parameters);
  return { type: trimmed(header, 0, end).toLowerCase(), parameters };
}

/**
 * Reads a comma-separated list of such values, as `Accept` has them. Types keep the case they were sent in.
 * @param {string} header
 * @returns {{type: string, parameters: Record<string, string>}[]}
 */
export function parseList(header) {
  const values = [];
  let index = 0;
  while (index < header.length) {
    const start = skipSpace(header, index);
    const end = endOfValue(header, start, true);
    const parameters = Object.create(null);
    values.push({ type: trimmed(header, start, end), parameters });
    index = parseParameters(header, end, true, parameters) + 1;
  }
  return values;
}

/**
 * Writes a media type.
 * @throws {TypeError} for what no field may contain
 */
export function format({ type, parameters }) {
  if (!type || !TYPE.test(type)) throw new TypeError(`Invalid type: ${type}`);
  let text = type;
  for (const name of Object.keys(parameters ?? {})) {
    if (!TOKEN.test(name)) throw new TypeError(`Invalid parameter name: ${name}`);
    text += `; ${name}=${quoted(parameters[name])}`;
  }
  return text;
}

/**
 * The media type with this charset in place of its own.
 * @param {string} type
 * @param {string} charset
 */
export function withCharset(type, charset) {
  const parsed = parse(type);
  parsed.parameters.charset = charset;
  return format(parsed);
}

/**
 * The media type of a path, a file name or an extension; false when it is unknown.
 * @param {string} path
 */
export function lookup(path) {
  if (!path || typeof path !== 'string') return false;
  // In front of a bare extension the prefix makes it one; in front of a path it changes nothing.
  const known = TYPE_BY_EXTENSION[path];
  if (known !== undefined) return known;
  const extension = extname(`x.${path}`).slice(1).toLowerCase();
  return TYPE_BY_EXTENSION[extension] ?? rareType(extension) ?? false;
}

/**
 * The full value for `Content-Type` of a media type or an extension, with the charset it implies; false when it is unknown.
 * @param {string} typeOrExtension
 */
export function contentType(typeOrExtension) {
  if (!typeOrExtension || typeof typeOrExtension !== 'string') return false;
  const type = typeOrExtension.includes('/') ? typeOrExtension : lookup(typeOrExtension);
  if (!type || type.includes('charset')) return type;
  const charset = charsetOf(type);
  return charset ? `${type}; charset=${charset}` : type;
}

/** The charset that a type has without saying so; undefined when there is none. */
function charsetOf(type) {
  const semicolon = type.indexOf(';');
  const bare = (semicolon < 0 ? type : type.slice(0, semicolon)).trim().split(/\s/, 1)[0].toLowerCase();
  return bare.startsWith('text/') || UTF8_TYPES.has(bare) ? 'utf-8' : OTHER_CHARSETS[bare];
}

/**
 * Whether the request announces a body at all.
 * @param {Record<string, string>} headers
 */
export function hasBody(headers) {
  return headers['transfer-encoding'] !== undefined || !Number.isNaN(Number(headers['content-length'] ?? NaN));
}

/**
 * Which of `types` a media type is: the entry itself, or the media type when the entry is a pattern. False when none fits.
 * @param {string | undefined} value a `Content-Type`
 * @param {string[]} types media types, extensions, patterns such as `text/*` or `+json`
 */
export function is(value, types) {
  if (!value) return false;
  const { type } = parse(value);
  if (!REGISTRABLE.test(type)) return false;
  if (!types || types.length === 0) return type;
  for (const wanted of types) {
    if (matches(expand(wanted), type)) return wanted[0] === '+' || wanted.includes('*') ? type : wanted;
  }
  return false;
}

/** A pattern with a slash in it, of what may be an extension or a short name. */
function expand(type) {
  if (typeof type !== 'string') return false;
  if (type === 'urlencoded') return 'application/x-www-form-urlencoded';
  if (type === 'multipart') return 'multipart/*';
  if (type[0] === '+') return `*/*${type}`;
  return type.includes('/') ? type : lookup(type);
}

function matches(pattern, type) {
  if (pattern === false) return false;
  const [wantedType, wantedSubtype, wantedRest] = pattern.split('/');
  const [mainType, subtype, rest] = type.split('/');
  if (wantedSubtype === undefined || wantedRest !== undefined || subtype === undefined || rest !== undefined) return false;
  if (wantedType !== '*' && wantedType !== mainType) return false;
  if (wantedSubtype.startsWith('*+')) {
    return wantedSubtype.length <= subtype.length + 1 && subtype.endsWith(wantedSubtype.slice(1));
  }
  return wantedSubtype === '*' || wantedSubtype === subtype;
}

/** Fills `parameters` from the text after a type; returns where it stopped: at the end, or at the comma of a list. */
function parseParameters(header, from, inList, parameters) {
  let index = from;
  while (index < header.length && !(inList && header.charCodeAt(index) === COMMA)) {
    index = parseParameter(header, index + 1, inList, parameters);
  }
  return index;
}

/** Reads one parameter from after its semicolon; returns the index of the semicolon or comma that ends it. */
function parseParameter(header, from, inList, parameters) {
  const start = skipSpace(header, from);
  let index = start;
  for (; index < header.length; index += 1) {
    const unit = header.charCodeAt(index);
    if (unit === SEMICOLON || (inList && unit === COMMA)) return index;
    if (unit === EQUALS) break;
  }
  if (index >= header.length) return index;
  const name = trimmed(header, start, index).toLowerCase();
  index = skipSpace(header, index + 1);
  if (header.charCodeAt(index) === QUOTE) return parseQuoted(header, index + 1, inList, name, parameters);
  const end = endOfValue(header, index, inList);
  parameters[name] ??= trimmed(header, index, end);
  return end;
}

/** Reads a quoted value; one that is never closed does not count. */
function parseQuoted(header, from, inList, name, parameters) {
  let value = '';
  for (let index = from; index < header.length; index += 1) {
    const unit = header.charCodeAt(index);
    if (unit === QUOTE) {
      parameters[name] ??= value;
      return endOfValue(header, index + 1, inList);
    }
    if (unit === BACKSLASH && index + 1 < header.length) index += 1;
    value += header[index];
  }
  return header.length;
}

function endOfValue(header, from, inList) {
  let index = from;
  for (; index < header.length; index += 1) {
    const unit = header.charCodeAt(index);
    if (unit === SEMICOLON || (inList && unit === COMMA)) break;
  }
  return index;
}

function skipSpace(header, from) {
  let index = from;
  while (header.charCodeAt(index) === SPACE || header.charCodeAt(index) === TAB) index += 1;
  return index;
}

function trimmed(header, from, to) {
  const start = Math.min(skipSpace(header, from), to);
  let end = to;
  while (end > start && (header.charCodeAt(end - 1) === SPACE || header.charCodeAt(end - 1) === TAB)) end -= 1;
  return header.slice(start, end);
}

function quoted(value) {
  if (TOKEN.test(value)) return value;
  if (TEXT.test(value)) return `"${value.replace(/[\\"]/g, '\\$&')}"`;
  throw new TypeError(`Invalid parameter value: ${value}`);
}

/** The header fields of an answer: values by lower-case name, in the order they were set. */

const runtime = globalThis[Symbol.for('rnode.runtime')];

/** Where the names are kept that are not written as usual, by lower-case name. */
const OTHER_NAMES = Symbol('other names');

/** Names as they are usually written. */
const USUAL_NAMES = [
  'Accept-Ranges', 'Access-Control-Allow-Credentials', 'Access-Control-Allow-Headers', 'Access-Control-Allow-Methods',
  'Access-Control-Allow-Origin', 'Access-Control-Expose-Headers', 'Access-Control-Max-Age', 'Age', 'Allow', 'Cache-Control', 'Content-Disposition',
  'Content-Encoding', 'Content-Language', 'Content-Length', 'Content-Range', 'Content-Security-Policy', 'Content-Type',
  'Cross-Origin-Embedder-Policy', 'Cross-Origin-Opener-Policy', 'Cross-Origin-Resource-Policy', 'Date', 'ETag', 'Expires', 'Last-Modified', 'Link',
  'Location', 'Origin-Agent-Cluster', 'Pragma', 'Referrer-Policy', 'Retry-After', 'Server', 'Set-Cookie', 'Strict-Transport-Security', 'Surrogate-Control',
  'Transfer-Encoding', 'Vary', 'WWW-Authenticate', 'X-Content-Type-Options', 'X-DNS-Prefetch-Control', 'X-Download-Options', 'X-Frame-Options',
  'X-Permitted-Cross-Domain-Policies', 'X-Powered-By', 'X-Request-Id', 'X-Response-Time', 'X-XSS-Protection',
];

/** The lower-case name of each usual one, in both spellings: names that need no check. */
const USUAL_KEYS = Object.assign(Object.create(null), Object.fromEntries(
  USUAL_NAMES.flatMap((name) => [[name, name.toLowerCase()], [name.toLowerCase(), name.toLowerCase()]]),
));

/** The usual name of each lower-case one. */
const NAMES_BY_KEY = Object.assign(Object.create(null), Object.fromEntries(USUAL_NAMES.map((name) => [name.toLowerCase(), name])));

// The runtime writes the usual names itself.
runtime.fieldNames(USUAL_NAMES);

/**
 * The lower-case form of a name that is known to be valid; undefined for names that have to be checked.
 * @param {string} name
 * @returns {string | undefined}
 */
export function usualKey(name) {
  return USUAL_KEYS[name];
}

/** No fields yet. */
export function emptyFields() {
  return { __proto__: null };
}

/** The value of a field; undefined when it is not there. */
export function fieldValue(fields, key) {
  return fields === undefined ? undefined : fields[key];
}

/**
 * Adds a field, or replaces it in its place.
 * @param {object} fields
 * @param {string} key the name in lower case
 * @param {string} name as it is to be written
 * @param {unknown} value anything but undefined
 */
export function putField(fields, key, name, value) {
  fields[key] = value;
  if (NAMES_BY_KEY[key] !== name || fields[OTHER_NAMES] !== undefined) putName(fields, key, name);
}

function putName(fields, key, name) {
  if (NAMES_BY_KEY[key] !== name) (fields[OTHER_NAMES] ??= { __proto__: null })[key] = name;
  else delete fields[OTHER_NAMES][key];
}

/** Adds a value to a field. */
export function appendField(fields, key, name, value) {
  const present = fields[key];
  if (present === undefined) putField(fields, key, name, value);
  else fields[key] = (Array.isArray(present) ? present : [present]).concat(value);
}

/** Takes a field out. */
export function dropField(fields, key) {
  delete fields[key];
  if (fields[OTHER_NAMES] !== undefined) delete fields[OTHER_NAMES][key];
}

/** The fields as `[key, name, value]`. */
export function fieldEntries(fields) {
  const names = otherNames(fields);
  return Object.keys(fields).map((key) => [key, names?.[key] ?? NAMES_BY_KEY[key] ?? key, fields[key]]);
}

/** The names that are not written as usual, by lower-case name; undefined when all are. */
export function otherNames(fields) {
  return fields === undefined ? undefined : fields[OTHER_NAMES];
}

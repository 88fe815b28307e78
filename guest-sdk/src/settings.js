/** What settings mean: `env` by default, and `etag`, `query parser` and `trust proxy` as functions. */

import { EtagKind, entityTag } from './etag.js';
import { Buffer } from './node/buffer.js';
import { parse as parseSimple } from './node/querystring.js';
import { compileTrust as compileProxyTrust } from './proxy-address.js';
import { parseExtended } from './query-string.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

/** The default of the `env` setting: NODE_ENV, or the mode of the deploy where Express would assume development. */
export function environment() {
  return process.env.NODE_ENV || runtime.mode;
}

/**
 * The `etag fn` of the settings `weak` and `strong`: `(body, encoding) => tag`.
 *
 * `res.send` sees its `hostKind` and leaves the work to the host; other code may call it as it calls Express's.
 */
function etagFunction(kind) {
  const etag = (body, encoding) => entityTag(typeof body === 'string' ? Buffer.from(body, encoding) : body, kind);
  etag.hostKind = kind;
  return etag;
}

const weakEtag = etagFunction(EtagKind.WEAK);
const strongEtag = etagFunction(EtagKind.STRONG);

/** The `etag fn` of an `etag` setting; undefined when there is to be none. Throws TypeError for a value that means nothing. */
export function compileEtag(value) {
  if (typeof value === 'function') return value;
  if (value === true || value === 'weak') return weakEtag;
  if (value === 'strong') return strongEtag;
  if (value === false) return undefined;
  throw new TypeError(`unknown value for etag function: ${value}`);
}

/** The `query parser fn` of a `query parser` setting; undefined when queries are not parsed. Throws TypeError for a value that means nothing. */
export function compileQueryParser(value) {
  if (typeof value === 'function') return value;
  if (value === true || value === 'simple') return parseSimple;
  if (value === 'extended') return parseExtended;
  if (value === false) return undefined;
  throw new TypeError(`unknown value for query parser function: ${value}`);
}

/** The `trust proxy fn` of a `trust proxy` setting: `(address, hop) => boolean`. */
export function compileTrust(value) {
  return typeof value === 'function' ? value : compileProxyTrust(value);
}

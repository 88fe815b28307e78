/** Cookies (RFC 6265): reading `Cookie`, writing `Set-Cookie`, signing values. */
import { createHmac, timingSafeEqual } from './node/crypto.js';
import { Buffer } from './node/buffer.js';

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE = /^("?)[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*\1$/;
const DOMAIN = /^\.?[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;
const PATH = /^[\x20-\x3a\x3d-\x7e]*$/;

const PRIORITIES = { low: 'Low', medium: 'Medium', high: 'High' };
const SAME_SITE = { true: 'Strict', lax: 'Lax', strict: 'Strict', none: 'None' };

/**
 * The cookies of a `Cookie` field; of those with the same name the first. Values that cannot be decoded stay as sent.
 * @param {string} header
 * @param {{decode?: (value: string) => string}} [options]
 */
export function parse(header, options) {
  if (typeof header !== 'string') throw new TypeError('argument str must be a string');
  const decode = options?.decode ?? decodeValue;
  const cookies = {};
  // The shortest cookie is a name and its "=".
  if (header.length < 2) return cookies;
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals < 0) continue;
    const name = trim(pair.slice(0, equals));
    if (Object.hasOwn(cookies, name)) continue;
    let value = trim(pair.slice(equals + 1));
    if (value[0] === '"' && value.at(-1) === '"') value = value.slice(1, -1);
    try {
      cookies[name] = decode(value);
    } catch {
      cookies[name] = value;
    }
  }
  return cookies;
}

/**
 * A `Set-Cookie` value.
 * @param {string} name
 * @param {string} value
 * @param {object} [options] domain encode expires httpOnly maxAge (seconds) partitioned path priority sameSite secure
 * @throws {TypeError} for what a cookie may not contain
 */
export function serialize(name, value, options) {
  const encode = options?.encode || encodeURIComponent;
  if (typeof encode !== 'function') throw new TypeError('option encode is invalid');
  if (!NAME.test(name)) throw new TypeError('argument name is invalid');
  const encoded = encode(value);
  if (!VALUE.test(encoded)) throw new TypeError('argument val is invalid');
  return `${name}=${encoded}${options ? attributes(options) : ''}`;
}

function attributes(options) {
  let text = '';
  if (options.maxAge != null) {
    const seconds = Math.floor(options.maxAge);
    if (!Number.isFinite(seconds)) throw new TypeError('option maxAge is invalid');
    text += `; Max-Age=${seconds}`;
  }
  if (options.domain) {
    if (!DOMAIN.test(options.domain)) throw new TypeError('option domain is invalid');
    text += `; Domain=${options.domain}`;
  }
  if (options.path) {
    if (!PATH.test(options.path)) throw new TypeError('option path is invalid');
    text += `; Path=${options.path}`;
  }
  if (options.expires) {
    const { expires } = options;
    if (Object.prototype.toString.call(expires) !== '[object Date]' || Number.isNaN(expires.valueOf())) throw new TypeError('option expires is invalid');
    text += `; Expires=${expires.toUTCString()}`;
  }
  if (options.httpOnly) text += '; HttpOnly';
  if (options.secure) text += '; Secure';
  if (options.partitioned) text += '; Partitioned';
  if (options.priority) text += `; Priority=${oneOf(PRIORITIES, options.priority, 'priority')}`;
  if (options.sameSite) text += `; SameSite=${oneOf(SAME_SITE, options.sameSite, 'sameSite')}`;
  return text;
}

function oneOf(words, value, option) {
  const key = typeof value === 'string' ? value.toLowerCase() : value;
  const known = Object.hasOwn(words, key) && (typeof key === 'string' ? key !== 'true' : key === true);
  if (!known) throw new TypeError(`option ${option} is invalid`);
  return words[key];
}

/**
 * The value with its signature: HMAC-SHA256 in base64, without padding.
 * @param {string} value
 * @param {string | Uint8Array} secret
 */
export function sign(value, secret) {
  if (typeof value !== 'string') throw new TypeError('Cookie value must be provided as a string.');
  if (secret === undefined || secret === null) throw new TypeError('Secret key must be provided.');
  const signature = createHmac('sha256', secret).update(value).digest('base64');
  return `${value}.${signature.slice(0, signature.indexOf('='))}`;
}

/**
 * The value of a signed cookie; false when the signature is not its.
 * @param {string} signed
 * @param {string | Uint8Array} secret
 */
export function unsign(signed, secret) {
  if (typeof signed !== 'string') throw new TypeError('Signed cookie string must be provided.');
  if (secret === undefined || secret === null) throw new TypeError('Secret key must be provided.');
  const value = signed.slice(0, signed.lastIndexOf('.'));
  const expected = Buffer.from(sign(value, secret));
  const actual = Buffer.from(signed);
  return expected.length === actual.length && timingSafeEqual(expected, actual) ? value : false;
}

function decodeValue(text) {
  return text.includes('%') ? decodeURIComponent(text) : text;
}

function trim(text) {
  return text.replace(/^[ \t]+|[ \t]+$/g, '');
}

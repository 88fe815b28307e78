/** The options that all body parsers have in common. */
import { is } from '../media-type.js';

/** How large a body may be unless the app says otherwise, in bytes (body-parser's default). */
const BODY_BYTES_MAX = 102_400;

const UNITS = { kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3, tb: 1024 ** 4, pb: 1024 ** 5 };

/**
 * Checks the options and fills in the defaults.
 * @param {object} [options] inflate limit type verify defaultCharset
 * @param {string} defaultType the media type that is parsed unless `type` says otherwise
 * @throws {TypeError} for an option that means nothing
 */
export function normalizeOptions(options, defaultType) {
  const limit = options?.limit ?? undefined;
  const bytesMax = limit === undefined ? BODY_BYTES_MAX : parseSize(limit);
  const type = options?.type || defaultType;
  const verify = options?.verify || false;
  if (bytesMax === undefined) throw new TypeError(`option limit "${String(limit)}" is invalid`);
  if (verify !== false && typeof verify !== 'function') throw new TypeError('option verify must be function');
  return {
    inflate: options?.inflate !== false,
    limit: bytesMax,
    verify,
    defaultCharset: options?.defaultCharset || 'utf-8',
    shouldParse: typeof type === 'function' ? type : typeChecker(type),
  };
}

/** Bytes of a number or of text such as `100kb` or `1.5mb`; undefined when it is neither. */
function parseSize(value) {
  if (typeof value === 'number' && !Number.isNaN(value)) return value;
  if (typeof value !== 'string') return undefined;
  const parts = /^([-+]?\d+(?:\.\d+)?) *([kmgtp]b)$/i.exec(value);
  const bytes = parts === null ? Number.parseInt(value, 10) : Math.floor(Number.parseFloat(parts[1]) * UNITS[parts[2].toLowerCase()]);
  return Number.isNaN(bytes) ? undefined : bytes;
}

function typeChecker(type) {
  const types = Array.isArray(type) ? type : [type];
  return (req) => Boolean(is(req.headers['content-type'], types));
}

/** Bodies from forms. */
import { createError } from '../http-error.js';
import { parse as parseQuery } from '../query-string.js';
import { normalizeOptions } from './options.js';
import { read } from './read.js';

/** How many pairs a form may have unless the app says otherwise (body-parser's default). */
const PARAMETERS_MAX = 1000;
/** How deep names may be nested in an extended form (body-parser's default). */
const DEPTH_MAX = 32;
/** An extended form may have arrays of this size however few pairs it has (body-parser's default). */
const ARRAY_LIMIT_MIN = 100;

/**
 * Middleware that parses `application/x-www-form-urlencoded`.
 * @param {object} [options] extended parameterLimit depth charsetSentinel interpretNumericEntities inflate limit type verify defaultCharset
 */
export function urlencoded(options) {
  const normal = normalizeOptions(options, 'application/x-www-form-urlencoded');
  if (!isFormCharset(normal.defaultCharset)) throw new TypeError('option defaultCharset must be either utf-8 or iso-8859-1');
  const parse = formParser(options);
  const settings = { ...normal, isValidCharset: isFormCharset };
  return function urlencodedParser(req, res, next) {
    read(req, res, next, parse, settings);
  };
}

function isFormCharset(charset) {
  return charset === 'utf-8' || charset === 'iso-8859-1';
}

function formParser(options) {
  const extended = Boolean(options?.extended);
  let parameterLimit = options?.parameterLimit === undefined ? PARAMETERS_MAX : options.parameterLimit;
  const depth = extended ? options?.depth ?? DEPTH_MAX : 0;
  if (Number.isNaN(Number(parameterLimit)) || parameterLimit < 1) throw new TypeError('option parameterLimit must be a positive number');
  if (Number.isNaN(Number(depth)) || depth < 0) throw new TypeError('option depth must be a zero or a positive number');
  if (Number.isFinite(Number(parameterLimit))) parameterLimit |= 0;
  const settings = {
    charsetSentinel: options?.charsetSentinel === true,
    interpretNumericEntities: options?.interpretNumericEntities === true,
    parameterLimit,
    strictDepth: true,
    ...(typeof depth === 'number' ? { depth } : {}),
  };

  return function parse(body, charset) {
    if (body.length === 0) return {};
    const count = countParameters(body, parameterLimit);
    if (count > parameterLimit) throw createError(413, 'too many parameters', { type: 'parameters.too.many' });
    try {
      return parseQuery(body, { ...settings, charset, arrayLimit: extended ? Math.max(ARRAY_LIMIT_MIN, count) : count });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw createError(400, 'The input exceeded the depth', { type: 'querystring.parse.rangeError' });
    }
  };
}

/** How many pairs there are; counting stops at the first one too many. */
function countParameters(body, most) {
  let count = 1;
  for (let index = body.indexOf('&'); index >= 0 && count <= most; index = body.indexOf('&', index + 1)) count += 1;
  return count;
}

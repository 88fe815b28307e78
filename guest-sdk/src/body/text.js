/** Bodies that are text. */
import { normalizeOptions } from './options.js';
import { read } from './read.js';

/**
 * Middleware that reads `text/plain` as a string.
 * @param {object} [options] inflate limit type verify defaultCharset
 */
export function text(options) {
  const settings = normalizeOptions(options, 'text/plain');
  return function textParser(req, res, next) {
    read(req, res, next, (body) => body, settings);
  };
}

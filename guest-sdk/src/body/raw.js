/** Bodies as bytes. */
import { normalizeOptions } from './options.js';
import { read } from './read.js';

/**
 * Middleware that reads `application/octet-stream` as a Buffer.
 * @param {object} [options] inflate limit type verify
 */
export function raw(options) {
  const settings = { ...normalizeOptions(options, 'application/octet-stream'), skipCharset: true };
  return function rawParser(req, res, next) {
    read(req, res, next, (body) => body, settings);
  };
}

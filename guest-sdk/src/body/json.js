/** Bodies in JSON. */
import { parseNatively } from '../engine/json-words.js';
import { jsonErrorMessage } from './json-error.js';
import { normalizeOptions } from './options.js';
import { read } from './read.js';

/** Stands in for the rest of a text of which only the first character is wrong. */
const PLACEHOLDER = '#';

/**
 * Middleware that parses `application/json`.
 * @param {object} [options] inflate limit reviver strict type verify defaultCharset
 */
export function json(options) {
  const settings = { ...normalizeOptions(options, 'application/json'), isValidCharset: (charset) => charset.startsWith('utf-') };
  const reviver = options?.reviver;
  const strict = options?.strict !== false;

  function parse(body) {
    // Clients that send no body at all often announce JSON.
    if (body.length === 0) return {};
    if (strict && body[0] !== '{' && body[0] !== '[') checkStrict(body);
    try {
      return parseNatively(body, reviver);
    } catch (error) {
      const message = jsonErrorMessage(body);
      // A text without mistake means that the reviver threw.
      throw message === undefined ? bare(error) : new SyntaxError(message);
    }
  }

  return function jsonParser(req, res, next) {
    read(req, res, next, parse, settings);
  };
}

/** Throws unless the first character that is not white space opens an object or an array. */
function checkStrict(body) {
  const start = body.search(/[^ \t\n\r]/);
  if (start < 0) throw new SyntaxError(jsonErrorMessage(''));
  if (body[start] === '{' || body[start] === '[') return;
  const message = jsonErrorMessage(body.slice(0, start) + PLACEHOLDER.repeat(body.length - start));
  throw new SyntaxError(message.replace(/#+/g, (run) => body.slice(start, start + run.length)));
}

/** The error with nothing but its message and its stack. */
function bare(error) {
  for (const name of Object.getOwnPropertyNames(error)) {
    if (name !== 'stack' && name !== 'message') delete error[name];
  }
  return error;
}

/** The RegExp source a sequence of path tokens stands for, as path-to-regexp 8.4 defines it. */

import { PathError } from './pattern.js';

const SPECIAL = /[.+*?^${}()[\]|/\\]/g;

const quote = (text) => text.replace(SPECIAL, '\\$&');

/** The source of one sequence. Throws PathError when two captures have no text between them. */
export function sequenceSource(tokens, path) {
  let source = '';
  let previous; // the capture before, of either type
  let textSince = ''; // the text after it
  let textSinceWildcard = ''; // the text after the last wildcard, up to the next capture
  let segment = { param: false, wildcard: false }; // what this path segment has captured so far

  for (let at = 0; at < tokens.length; at++) {
    const { type, name, value } = tokens[at];
    if (type === 'text') {
      source += quote(value);
      textSince += value;
      if (previous === 'wildcard') textSinceWildcard += value;
      if (value.includes('/')) segment = { param: false, wildcard: false };
      continue;
    }

    if (previous !== undefined && textSince === '') throw new PathError(`Missing text before "${name}" ${type}`, path);
    if (type === 'param') {
      source += paramSource(tokens, at, segment, textSince);
    } else {
      source += wildcardSource(segment, textSince, textSinceWildcard);
      textSinceWildcard = '';
    }
    segment[type] = true;
    previous = type;
    textSince = '';
  }
  return source;
}

/** A parameter stays in its segment, and leaves to its neighbours the text that tells them apart. */
function paramSource(tokens, at, segment, textBefore) {
  if (segment.wildcard) return `(${anyExcept('/', textBefore)}+)`;
  if (wildcardFollows(tokens, at + 1)) {
    const next = tokens[at + 1];
    return `(${anyExcept('/', next.type === 'text' ? next.value : '')}+)`;
  }
  if (segment.param) return `(${anyExcept('/', textBefore)}+|${quote(textBefore)})`;
  return '([^\\/]+)';
}

/** A wildcard takes everything, unless another one came before. */
function wildcardSource(segment, textBefore, textSinceWildcard) {
  if (segment.wildcard) return `(${anyExcept(textBefore, '')}+)`;
  if (textSinceWildcard !== '') return `(${anyExcept(textSinceWildcard, '')}+|[^\\/]+)`;
  return '([^]+)';
}

/** Whether a wildcard comes before the segment ends. */
function wildcardFollows(tokens, from) {
  for (let at = from; at < tokens.length; at++) {
    if (tokens[at].type === 'wildcard') return true;
    if (tokens[at].type === 'text' && tokens[at].value.includes('/')) return false;
  }
  return false;
}

/** One character at which neither text begins. */
function anyExcept(one, other) {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length > 1) return `(?:(?!${quote(long)}|${quote(short)})[^])`;
  if (long.length > 1) return short === '' ? `(?:(?!${quote(long)})[^])` : `(?:(?!${quote(long)})[^${quote(short)}])`;
  return `[^${quote(short === long ? long : long + short)}]`;
}

/** Why a text is not JSON, in the words of V8 (Node 20), which apps pass on to their clients. */

/** Code units shown on each side of the one that is wrong. */
const CONTEXT_UNITS = 10;
/** Texts that V8 names as a whole. */
const SPECIAL = new Set(['undefined', 'NaN', 'Infinity', '[object Object]']);
/** How deep the search for the mistake follows; below, the engine's own parser has already given up on the text. */
const DEPTH_MAX = 2000;

/** V8 calls no character beyond this one a bad escape. */
const LATIN1_MAX = 0xff;

/** Thrown inside this file to leave the search with the answer. */
class Found {
  constructor(message) {
    this.message = message;
  }
}

/**
 * The message of the SyntaxError that `JSON.parse(text)` throws under Node 20; undefined when the text is JSON.
 * @param {string} text
 * @returns {string | undefined}
 */
export function jsonErrorMessage(text) {
  try {
    const end = skipValue(text, 0, 0);
    const rest = skipSpace(text, end);
    return rest < text.length ? at('Unexpected non-whitespace character after JSON', rest) : undefined;
  } catch (found) {
    if (found instanceof Found) return found.message;
    throw found;
  }
}

/** Returns the index after the value that starts at or after `from`. */
function skipValue(text, from, depth) {
  const start = skipSpace(text, from);
  if (depth > DEPTH_MAX) throw new Found('Maximum call stack size exceeded');
  switch (text[start]) {
    case '{':
      return skipObject(text, start + 1, depth);
    case '[':
      return skipArray(text, start + 1, depth);
    case '"':
      return skipString(text, start + 1);
    case 't':
      return skipWord(text, start, 'true');
    case 'f':
      return skipWord(text, start, 'false');
    case 'n':
      return skipWord(text, start, 'null');
    default:
      if (text[start] === '-' || isDigit(text, start)) return skipNumber(text, start);
      throw unexpected(text, start);
  }
}

function skipObject(text, from, depth) {
  let index = skipSpace(text, from);
  if (text[index] === '}') return index + 1;
  if (text[index] !== '"') throw new Found(at("Expected property name or '}' in JSON", index));
  for (let isFirst = true; ; isFirst = false) {
    index = skipSpace(text, skipString(text, index + 1));
    // V8 has words of its own for the first colon only.
    if (text[index] !== ':') throw isFirst ? new Found(at("Expected ':' after property name in JSON", index)) : unexpected(text, index);
    index = skipSpace(text, skipValue(text, index + 1, depth + 1));
    if (text[index] === '}') return index + 1;
    if (text[index] !== ',') throw new Found(at("Expected ',' or '}' after property value in JSON", index));
    index = skipSpace(text, index + 1);
    if (text[index] !== '"') throw new Found(at('Expected double-quoted property name in JSON', index));
  }
}

function skipArray(text, from, depth) {
  let index = skipSpace(text, from);
  if (text[index] === ']') return index + 1;
  for (;;) {
    index = skipSpace(text, skipValue(text, index, depth + 1));
    if (text[index] === ']') return index + 1;
    if (text[index] !== ',') throw new Found(at("Expected ',' or ']' after array element in JSON", index));
    index += 1;
  }
}

function skipString(text, from) {
  for (let index = from; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit === 34) return index + 1;
    if (unit < 32) throw new Found(at('Bad control character in string literal in JSON', index));
    if (unit === 92) index = skipEscape(text, index + 1);
  }
  throw new Found(at('Unterminated string in JSON', text.length));
}

/** Returns the index of the last unit of the escape. */
function skipEscape(text, index) {
  if (index >= text.length) throw unexpected(text, index);
  if (text[index] !== 'u') {
    if (text.charCodeAt(index) > LATIN1_MAX) throw unexpected(text, index);
    if (!'"\\/bfnrt'.includes(text[index])) throw new Found(at('Bad escaped character in JSON', index));
    return index;
  }
  for (let digit = index + 1; digit <= index + 4; digit += 1) {
    if (!/^[0-9A-Fa-f]$/.test(text.charAt(digit))) throw new Found(at('Bad Unicode escape in JSON', digit));
  }
  return index + 4;
}

function skipWord(text, start, word) {
  for (let offset = 1; offset < word.length; offset += 1) {
    if (text[start + offset] !== word[offset]) throw unexpected(text, start + offset);
  }
  return start + word.length;
}

function skipNumber(text, start) {
  let index = text[start] === '-' ? start + 1 : start;
  if (!isDigit(text, index)) throw new Found(at('No number after minus sign in JSON', index));
  if (text[index] === '0') {
    index += 1;
    if (isDigit(text, index)) throw unexpected(text, index);
  }
  index = skipDigits(text, index);
  if (text[index] === '.') {
    if (!isDigit(text, index + 1)) throw new Found(at('Unterminated fractional number in JSON', index + 1));
    index = skipDigits(text, index + 1);
  }
  if (text[index] === 'e' || text[index] === 'E') {
    index += text[index + 1] === '+' || text[index + 1] === '-' ? 2 : 1;
    if (!isDigit(text, index)) throw new Found(at('Exponent part is missing a number in JSON', index));
    index = skipDigits(text, index);
  }
  return index;
}

function unexpected(text, index) {
  if (index >= text.length) return new Found('Unexpected end of JSON input');
  if (isDigit(text, index) || text[index] === '-') return new Found(at('Unexpected number in JSON', index));
  if (text[index] === '"') return new Found(at('Unexpected string in JSON', index));
  if (SPECIAL.has(text)) return new Found(`"${text}" is not valid JSON`);
  return new Found(`Unexpected token '${text[index]}', ${excerpt(text, index)} is not valid JSON`);
}

function excerpt(text, index) {
  if (text.length <= 2 * CONTEXT_UNITS) return `"${text}"`;
  const from = index < CONTEXT_UNITS ? 0 : index - CONTEXT_UNITS;
  const to = index >= CONTEXT_UNITS && index >= text.length - CONTEXT_UNITS ? text.length : index + CONTEXT_UNITS;
  return `${from > 0 || index >= CONTEXT_UNITS ? '...' : ''}"${text.slice(from, to)}"${to < text.length || (index < CONTEXT_UNITS) ? '...' : ''}`;
}

function at(message, index) {
  return `${message} at position ${index}`;
}

function skipSpace(text, from) {
  let index = from;
  while (index < text.length && ' \t\n\r'.includes(text[index])) index += 1;
  return index;
}

function skipDigits(text, from) {
  let index = from;
  while (isDigit(text, index)) index += 1;
  return index;
}

function isDigit(text, index) {
  const unit = text.charCodeAt(index);
  return unit >= 48 && unit <= 57;
}

/** The code at the place of an error: what was called, iterated or taken apart there, as V8 writes it. */

/** Longer functions are not searched. */
const SOURCE_MAX = 100_000;
/** How far a pattern is searched for from where the engine says it is, in characters. */
const SEARCH_MAX = 2000;
/** How many parts an expression may have. */
const PARTS_MAX = 50;

const WORD = /[\w$]/;
const CLOSING = { '(': ')', '[': ']', '{': '}' };

/**
 * The text of the function at a call site, and the index in it that the site means.
 * @param {object} site a CallSite
 * @returns {{text: string, index: number, isExact: boolean} | undefined} `isExact` when the line is not the one the function begins in
 */
export function sourceOf(site) {
  const called = site.getFunction();
  if (typeof called !== 'function') return undefined;
  const text = Function.prototype.toString.call(called);
  if (text.length > SOURCE_MAX) return undefined;
  const lines = site.getLineNumber() - called.lineNumber;
  let start = 0;
  for (let line = 0; line < lines; line += 1) {
    start = text.indexOf('\n', start) + 1;
    if (start === 0) return undefined;
  }
  const column = site.getColumnNumber() - 1;
  // Of an arrow function the engine may know the word before it only.
  const index = lines > 0 ? start + column : Math.max(0, column - (called.columnNumber - 1));
  return { text, index: Math.min(index, text.length - 1), isExact: lines > 0 };
}

/**
 * What is called at the place.
 * @returns {{text: string, isConstructed: boolean} | undefined}
 */
export function calleeAt(source) {
  if (source === undefined) return undefined;
  const { text } = source;
  // The engine points at the last word before the call, or at the last argument.
  let inside = chainAround(text, source.index, source.isExact);
  if (inside !== undefined && text[inside.end] === ']') inside = chainFrom(text, openingIndex(text, inside.end), inside.end);
  if (inside !== undefined && isCalled(text, inside)) return inside;
  const open = enclosingParenthesis(text, source.index);
  return open === undefined ? undefined : chainAround(text, open - 1, true);
}

/**
 * The member that is written at the place.
 * @returns {{object: string, name: string} | undefined}
 */
export function memberAt(source) {
  if (source === undefined) return undefined;
  const line = /^[^\n]*/.exec(source.text.slice(lineStart(source.text, source.index)))[0];
  const match = /(?:^|[^\w$.])(?:[\w$]+\.)*?([\w$]+)(?:\([^()]*\))?\.([\w$]+)\s*(?:=(?!=)|;|$)/.exec(line) ?? /()\.([\w$]+)\s*=(?!=)/.exec(line);
  return match === null ? undefined : { object: match[1], name: match[2] };
}

/** The message about the first pattern from the place on that takes an object apart. */
export function destructuredAt(source) {
  if (source === undefined) return undefined;
  const head = source.isExact ? null : /^[^(]*\(\s*\{/.exec(source.text);
  if (head !== null) return destructuring(source.text, head[0].length - 1, 'undefined');
  const from = source.text.slice(source.index, source.index + SEARCH_MAX);
  const match = /(?:\bfor\s*\(\s*)?(?:\b(?:const|let|var)\s*|\(\s*)\{/.exec(from);
  if (match === null) return undefined;
  const open = match.index + match[0].length - 1;
  if (match[0].startsWith('for')) return destructuring(from, open, '.for');
  const equals = /^\}\s*=\s*/.exec(from.slice(closingIndex(from, open)));
  return equals === null ? undefined : destructuring(from, open, valueFrom(from, closingIndex(from, open) + equals[0].length));
}

/** A value as V8 shows it, with one alternative at most. */
function valueFrom(text, start) {
  const value = chainFrom(text, start);
  if (value === undefined) return '(intermediate value)';
  const operator = /^\s*(\?\?|\|\|)\s*/.exec(text.slice(value.end));
  const other = operator === null ? undefined : chainFrom(text, value.end + operator[0].length);
  return other === undefined ? value.text : `(${value.text} ${operator[1]} ${other.text})`;
}

/** The number that a method was called with, as it stands in the code; undefined when it is computed. */
export function numberGivenTo(method, source) {
  const match = source && new RegExp(`\\.${method}\\(\\s*(-?(?:[\\d.]+|Infinity))\\s*\\)`).exec(source.text.slice(lineStart(source.text, source.index)));
  return match?.[1];
}

/**
 * What the first loop or spread from the place on goes over.
 * @returns {{text: string, isArgument: boolean} | undefined}
 */
export function iteratedAt(source) {
  if (source === undefined) return undefined;
  const start = source.isExact ? lineStart(source.text, source.index) : 0;
  const from = source.text.slice(start, start + SEARCH_MAX);
  const match = /\bfor\s*(?:await\s*)?\([^;]*?\sof\s+|\.\.\.|\b(?:const|let|var)\s*\[/.exec(from);
  if (match === null || match[0].endsWith('[')) return undefined;
  const value = chainFrom(from, match.index + match[0].length);
  if (value === undefined) return undefined;
  const open = match[0] === '...' ? lastOpen(from, match.index) : undefined;
  return { text: value.text, isArgument: open === '(' };
}

/** What V8 says of a pattern whose value is undefined; of one in which a pattern is nested, the inner one is taken to have failed. */
function destructuring(text, open, value) {
  const pattern = text.slice(open + 1, open + SEARCH_MAX);
  const [, name, nested] = /^\s*(?:"([^"]*)"|[\w$]+|)\s*(?::\s*\{\s*([\w$]+))?/.exec(pattern);
  const first = name ?? /^\s*([\w$]*)/.exec(pattern)[1];
  if (nested !== undefined) return `Cannot read properties of undefined (reading '${nested}')`;
  if (/^\s*[\w$]+(?:\s*:\s*[\w$]+)?\s*=(?!=)/.test(pattern)) return `Cannot read properties of undefined (reading '${first}')`;
  return first === '' ? `Cannot destructure '${value}' as it is undefined.` : `Cannot destructure property '${first}' of '${value}' as it is undefined.`;
}

function lineStart(text, index) {
  return text.lastIndexOf('\n', index - 1) + 1;
}

/** The expression that a word at or, when the place is not exact, a little before an index belongs to. */
function chainAround(text, index, isExact) {
  let at = index;
  if (!isExact) while (at > 0 && !WORD.test(text[at])) at -= 1;
  let start = at;
  for (let part = 0; part < PARTS_MAX; part += 1) {
    while (start > 0 && WORD.test(text[start - 1])) start -= 1;
    const before = text[start - 1];
    if (before === '.') start -= text[start - 2] === '?' ? 2 : 1;
    else if (!(start === at && (text[at] === ']' || text[at] === ')'))) break;
    const last = start === at ? at : start - 1;
    if (text[last] === ')' || text[last] === ']') start = openingIndex(text, last);
    if (start < 0) return undefined;
  }
  const chain = chainFrom(text, start, at);
  return chain && { ...chain, isConstructed: /\bnew\s+$/.test(text.slice(Math.max(0, start - 10), start)) };
}

/** Reads `a.b?.c["d"](…)[0]` from an index on, up to the first call after `passed`, or the first that is not followed by a member. */
function chainFrom(text, start, passed = Infinity) {
  const word = /^(?:[A-Za-z_$][\w$]*|"[^"\\\n]*"|\[\])/.exec(text.slice(start, start + SEARCH_MAX));
  if (word === null) return undefined;
  let shown = word[0];
  let end = start + shown.length;
  for (let part = 0; part < PARTS_MAX; part += 1) {
    const rest = text.slice(end, end + SEARCH_MAX);
    const member = /^\s*(\??\.)([A-Za-z_$#][\w$]*)/.exec(rest) ?? /^(\??\.?)\["([^"\\]*)"\]/.exec(rest);
    const index = member === null ? /^(?:\?\.)?\[([\w$.]+)\]/.exec(rest) : null;
    if (member !== null) {
      shown += `${member[1].startsWith('?') ? '?.' : '.'}${member[2]}`;
      end += member[0].length;
    } else if (index !== null) {
      shown += `[${index[1]}]`;
      end += index[0].length;
    } else if (rest[0] === '(' && end < passed && /^\s*\??\.[A-Za-z_$]/.test(text.slice(closingIndex(text, end) + 1, end + SEARCH_MAX))) {
      shown += '(...)';
      end = closingIndex(text, end) + 1;
    } else {
      break;
    }
  }
  return { text: shown, end, isConstructed: false };
}

function isCalled(text, { end, isConstructed }) {
  return isConstructed || text[end] === '(' || text[end] === '`' || text.startsWith('?.(', end);
}

/** Where the parenthesis stands that is open at an index. */
function enclosingParenthesis(text, index) {
  let depth = 0;
  for (let at = index - 1; at >= 0 && index - at < SEARCH_MAX; at -= 1) {
    if (text[at] === ')') depth += 1;
    if (text[at] === '(' && --depth < 0) return at;
  }
  return undefined;
}

function lastOpen(text, index) {
  let depth = 0;
  for (let at = index - 1; at >= 0; at -= 1) {
    if (')]}'.includes(text[at])) depth += 1;
    if ('([{'.includes(text[at]) && --depth < 0) return text[at];
  }
  return undefined;
}

function closingIndex(text, open) {
  const closing = CLOSING[text[open]];
  let depth = 0;
  for (let at = open; at < text.length && at - open < SEARCH_MAX; at += 1) {
    if (text[at] === text[open]) depth += 1;
    if (text[at] === closing && --depth === 0) return at;
  }
  return text.length;
}

function openingIndex(text, close) {
  const opening = text[close] === ')' ? '(' : '[';
  let depth = 0;
  for (let at = close; at >= 0 && close - at < SEARCH_MAX; at -= 1) {
    if (text[at] === text[close]) depth += 1;
    if (text[at] === opening && --depth === 0) {
      let start = at;
      while (start > 0 && WORD.test(text[start - 1])) start -= 1;
      return start;
    }
  }
  return -1;
}

/** `RegExp` with V8's words for patterns and flags that are wrong: what people search for often is. */

/** The engine's reasons in V8's words. */
const REASONS = {
  __proto__: null,
  "expecting ')'": 'Unterminated group',
  'nothing to repeat': 'Nothing to repeat',
  'extraneous characters at the end': "Unmatched ')'",
  'invalid class range': 'Range out of order in character class',
  'invalid repetition count': 'numbers out of order in {} quantifier',
  'duplicate group name': 'Duplicate capture group name',
  'invalid group name': 'Invalid capture group name',
  'group name not defined': 'Invalid named capture referenced',
  'invalid group': 'Invalid group',
};

/** What a pattern that ends too early lacks. */
function unended(pattern) {
  let isInClass = false;
  for (let at = 0; at < pattern.length; at += 1) {
    if (pattern[at] === '\\') {
      at += 1;
      if (at === pattern.length) return '\\ at end of pattern';
    } else if (pattern[at] === '[') {
      isInClass = true;
    } else if (pattern[at] === ']') {
      isInClass = false;
    }
  }
  return isInClass ? 'Unterminated character class' : 'Unterminated group';
}

/**
 * The message of V8 about a pattern; undefined when there is nothing to change.
 * @param {string} message the engine's
 * @param {string} pattern
 * @param {string} flags
 */
export function regexpMessage(message, pattern, flags) {
  if (message === 'invalid regular expression flags') return `Invalid flags supplied to RegExp constructor '${flags}'`;
  let reason = REASONS[message];
  if (message === 'unexpected end') reason = unended(pattern);
  if (message.startsWith('invalid escape sequence')) reason = /\\u/.test(pattern) ? 'Invalid Unicode escape' : 'Invalid escape';
  return reason && `Invalid regular expression: /${pattern}/${flags}: ${reason}`;
}

/** Puts it in place; only where the engine speaks otherwise. */
export function installRegexpWords() {
  const Engine = globalThis.RegExp;
  function RegExp(pattern, flags) {
    try {
      return new.target === undefined ? Engine(pattern, flags) : Reflect.construct(Engine, [pattern, flags], new.target);
    } catch (error) {
      const text = pattern instanceof Engine ? pattern.source : String(pattern ?? '');
      const message = error instanceof SyntaxError ? regexpMessage(error.message, text, flags === undefined ? '' : String(flags)) : undefined;
      if (message !== undefined) error.message = message;
      throw error;
    }
  }
  const names = Reflect.ownKeys(Engine).filter((name) => name !== 'prototype' && name !== Symbol.species);
  for (const name of names) Object.defineProperty(RegExp, name, Object.getOwnPropertyDescriptor(Engine, name));
  // What splits and matches makes expressions of the engine's own, without a way through here.
  Object.defineProperty(RegExp, Symbol.species, { get: () => Engine, configurable: true });
  Object.defineProperty(RegExp, 'prototype', { value: Engine.prototype, writable: false });
  Object.defineProperty(Engine.prototype, 'constructor', { value: RegExp, writable: true, configurable: true });
  Object.defineProperty(globalThis, 'RegExp', { value: RegExp, writable: true, configurable: true });
}

/** The path syntax of Express 5 (path-to-regexp 8.4): text, `:name`, `*name`, `{group}`, `\` escapes. */

/** More ways than this to read one path's optional groups are refused, as path-to-regexp refuses them. */
const COMBINATIONS_MAX = 256;

const NAME_START = /^[$_\p{ID_Start}]$/u;
const NAME_CONTINUE = /^[$\u200c\u200d\p{ID_Continue}]$/u;
const RESERVED = '}()[]+?!';

/** A path that does not follow the syntax. */
export class PathError extends TypeError {
  constructor(message, path) {
    super(`${message}${path ? `: ${path}` : ''}; visit https://git.new/pathToRegexpError for info`);
    this.originalPath = path;
  }
}

/**
 * Reads a path into the sequences it stands for, the one with every optional group first.
 *
 * A sequence is an array of tokens `{ type: 'text', value }`, `{ type: 'param', name }` and `{ type: 'wildcard', name }` in which two texts
 * never follow each other. At most {@link COMBINATIONS_MAX} + 1 are returned: see {@link assertCombination}.
 */
export function parsePattern(path) {
  const tokens = new PatternReader(path).read();
  return expandGroups(tokens).map(joinTexts);
}

/** Throws PathError when the sequence of this number is one too many. */
export function assertCombination(number, path) {
  if (number >= COMBINATIONS_MAX) throw new PathError('Too many path combinations', path);
}

/** A cursor over the code points of a path. */
class PatternReader {
  constructor(path) {
    this.path = path;
    this.chars = [...path];
    this.index = 0;
  }

  /** Reads tokens until the closing character, or to the end when there is none. */
  read(closing = '') {
    const tokens = [];
    let text = '';
    const endText = () => {
      if (text !== '') tokens.push({ type: 'text', value: text });
      text = '';
    };

    while (this.index < this.chars.length) {
      const char = this.chars[this.index++];
      if (char === closing) {
        endText();
        return tokens;
      }
      if (char === '\\') {
        text += this.readEscaped();
      } else if (char === ':' || char === '*') {
        const name = this.readName();
        endText();
        tokens.push({ type: char === ':' ? 'param' : 'wildcard', name });
      } else if (char === '{') {
        endText();
        tokens.push({ type: 'group', tokens: this.read('}') });
      } else if (RESERVED.includes(char)) {
        throw new PathError(`Unexpected ${char} at index ${this.index - 1}`, this.path);
      } else {
        text += char;
      }
    }

    if (closing !== '') throw new PathError(`Unexpected end at index ${this.index}, expected ${closing}`, this.path);
    endText();
    return tokens;
  }

  readEscaped() {
    if (this.index === this.chars.length) throw new PathError(`Unexpected end after \\ at index ${this.index}`, this.path);
    return this.chars[this.index++];
  }

  readName() {
    const name = this.chars[this.index] === '"' ? this.readQuotedName() : this.readBareName();
    if (name === '') throw new PathError(`Missing parameter name at index ${this.index}`, this.path);
    return name;
  }

  readBareName() {
    let name = '';
    if (NAME_START.test(this.chars[this.index])) {
      do name += this.chars[this.index++];
      while (NAME_CONTINUE.test(this.chars[this.index]));
    }
    return name;
  }

  readQuotedName() {
    const quote = this.index++;
    let name = '';
    while (this.index < this.chars.length) {
      let char = this.chars[this.index++];
      if (char === '"') return name;
      if (char === '\\') char = this.chars[this.index++];
      name += char;
    }
    throw new PathError(`Unterminated quote at index ${quote}`, this.path);
  }
}

/** Every way to read the groups of a token list, a group's presence before its absence. */
function expandGroups(tokens) {
  let sequences = [[]];
  for (const token of tokens) {
    if (token.type === 'group') {
      const inner = expandGroups(token.tokens);
      sequences = sequences.flatMap((sequence) => [...inner.map((more) => [...sequence, ...more]), sequence]);
      // Every sequence leads to at least one more, so those past the limit are never the ones reported.
      sequences.length = Math.min(sequences.length, COMBINATIONS_MAX + 1);
    } else {
      for (const sequence of sequences) sequence.push(token);
    }
  }
  return sequences;
}

function joinTexts(sequence) {
  const joined = [];
  for (const token of sequence) {
    const last = joined[joined.length - 1];
    if (token.type === 'text' && last !== undefined && last.type === 'text') {
      joined[joined.length - 1] = { type: 'text', value: last.value + token.value };
    } else {
      joined.push(token);
    }
  }
  return joined;
}

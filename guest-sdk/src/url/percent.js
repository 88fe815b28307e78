/** Which characters of each part of a URL are written as percent escapes (URL Standard, 1.3). */

/** Everything but these ASCII characters is escaped; a pair of surrogates is one character. */
const set = (kept) => new RegExp(`[\\ud800-\\udbff][\\udc00-\\udfff]|[^${kept}]`, 'g');

export const CONTROLS = set('\\x20-\\x7e');
export const FRAGMENT = set('!#-;=?-_a-~');
export const QUERY = set('!$-;=?-~');
export const SPECIAL_QUERY = set('!$-&(-;=?-~');
export const PATH = set("!$-;=@-_a-z|~");
export const USER_INFO = set("!$-.0-9A-Z_a-z~");
const FORM = set('*\\-.0-9A-Z_a-z');

function escapeOne(character) {
  const code = character.charCodeAt(0);
  return code < 0x80 ? `%${code.toString(16).toUpperCase().padStart(2, '0')}` : encodeURIComponent(character);
}

/** The text with what its part of a URL does not take escaped; a lone surrogate must not be in it. */
export function escaped(text, characters) {
  return text.replace(characters, escapeOne);
}

/** A name or value as a form writes it. */
export function formEscaped(text) {
  return text.replace(FORM, (character) => (character === ' ' ? '+' : escapeOne(character)));
}

/** The text with every escape undone; bytes that are no UTF-8 become U+FFFD. */
export function unescaped(text) {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/[^%]+|(?:%[0-9a-f]{2})+|%/gi, (run) => (run.length > 2 && run[0] === '%' ? decoded(run) : run));
  }
}

function decoded(run) {
  const bytes = Uint8Array.from(run.slice(1).split('%'), (digits) => Number.parseInt(digits, 16));
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** The text with halves of surrogate pairs replaced, as everything that goes into a URL has them. */
export function wellFormed(value) {
  return String(value).toWellFormed();
}

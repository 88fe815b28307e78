/** The `Content-Disposition` of a download (RFC 6266). */

const ASCII_TEXT = /^[\x20-\x7e]*$/;
const HEX_ESCAPE = /%[0-9A-Fa-f]{2}/;
const TOKEN = /^[!#$%&'*+.0-9A-Z^_`a-z|~-]+$/;
/** Characters that `encodeURIComponent` leaves and RFC 8187 does not allow. */
const NOT_ATTRIBUTE_CHARACTER = /['()*]/g;

/**
 * `attachment`, with the name in ASCII and, when that loses something, in UTF-8 as well.
 * @param {string} [name]
 * @returns {string}
 */
export function attachment(name) {
  if (name === undefined) return 'attachment';
  // Some clients decode a plain name, so one that looks encoded is given in both forms.
  if (ASCII_TEXT.test(name) && !HEX_ESCAPE.test(name)) return `attachment; filename=${quoted(name)}`;
  return `attachment; filename=${quoted(name.replace(/[^\x20-\x7e]/g, '?'))}; filename*=${extended(name)}`;
}

function quoted(text) {
  return TOKEN.test(text) ? text : `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

function extended(text) {
  const encoded = encodeURIComponent(text).replace(NOT_ATTRIBUTE_CHARACTER, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `UTF-8''${encoded}`;
}

/** Text for HTML. */

const SPECIAL = /["'&<>]/;
const ESCAPES = { '"': '&quot;', "'": '&#39;', '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** The text with the five characters that mean something in HTML written as references. */
export function escapeHtml(value) {
  const text = `${value}`;
  return SPECIAL.test(text) ? text.replace(/["'&<>]/g, (character) => ESCAPES[character]) : text;
}

export default escapeHtml;

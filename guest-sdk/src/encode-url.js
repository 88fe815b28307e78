/** URLs with everything percent-encoded that has to be, and nothing twice. */

const UNSAFE = /[^\x21\x23-\x3b\x3d\x3f-\x5f\x61-\x7a\x7c\x7e]|%(?![0-9A-Fa-f]{2})/;
/** Runs are limited, so that no call works on more than a page of text at once. */
const UNSAFE_RUNS = /(?:[^\x21\x23-\x3b\x3d\x3f-\x5f\x61-\x7a\x7c\x7e]+|%+(?![0-9A-Fa-f]{2})){1,1024}/g;

/**
 * Encodes a URL; what is encoded already stays as it is. Half a surrogate pair becomes U+FFFD.
 * @param {unknown} url
 * @returns {string}
 */
export function encodeUrl(url) {
  const text = String(url);
  return UNSAFE.test(text) ? text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, pairOrReplacement).replace(UNSAFE_RUNS, encodeURI) : text;
}

export default encodeUrl;

function pairOrReplacement(units) {
  return units.length === 2 ? units : '\ufffd';
}

/** The `node:punycode` module. */
import { decode, encode } from '../punycode.js';

export const version = '2.1.0';

/** Text as code points, and back. */
export const ucs2 = {
  decode: (text) => [...text].map((character) => character.codePointAt(0)),
  encode: (points) => String.fromCodePoint(...points),
};

/** A domain name or an address with its labels changed; what stands before the `@` stays. */
function mapLabels(text, change) {
  const at = text.lastIndexOf('@');
  const domain = text.slice(at + 1).replace(/[\u3002\uff0e\uff61]/g, '.');
  return text.slice(0, at + 1) + domain.split('.').map(change).join('.');
}

/** Labels beyond ASCII become `xn--` ones. */
export function toASCII(input) {
  return mapLabels(input, (label) => (/[^\0-\x7f]/.test(label) ? `xn--${encode(label)}` : label));
}

/** `xn--` labels become what they stand for. */
export function toUnicode(input) {
  return mapLabels(input, (label) => (label.startsWith('xn--') ? decode(label.slice(4).toLowerCase()) : label));
}

export { decode, encode };
export default { decode, encode, toASCII, toUnicode, ucs2, version };

/** Names of the domain system in ASCII, as URLs have them, and for people. */

import { decode } from '../punycode.js';
import { readHost } from './host.js';

/** The name in ASCII; an empty text when it is none. */
export function toASCII(domain) {
  return readHost(String(domain), true) ?? '';
}

/** The name with its `xn--` labels as what they stand for; an empty text when it is none. */
export function toUnicode(domain) {
  return toASCII(domain).split('.').map((label) => (label.startsWith('xn--') ? decode(label.slice(4)) : label)).join('.');
}

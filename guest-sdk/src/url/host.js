/** Hosts of URLs: names, addresses of IPv4 and of IPv6 (URL Standard, 3). */

import { decode, encode } from '../punycode.js';
import { CONTROLS, escaped, unescaped } from './percent.js';

const FORBIDDEN = /[\0\t\n\r #/:<>?@[\\\]^|]/;
const FORBIDDEN_IN_DOMAIN = /[\0-\x20#%/:<>?@[\\\]^|\x7f]/;
/** Characters that mean nothing in a name: hyphens and joiners without width, selectors of a variant. */
const IGNORED = /[\u00ad\u034f\u180b-\u180d\u200b-\u200d\u2060\u2064\ufe00-\ufe0f\ufeff]/g;
const FULL_STOPS = /[\u3002\uff0e\uff61]/g;
const ASCII = /^[\0-\x7f]*$/;
const LAST_LABEL_NUMBER = /(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)\.?$/i;
const IPV4_PARTS = 4;
const IPV6_PIECES = 8;

/**
 * A host as the URL has it.
 * @param {string} text
 * @param {boolean} isSpecial whether the scheme has names of the domain system
 * @returns {string | undefined} undefined when it is none
 */
export function readHost(text, isSpecial) {
  if (text[0] === '[') return text.endsWith(']') ? readIpv6(text.slice(1, -1)) : undefined;
  if (!isSpecial) return FORBIDDEN.test(text) ? undefined : escaped(text, CONTROLS);
  const name = domainOf(unescaped(text));
  if (name === '' || FORBIDDEN_IN_DOMAIN.test(name)) return undefined;
  return LAST_LABEL_NUMBER.test(name) ? readIpv4(name) : name;
}

/** A name of the domain system in its ASCII form; empty when a label claims to be encoded and is not. */
function domainOf(text) {
  if (ASCII.test(text)) return text.toLowerCase().split('.').every(isDecodable) ? text.toLowerCase() : '';
  const mapped = text.replace(IGNORED, '').replace(FULL_STOPS, '.').normalize('NFKC').toLowerCase().normalize('NFC');
  const labels = mapped.split('.');
  return labels.every(isDecodable) ? labels.map((label) => (ASCII.test(label) ? label : `xn--${encode(label)}`)).join('.') : '';
}

function isDecodable(label) {
  if (!label.startsWith('xn--')) return true;
  try {
    return !ASCII.test(decode(label.slice(4)));
  } catch {
    return false;
  }
}

/** Four numbers, of which the last may stand for several, in decimal, octal or hexadecimal. */
function readIpv4(name) {
  const parts = name.split('.');
  if (parts.at(-1) === '' && parts.length > 1) parts.pop();
  if (parts.length > IPV4_PARTS) return undefined;
  const numbers = parts.map(readNumber);
  const last = numbers.pop();
  if (numbers.some((number) => !(number <= 255)) || !(last < 256 ** (IPV4_PARTS - numbers.length))) return undefined;
  const address = numbers.reduce((sum, number, at) => sum + number * 256 ** (IPV4_PARTS - 1 - at), last);
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

function readNumber(text) {
  if (/^0x[0-9a-f]*$/i.test(text)) return text.length === 2 ? 0 : Number.parseInt(text.slice(2), 16);
  if (/^0[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  return /^(?:0|[1-9][0-9]*)$/.test(text) ? Number(text) : Number.NaN;
}

function readIpv6(text) {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const pieces = halves.map(readPieces);
  if (pieces.includes(undefined) || (halves.length === 2 && /\./.test(halves[0]))) return undefined;
  const count = pieces.reduce((sum, half) => sum + half.length, 0);
  if (halves.length === 1 ? count !== IPV6_PIECES : count >= IPV6_PIECES) return undefined;
  return `[${shortest(halves.length === 1 ? pieces[0] : [...pieces[0], ...Array(IPV6_PIECES - count).fill(0), ...pieces[1]])}]`;
}

/** The pieces of sixteen bits; an IPv4 address at the end makes two. */
function readPieces(text) {
  if (text === '') return [];
  const parts = text.split(':');
  const pieces = [];
  for (const [at, part] of parts.entries()) {
    if (at === parts.length - 1 && part.includes('.')) {
      const bytes = /^(?:(?:0|[1-9]\d{0,2})(?:\.|$)){4}$/.test(part) && !part.endsWith('.') ? part.split('.').map(Number) : undefined;
      if (bytes === undefined || bytes.some((byte) => byte > 255)) return undefined;
      pieces.push(bytes[0] * 256 + bytes[1], bytes[2] * 256 + bytes[3]);
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(part)) return undefined;
      pieces.push(Number.parseInt(part, 16));
    }
  }
  return pieces;
}

/** The first of the longest runs of zeros is left out. */
function shortest(pieces) {
  let best = { at: -1, length: 1 };
  for (let at = 0; at < IPV6_PIECES; at += 1) {
    let length = 0;
    while (pieces[at + length] === 0) length += 1;
    if (length > best.length) best = { at, length };
    at += length;
  }
  const hex = (list) => list.map((piece) => piece.toString(16)).join(':');
  return best.at < 0 ? hex(pieces) : `${hex(pieces.slice(0, best.at))}::${hex(pieces.slice(best.at + best.length))}`;
}

/** Which addresses of a request can be believed: the socket's, and what trusted proxies wrote before it. */
import { isIPv4, isIPv6 } from './node/net.js';

const NAMED_RANGES = {
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  loopback: ['127.0.0.1/8', '::1/128'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

const V4_BYTES = 4;
const V6_BYTES = 16;
/** The first bytes of an IPv6 address that stands for an IPv4 one. */
const MAPPED_PREFIX = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/**
 * The function that a `trust proxy` setting means: whether the address at a hop is trusted.
 * @param {boolean | number | string | string[] | Function | undefined} value
 * @returns {(address: string, hop: number) => boolean}
 */
export function compileTrust(value) {
  if (typeof value === 'function') return value;
  if (value === true) return () => true;
  if (typeof value === 'number') return (_address, hop) => hop < value;
  const names = typeof value === 'string' ? value.split(',').map((name) => name.trim()) : value || [];
  if (!Array.isArray(names)) throw new TypeError('unsupported trust argument');
  const ranges = names.flatMap((name) => (Object.hasOwn(NAMED_RANGES, name) ? NAMED_RANGES[name] : [name])).map(parseRange);
  if (ranges.length === 0) return () => false;
  return (address) => {
    const bytes = parseAddress(address);
    return bytes !== undefined && ranges.some((range) => contains(range, unmapped(bytes)));
  };
}

/**
 * The address of the client: the farthest that is reached over trusted ones only.
 * @param {import('./http/incoming-message.js').IncomingMessage} req
 * @param {(address: string, hop: number) => boolean} trust
 */
export function proxyAddress(req, trust) {
  return allAddresses(req, trust).at(-1);
}

/**
 * The addresses from the socket outward, up to and including the first one that is not trusted.
 * @param {import('./http/incoming-message.js').IncomingMessage} req
 * @param {(address: string, hop: number) => boolean} [trust] without it all addresses are returned
 * @returns {string[]}
 */
export function allAddresses(req, trust) {
  const addresses = [req.socket.remoteAddress];
  const header = req.headers['x-forwarded-for'];
  if (header) {
    for (const part of header.split(',').reverse()) {
      const address = part.replace(/^ +| +$/g, '');
      if (address !== '') addresses.push(address);
    }
  }
  if (!trust) return addresses;
  // The last one is the end of the way: whether it is trusted makes no difference.
  for (let hop = 0; hop < addresses.length - 1; hop += 1) {
    if (!trust(addresses[hop], hop)) return addresses.slice(0, hop + 1);
  }
  return addresses;
}

/** The bytes of an address and how many leading bits a range fixes. */
function parseRange(text) {
  const slash = text.lastIndexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  let bytes = parseAddress(address);
  if (bytes === undefined) throw new TypeError(`invalid IP address: ${address}`);
  if (slash < 0) bytes = unmapped(bytes);
  const most = bytes.length * 8;
  const bits = slash < 0 ? most : prefixBits(text.slice(slash + 1), bytes);
  if (bits === undefined || bits <= 0 || bits > most) throw new TypeError(`invalid range on address: ${text}`);
  return { bytes, bits };
}

/** The length after the slash, or the length that an IPv4 netmask means. */
function prefixBits(text, bytes) {
  if (/^[0-9]+$/.test(text)) return Number.parseInt(text, 10);
  const mask = bytes.length === V4_BYTES ? parseAddress(text) : undefined;
  if (mask?.length !== V4_BYTES) return undefined;
  const binary = mask.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(binary) ? binary.lastIndexOf('1') + 1 : undefined;
}

/** An IPv4 address never lies in an IPv6 range, unless that range is one of mapped IPv4 addresses. */
function contains({ bytes, bits }, address) {
  if (address.length === V4_BYTES && bytes.length === V6_BYTES) {
    return bits >= 96 && isMapped(bytes) && startsAlike(bytes, [...MAPPED_PREFIX, ...address], bits);
  }
  if (address.length !== bytes.length || isMapped(bytes)) return false;
  return startsAlike(bytes, address, bits);
}

function startsAlike(left, right, bits) {
  const whole = bits >> 3;
  for (let index = 0; index < whole; index += 1) {
    if (left[index] !== right[index]) return false;
  }
  const shift = 8 - (bits & 7);
  return shift === 8 || left[whole] >> shift === right[whole] >> shift;
}

function isMapped(bytes) {
  return bytes.length === V6_BYTES && MAPPED_PREFIX.every((byte, index) => bytes[index] === byte);
}

function unmapped(bytes) {
  return isMapped(bytes) ? bytes.slice(12) : bytes;
}

function parseAddress(text) {
  if (typeof text !== 'string') return undefined;
  if (isIPv4(text)) return text.split('.').map(Number);
  return isIPv6(text) ? parseV6(text) : undefined;
}

function parseV6(text) {
  let groups = text.split('%')[0];
  const dot = groups.indexOf('.');
  if (dot >= 0) {
    const colon = groups.lastIndexOf(':');
    const [a, b, c, d] = groups.slice(colon + 1).split('.').map(Number);
    groups = `${groups.slice(0, colon + 1)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  }
  const [before, after] = groups.split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const missing = new Array(8 - head.length - tail.length).fill('0');
  return [...head, ...missing, ...tail].flatMap((group) => {
    const number = Number.parseInt(group, 16);
    return [number >> 8, number & 0xff];
  });
}

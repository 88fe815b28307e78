/** The part of `node:net` that needs no network: recognising addresses, and the class of a request's socket. */
import { Socket } from '../http/socket.js';
import { allUnavailable, NO_SOCKETS } from '../unavailable.js';

const PART = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]\\d|\\d)';
const V4 = `(?:${PART}\\.){3}${PART}`;
const GROUP = '[0-9a-fA-F]{1,4}';

/** Each row: how many groups stand before `::`, and what may follow it. */
const V6 = [
  `(?:${GROUP}:){7}(?:${GROUP}|:)`,
  `(?:${GROUP}:){6}(?:${V4}|:${GROUP}|:)`,
  `(?:${GROUP}:){5}(?::${V4}|(?::${GROUP}){1,2}|:)`,
  `(?:${GROUP}:){4}(?:(?::${GROUP}){0,1}:${V4}|(?::${GROUP}){1,3}|:)`,
  `(?:${GROUP}:){3}(?:(?::${GROUP}){0,2}:${V4}|(?::${GROUP}){1,4}|:)`,
  `(?:${GROUP}:){2}(?:(?::${GROUP}){0,3}:${V4}|(?::${GROUP}){1,5}|:)`,
  `(?:${GROUP}:){1}(?:(?::${GROUP}){0,4}:${V4}|(?::${GROUP}){1,6}|:)`,
  `(?::(?:(?::${GROUP}){0,5}:${V4}|(?::${GROUP}){1,7}|:))`,
].join('|');

const V4_PATTERN = new RegExp(`^${V4}$`);
const V6_PATTERN = new RegExp(`^(?:${V6})(?:%[0-9a-zA-Z-.:]{1,})?$`);

/** Whether `input` is an IPv4 address in four decimal parts. */
export function isIPv4(input) {
  return V4_PATTERN.test(`${input}`);
}

/** Whether `input` is an IPv6 address, with or without a zone. */
export function isIPv6(input) {
  return V6_PATTERN.test(`${input}`);
}

/** 4, 6, or 0 for what is no address. */
export function isIP(input) {
  if (isIPv4(input)) return 4;
  return isIPv6(input) ? 6 : 0;
}

export const { BlockList, Server, SocketAddress, connect, createConnection, createServer } = allUnavailable('net',
  'BlockList Server SocketAddress connect createConnection createServer', NO_SOCKETS);

let autoSelectsFamily = true;
let autoSelectTimeout = 250;

/** How connections would be made; there are none. */
export const getDefaultAutoSelectFamily = () => autoSelectsFamily;
export const setDefaultAutoSelectFamily = (value) => { autoSelectsFamily = Boolean(value); };
export const getDefaultAutoSelectFamilyAttemptTimeout = () => autoSelectTimeout;
export const setDefaultAutoSelectFamilyAttemptTimeout = (value) => { autoSelectTimeout = value; };

export { Socket, Socket as Stream };

export default { BlockList, Server, Socket, SocketAddress, Stream: Socket, connect, createConnection, createServer, getDefaultAutoSelectFamily,
  getDefaultAutoSelectFamilyAttemptTimeout, isIP, isIPv4, isIPv6, setDefaultAutoSelectFamily, setDefaultAutoSelectFamilyAttemptTimeout };

/** A URL in parts, from its text and back (URL Standard, 4.4 and 4.5). */

import { readHost } from './host.js';
import { CONTROLS, FRAGMENT, PATH, QUERY, SPECIAL_QUERY, USER_INFO, escaped } from './percent.js';

/** Schemes whose URLs have a host and a path of segments, and their usual ports. */
const SPECIAL_PORTS = { __proto__: null, 'http:': 80, 'https:': 443, 'ws:': 80, 'wss:': 443, 'ftp:': 21, 'file:': null };

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const DRIVE = /^[a-z][:|]$/i;
const STARTS_WITH_DRIVE = /^[a-z][:|](?:[/\\]|$)/i;
const SINGLE_DOT = /^(?:\.|%2e)$/i;
const DOUBLE_DOT = /^(?:\.|%2e){2}$/i;
const PORT_MAX = 65535;

/** Whether URLs of a scheme (with its colon) are parsed as those of the web. */
export const isSpecial = (protocol) => protocol in SPECIAL_PORTS;

/**
 * Reads a URL.
 * @param {string} given well-formed text
 * @param {object} [base] the parts of the URL that a relative one starts from
 * @returns {{protocol: string, username: string, password: string, host: string | null, port: number | null, path: string[] | string,
 *   query: string | null, fragment: string | null} | undefined} undefined when it is none
 */
export function readUrl(given, base) {
  const text = given.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '').replace(/[\t\n\r]/g, '');
  const protocol = SCHEME.exec(text)?.[0];
  const [, rest, query, fragment] = /^([^?#]*)(\?[^#]*)?(#[^]*)?$/.exec(protocol === undefined ? text : text.slice(protocol.length));
  const record = { protocol: (protocol ?? base?.protocol)?.toLowerCase(), username: '', password: '', host: null, port: null, path: [], query: null, fragment: null };
  if (record.protocol === undefined) return undefined;
  const isRelative = protocol === undefined || (base?.protocol === record.protocol && isSpecial(record.protocol) && !(record.protocol !== 'file:' && /^[/\\]{2}/.test(rest)));
  if (isRelative && base !== undefined && typeof base.path === 'string' && (rest !== '' || query !== undefined || fragment === undefined)) return undefined;
  if (!readHierarchy(record, rest, isRelative ? base : undefined, query)) return undefined;
  if (query !== undefined) setQuery(record, query.slice(1));
  if (fragment !== undefined) record.fragment = escaped(fragment.slice(1), FRAGMENT);
  return record;
}

/** Reads host and path. */
function readHierarchy(record, rest, base, query) {
  const special = isSpecial(record.protocol);
  const text = special ? rest.replaceAll('\\', '/') : rest;
  if (record.protocol === 'file:') return readFile(record, text, base, query);
  if (text.startsWith('//') || (special && base === undefined)) return readAuthority(record, special ? text.replace(/^\/+/, '') : text.slice(2));
  if (base !== undefined) {
    for (const part of ['username', 'password', 'host', 'port']) record[part] = base[part];
    readRelative(record, text, base, query);
  } else if (text[0] === '/') {
    addPath(record, text);
  } else {
    record.path = escaped(text, CONTROLS);
  }
  return true;
}

/** The path of the base, with what comes behind its last slash replaced. */
function readRelative(record, text, base, query) {
  if (text[0] === '/') {
    addPath(record, text);
    return;
  }
  record.path = typeof base.path === 'string' ? base.path : [...base.path];
  if (text === '') {
    if (query === undefined) record.query = base.query;
    return;
  }
  shorten(record);
  addPath(record, text);
}

function readFile(record, text, base, query) {
  record.host = '';
  if (text.startsWith('//')) {
    const host = /^\/\/([^/]*)/.exec(text)[1];
    if (DRIVE.test(host)) {
      addPath(record, text.slice(2));
      return true;
    }
    return setHost(record, host) && (addPath(record, text.slice(2 + host.length)), true);
  }
  if (base === undefined || base.protocol !== 'file:') {
    addPath(record, text);
    return true;
  }
  record.host = base.host;
  if (STARTS_WITH_DRIVE.test(text)) {
    addPath(record, text);
    return true;
  }
  if (text[0] === '/' && !STARTS_WITH_DRIVE.test(text.slice(1)) && /^[a-z]:$/i.test(base.path[0] ?? '')) record.path.push(base.path[0]);
  readRelative(record, text, base, query);
  return true;
}

/** Reads `user:password@host:port/path`. */
function readAuthority(record, text) {
  const authority = /^[^/]*/.exec(text)[0];
  const at = authority.lastIndexOf('@');
  const place = authority.slice(at + 1);
  if (at >= 0) {
    if (place === '') return false;
    const [, name, password = ''] = /^([^:]*)(?::([^]*))?$/.exec(authority.slice(0, at));
    record.username = escaped(name, USER_INFO);
    record.password = escaped(password, USER_INFO);
  }
  if (!setPlace(record, place)) return false;
  addPath(record, text.slice(authority.length));
  return true;
}

/** Sets `host:port`. */
function setPlace(record, place) {
  const [, host, port = ''] = /^(\[[^\]]*\]|[^:]*)(?::([0-9]*))?$/.exec(place) ?? [];
  if (host === undefined || (host === '' && place !== '')) return false;
  return setHost(record, host) && setPort(record, port);
}

/** Sets the host; false when the text is none, which changes nothing. */
export function setHost(record, text) {
  const special = isSpecial(record.protocol);
  if (text === '') {
    if (special && record.protocol !== 'file:') return false;
    record.host = '';
    return true;
  }
  const host = readHost(text, special);
  if (host === undefined) return false;
  record.host = record.protocol === 'file:' && host === 'localhost' ? '' : host;
  return true;
}

/** Sets the port by its digits, none for no port; false when it is too high. */
export function setPort(record, digits) {
  if (Number(digits) > PORT_MAX) return false;
  record.port = digits === '' || Number(digits) === SPECIAL_PORTS[record.protocol] ? null : Number(digits);
  return true;
}

/** Sets the query from text without its question mark. */
export function setQuery(record, text) {
  record.query = escaped(text, isSpecial(record.protocol) ? SPECIAL_QUERY : QUERY);
}

/** Adds the segments of a text to the path. */
export function addPath(record, text) {
  const special = isSpecial(record.protocol);
  if (text === '' && !special) return;
  const segments = (special ? text.replaceAll('\\', '/') : text).replace(/^\//, '').split('/');
  for (const [at, segment] of segments.entries()) {
    const isLast = at === segments.length - 1;
    if (DOUBLE_DOT.test(segment)) shorten(record);
    if (DOUBLE_DOT.test(segment) || SINGLE_DOT.test(segment)) {
      if (isLast) record.path.push('');
    } else {
      const isDrive = record.protocol === 'file:' && record.path.length === 0 && DRIVE.test(segment);
      record.path.push(isDrive ? `${segment[0]}:` : escaped(segment, PATH));
    }
  }
}

function shorten(record) {
  if (record.protocol === 'file:' && record.path.length === 1 && /^[a-z]:$/i.test(record.path[0])) return;
  record.path.pop();
}

/** The path as text. */
export function pathText({ path }) {
  return typeof path === 'string' ? path : path.map((segment) => `/${segment}`).join('');
}

/** Host and port as text. */
export function hostText({ host, port }) {
  return host === null ? '' : port === null ? host : `${host}:${port}`;
}

/** The whole URL as text. */
export function urlText(record) {
  const { protocol, username, password, host, path, query, fragment } = record;
  let text = protocol;
  if (host !== null) {
    text += '//';
    if (username !== '' || password !== '') text += `${username}${password === '' ? '' : `:${password}`}@`;
    text += hostText(record);
  } else if (typeof path !== 'string' && path.length > 1 && path[0] === '') {
    text += '/.';
  }
  return `${text}${pathText(record)}${query === null ? '' : `?${query}`}${fragment === null ? '' : `#${fragment}`}`;
}

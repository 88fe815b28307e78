/** URLs as Node has always parsed them: leniently, relative ones too. */
import { parse as parseQuery, stringify as stringifyQuery } from './node/querystring.js';
import { invalidArgType, nodeError } from './node-error.js';

const PROTOCOL = /^[a-z0-9.+-]+:/i;
const PLAIN_PATH = /^(\/\/?(?!\/)[^?\s]*)(\?[^\s]*)?$/;
const HOST_BY_AUTH = /^\/\/[^@/]+@[^@/]+/;
/** Where a host ends at the latest. */
const AFTER_HOST = /[\t\n\r "#%'/;<>?\\^`{|}]/;
const FORBIDDEN_IN_HOST = /[\0\t\n\r #%/:<>?@[\\\]^|]/;
const FORBIDDEN_IN_V6_HOST = /[\0\t\n\r #%/<>?@\\^|]/;
/** Characters that are never left as they are in path, query and fragment. */
const ESCAPED = /[\t\n\r "'<>\\^`{|}]/g;
/** The longest host name, in characters. */
const HOSTNAME_LENGTH_MAX = 255;

const SLASHED = new Set(['http:', 'https:', 'ftp:', 'gopher:', 'file:', 'ws:', 'wss:']);
const WITHOUT_HOST = new Set(['javascript:']);

/** A parsed URL of the legacy kind. */
export function Url() {
  for (const part of ['protocol', 'slashes', 'auth', 'host', 'port', 'hostname', 'hash', 'search', 'query', 'pathname', 'path', 'href']) this[part] = null;
}

/**
 * Parses a URL as Node always has: leniently, relative ones too.
 * @param {string} url
 * @param {boolean} [parseQueryString] makes `query` an object
 * @param {boolean} [slashesDenoteHost] takes `//host/path` for a host and a path
 */
export function parse(url, parseQueryString, slashesDenoteHost) {
  if (url instanceof Url) return url;
  if (typeof url !== 'string') throw invalidArgType('url', 'of type string', url);
  const result = new Url();
  const rest = forwardSlashes(url.trim());
  if (!slashesDenoteHost && !rest.includes('#') && !rest.includes('@')) {
    const plain = PLAIN_PATH.exec(rest);
    if (plain !== null) {
      setPlainPath(result, rest, plain, parseQueryString);
      return result;
    }
  }
  parseFull(result, url, rest, parseQueryString, slashesDenoteHost);
  return result;
}

Url.prototype.format = function formatUrl() {
  let auth = this.auth ? encodeURIComponent(this.auth).replace(/%3A/gi, ':') : '';
  if (auth !== '') auth += '@';
  let protocol = this.protocol || '';
  if (protocol && !protocol.endsWith(':')) protocol += ':';
  let host = '';
  if (this.host) {
    host = auth + this.host;
  } else if (this.hostname) {
    host = auth + (this.hostname.includes(':') && !this.hostname.startsWith('[') ? `[${this.hostname}]` : this.hostname);
    if (this.port) host += `:${this.port}`;
  }
  const query = this.query !== null && typeof this.query === 'object' ? stringifyQuery(this.query) : '';
  let search = this.search || (query && `?${query}`) || '';
  let pathname = (this.pathname || '').replace(/[#?]/g, (character) => (character === '#' ? '%23' : '%3F'));
  if (this.slashes || SLASHED.has(protocol)) {
    if (this.slashes || host) {
      if (pathname && pathname[0] !== '/') pathname = `/${pathname}`;
      host = `//${host}`;
    } else if (protocol === 'file:') {
      host = '//';
    }
  }
  search = search.replaceAll('#', '%23');
  if (search && search[0] !== '?') search = `?${search}`;
  let hash = this.hash || '';
  if (hash && hash[0] !== '#') hash = `#${hash}`;
  return protocol + host + pathname + search + hash;
};

Url.prototype.parse = function parseInto(url, parseQueryString, slashesDenoteHost) {
  return Object.assign(this, parse(url, parseQueryString, slashesDenoteHost));
};

Url.prototype.resolve = function resolveFrom(relative) {
  return this.resolveObject(parse(relative, false, true)).format();
};

Url.prototype.resolveObject = function resolveObjectFrom(given) {
  const relative = typeof given === 'string' ? parse(given, false, true) : given;
  const result = Object.assign(new Url(), this);
  result.hash = relative.hash;
  if (relative.href === '') return finished(result);
  if (relative.slashes && !relative.protocol) return resolveProtocolRelative(result, relative);
  if (relative.protocol && relative.protocol !== result.protocol) return resolveProtocol(result, relative);
  resolvePath(result, relative);
  return finished(result);
};

/** A URL as text. */
export function format(url, options) {
  if (typeof url === 'string') return parse(url).format();
  if (url === null || typeof url !== 'object') throw invalidArgType('urlObject', 'one of type object or string', url);
  if (Object.prototype.toString.call(url) === '[object URL]') return formatWhatwg(url, options);
  return Url.prototype.format.call(url);
}

/** The absolute URL that `to` means in a document at `from`. */
export function resolve(from, to) {
  return parse(from, false, true).resolve(to);
}

/** As `resolve`, giving the parts. */
export function resolveObject(from, to) {
  return from ? parse(from, false, true).resolveObject(to) : to;
}

/** Back slashes before the query mean slashes. */
function forwardSlashes(text) {
  const end = text.search(/[?#]/);
  return end < 0 ? text.replaceAll('\\', '/') : text.slice(0, end).replaceAll('\\', '/') + text.slice(end);
}

function setPlainPath(result, href, [, pathname, search], parseQueryString) {
  result.path = href;
  result.href = href;
  result.pathname = pathname;
  if (search) {
    result.search = search;
    result.query = parseQueryString ? parseQuery(search.slice(1)) : search.slice(1);
  } else if (parseQueryString) {
    result.search = null;
    result.query = Object.create(null);
  }
}

function parseFull(result, url, text, parseQueryString, slashesDenoteHost) {
  let rest = text;
  const protocol = PROTOCOL.exec(rest)?.[0];
  if (protocol !== undefined) {
    result.protocol = protocol.toLowerCase();
    rest = rest.slice(protocol.length);
  }
  let slashes = false;
  if (slashesDenoteHost || protocol !== undefined || HOST_BY_AUTH.test(rest)) {
    slashes = rest.startsWith('//');
    if (slashes && !(protocol !== undefined && WITHOUT_HOST.has(result.protocol))) {
      rest = rest.slice(2);
      result.slashes = true;
    }
  }
  const hasHost = !WITHOUT_HOST.has(result.protocol) && (slashes || (protocol !== undefined && !SLASHED.has(protocol)));
  if (hasHost) rest = takeHost(result, rest, url);
  if (!WITHOUT_HOST.has(result.protocol)) rest = rest.replace(ESCAPED, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
  setTail(result, rest, parseQueryString);
  if (SLASHED.has(result.protocol) && result.hostname && !result.pathname) result.pathname = '/';
  if (result.pathname || result.search) result.path = (result.pathname || '') + (result.search || '');
  result.href = result.format();
}

/** Takes `user:password@host:port` from the front; returns what is left. */
function takeHost(result, text, url) {
  const end = text.search(/[/?#]/);
  const authority = end < 0 ? text : text.slice(0, end);
  const at = authority.lastIndexOf('@');
  if (at >= 0) result.auth = decodeURIComponent(authority.slice(0, at));
  let rest = text.slice(at + 1);
  const stop = rest.search(AFTER_HOST);
  result.host = stop < 0 ? rest : rest.slice(0, stop);
  rest = stop < 0 ? '' : rest.slice(stop);
  const port = /:[0-9]*$/.exec(result.host)?.[0];
  let hostname = result.host;
  if (port !== undefined) {
    if (port !== ':') result.port = port.slice(1);
    hostname = hostname.slice(0, hostname.length - port.length);
  }
  const bracketed = hostname.startsWith('[') && hostname.endsWith(']');
  if (!bracketed) {
    // What follows a colon and is no port starts the path.
    const colon = hostname.indexOf(':');
    if (colon >= 0) {
      rest = `/${hostname.slice(colon)}${rest}`;
      hostname = hostname.slice(0, colon);
    }
  }
  hostname = hostname.length > HOSTNAME_LENGTH_MAX ? '' : hostname.toLowerCase();
  if (hostname !== '' && (bracketed ? FORBIDDEN_IN_V6_HOST : FORBIDDEN_IN_HOST).test(hostname)) throw invalidUrl(url);
  result.host = hostname + (result.port ? `:${result.port}` : '');
  result.hostname = bracketed ? hostname.slice(1, -1) : hostname;
  return bracketed && rest !== '' && rest[0] !== '/' ? `/${rest}` : rest;
}

function setTail(result, text, parseQueryString) {
  let rest = text;
  const hash = rest.indexOf('#');
  if (hash >= 0) {
    result.hash = rest.slice(hash);
    rest = rest.slice(0, hash);
  }
  const question = rest.indexOf('?');
  if (question >= 0) {
    result.search = rest.slice(question);
    result.query = parseQueryString ? parseQuery(rest.slice(question + 1)) : rest.slice(question + 1);
    rest = rest.slice(0, question);
  } else if (parseQueryString) {
    result.search = null;
    result.query = Object.create(null);
  }
  if (rest !== '') result.pathname = rest;
}

function finished(result) {
  if (result.pathname !== null || result.search !== null) result.path = (result.pathname || '') + (result.search || '');
  result.href = result.format();
  return result;
}

/** `//host/path`: everything but the protocol is the relative one's. */
function resolveProtocolRelative(result, relative) {
  for (const part of Object.keys(relative)) if (part !== 'protocol') result[part] = relative[part];
  if (SLASHED.has(result.protocol) && result.hostname && !result.pathname) {
    result.pathname = '/';
    result.path = '/';
  }
  result.href = result.format();
  return result;
}

/** Another protocol: nothing of the base is left, except the host of a slashed one that names none. */
function resolveProtocol(result, relative) {
  if (!SLASHED.has(relative.protocol)) {
    const other = Object.assign(new Url(), relative);
    other.href = other.format();
    return other;
  }
  result.protocol = relative.protocol;
  if (!relative.host && relative.protocol !== 'file:') {
    const segments = (relative.pathname || '').split('/');
    while (segments.length > 0 && !(relative.host = segments.shift()));
    relative.host ||= '';
    relative.hostname ||= '';
    if (segments[0] !== '') segments.unshift('');
    if (segments.length < 2) segments.unshift('');
    result.pathname = segments.join('/');
  } else {
    result.pathname = relative.pathname;
  }
  for (const part of ['search', 'query', 'auth', 'port']) result[part] = relative[part];
  result.host = relative.host || '';
  result.hostname = relative.hostname || relative.host;
  result.slashes ||= relative.slashes;
  return finished(result);
}

function resolvePath(result, relative) {
  const sourceAbsolute = result.pathname?.[0] === '/';
  const relativeAbsolute = Boolean(relative.host) || relative.pathname?.[0] === '/';
  const absolute = relativeAbsolute || sourceAbsolute || Boolean(result.host && relative.pathname);
  let segments = result.pathname?.split('/') ?? [];
  if (relativeAbsolute) {
    if (relative.host || relative.host === '') {
      if (result.host !== relative.host) result.auth = null;
      result.host = relative.host;
      result.port = relative.port;
    }
    if (relative.hostname || relative.hostname === '') {
      if (result.hostname !== relative.hostname) result.auth = null;
      result.hostname = relative.hostname;
    }
    segments = relative.pathname?.split('/') ?? [];
    takeQuery(result, relative);
  } else if (relative.pathname) {
    segments.pop();
    segments = segments.concat(relative.pathname.split('/'));
    takeQuery(result, relative);
  } else if (relative.search !== null && relative.search !== undefined) {
    takeQuery(result, relative);
    return;
  }
  result.slashes ||= relative.slashes;
  if (segments.length === 0) {
    result.pathname = null;
    return;
  }
  result.pathname = withoutDots(segments, absolute, Boolean(result.host || relative.host));
  result.auth = relative.auth || result.auth;
}

function takeQuery(result, relative) {
  result.search = relative.search;
  result.query = relative.query;
}

function withoutDots(segments, absolute, hasHost) {
  const last = segments.at(-1);
  const directory = ((hasHost || segments.length > 1) && (last === '.' || last === '..')) || last === '';
  const kept = [];
  for (const segment of segments) {
    if (segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (kept.length > 0 && kept.at(-1) !== '..' && !(kept.length === 1 && kept[0] === '')) kept.pop();
    else if (!absolute) kept.push('..');
  }
  if (absolute && kept[0] !== '') kept.unshift('');
  if (directory && kept.join('/').at(-1) !== '/') kept.push('');
  return kept.length === 1 && kept[0] === '' && absolute ? '/' : kept.join('/') || null;
}

function formatWhatwg(url, options) {
  const copy = new url.constructor(url.href);
  if (options?.fragment === false) copy.hash = '';
  if (options?.search === false) copy.search = '';
  if (options?.auth === false) {
    copy.username = '';
    copy.password = '';
  }
  return copy.href;
}

function invalidUrl(input) {
  return Object.assign(nodeError(TypeError, 'ERR_INVALID_URL', 'Invalid URL'), { input });
}

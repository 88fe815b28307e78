/** `express.request`: what Express 5.3 adds to a request. */
import * as accept from './accepts.js';
import { fresh } from './fresh.js';
import { hasBody, is } from './media-type.js';
import { IncomingMessage, requestField } from './http/incoming-message.js';
import { isIP } from './node/net.js';
import { parse as parseUrl } from './legacy-url.js';
import { allAddresses, proxyAddress } from './proxy-address.js';
import { isPathAndQuery } from './router/pathname.js';
import { parseRange } from './range.js';

const request = Object.create(IncomingMessage.prototype);

/** The value of a request field; `Referer` and `Referrer` are the same. */
function header(name) {
  if (!name) throw new TypeError('name argument is required to req.get');
  if (typeof name !== 'string') throw new TypeError('name must be a string to req.get');
  const key = name.toLowerCase();
  if (key === 'referer' || key === 'referrer') return requestField(this, 'referrer') || requestField(this, 'referer');
  return key === 'set-cookie' ? this.headers[key] : requestField(this, key);
}

Object.assign(request, {
  get: header,
  header,

  /** The best of the types, as it was given; false when none is acceptable; all accepted ones when none is given. */
  accepts(...offered) {
    return accept.types(this.headers.accept, listOf(offered));
  },

  acceptsEncodings(...offered) {
    return accept.encodings(this.headers['accept-encoding'], listOf(offered));
  },

  acceptsCharsets(...offered) {
    return accept.charsets(this.headers['accept-charset'], listOf(offered));
  },

  acceptsLanguages(...offered) {
    return accept.languages(this.headers['accept-language'], listOf(offered));
  },

  /** The ranges asked for, within `size`; -1 when none lies there, -2 when the field makes no sense. */
  range(size, options) {
    const value = this.get('Range');
    return value ? parseRange(size, value, options) : undefined;
  },

  /** Which of the types the body is; false when none, null when there is no body. */
  is(types, ...more) {
    const { headers } = this;
    return hasBody(headers) ? is(headers['content-type'], Array.isArray(types) ? types : arguments.length === 0 ? [] : [types, ...more]) : null;
  },
});

const getters = {
  /** Parsed at every access, like Express does: assigning to it has no effect. */
  query() {
    const parse = this.app.get('query parser fn');
    return parse ? parse(queryOf(this.url)) : Object.create(null);
  },

  protocol() {
    const scheme = this.socket.encrypted ? 'https' : 'http';
    const trust = this.app.get('trust proxy fn');
    if (!trust(this.socket.remoteAddress, 0)) return scheme;
    const value = this.get('X-Forwarded-Proto') || scheme;
    const comma = value.indexOf(',');
    return (comma < 0 ? value : value.slice(0, comma)).trim();
  },

  secure() {
    return this.protocol === 'https';
  },

  ip() {
    return proxyAddress(this, this.app.get('trust proxy fn'));
  },

  /** The addresses before the socket's, the farthest first. */
  ips() {
    const addresses = allAddresses(this, this.app.get('trust proxy fn'));
    return addresses.slice(1).reverse();
  },

  subdomains() {
    const { hostname } = this;
    if (!hostname) return [];
    const parts = isIP(hostname) ? [hostname] : hostname.split('.').reverse();
    return parts.slice(this.app.get('subdomain offset'));
  },

  path() {
    const { url } = this;
    if (!isPathAndQuery(url)) return parseUrl(url).pathname;
    const question = url.indexOf('?');
    return question < 0 ? url : url.slice(0, question);
  },

  /** Host and port as the client named them. */
  host() {
    const trust = this.app.get('trust proxy fn');
    const forwarded = this.get('X-Forwarded-Host');
    if (!forwarded || !trust(this.socket.remoteAddress, 0)) return this.get('Host') || undefined;
    const comma = forwarded.indexOf(',');
    return (comma < 0 ? forwarded : forwarded.slice(0, comma).trimEnd()) || undefined;
  },

  hostname() {
    const { host } = this;
    if (!host) return undefined;
    // The colons of an IPv6 address are inside its brackets.
    const colon = host.indexOf(':', host[0] === '[' ? host.indexOf(']') + 1 : 0);
    return colon < 0 ? host : host.slice(0, colon);
  },

  /** Whether the client's copy is the answer that is about to be sent. */
  fresh() {
    const { method, res } = this;
    if (method !== 'GET' && method !== 'HEAD' && method !== 'QUERY') return false;
    const status = res.statusCode;
    if ((status < 200 || status >= 300) && status !== 304) return false;
    return fresh(this.headers, res.get('ETag'), res.get('Last-Modified'));
  },

  stale() {
    return !this.fresh;
  },

  xhr() {
    return (this.get('X-Requested-With') || '').toLowerCase() === 'xmlhttprequest';
  },
};

for (const name of Object.keys(getters)) {
  Object.defineProperty(request, name, { configurable: true, enumerable: true, get: getters[name] });
}

export default request;

/** Arguments that may have been given as one array. */
function listOf(values) {
  return Array.isArray(values[0]) ? values[0] : values[0] ? values : [];
}

/** What follows the first `?`; null when there is none. */
function queryOf(url) {
  if (!isPathAndQuery(url)) return parseUrl(url).query;
  const question = url.indexOf('?');
  return question < 0 ? null : url.slice(question + 1);
}

/** `URL`: an address of the web, taken apart (URL Standard, 6.1). */

import { custom, inspect } from '../inspect.js';
import { nodeError } from '../node-error.js';
import { FRAGMENT, USER_INFO, escaped, wellFormed } from './percent.js';
import { addPath, hostText, isSpecial, pathText, readUrl, setHost, setPort, setQuery, urlText } from './record.js';
import { onChange, replacePairs, URLSearchParams } from './search-params.js';

/** What a URL shows of itself, in Node's order. */
const SHOWN = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'searchParams', 'hash'];

function invalidUrl(input, base) {
  const error = nodeError(TypeError, 'ERR_INVALID_URL', 'Invalid URL');
  delete error.code;
  return Object.assign(error, { code: 'ERR_INVALID_URL', input }, base === undefined ? {} : { base });
}

/** Reads a URL and, first, the base it is relative to; undefined when one of them is none. */
function read(input, base) {
  if (base === undefined) return readUrl(input);
  const start = readUrl(base);
  return start === undefined ? undefined : readUrl(input, start);
}

/** The text of an argument; what is a URL already is not read twice. */
const textOf = (value) => (value === undefined ? undefined : wellFormed(value));

/** An absolute address. */
export class URL {
  #record;
  #searchParams;

  constructor(input, base) {
    if (arguments.length === 0) throw nodeError(TypeError, 'ERR_MISSING_ARGS', 'The "url" argument must be specified');
    const [text, baseText] = [textOf(input), textOf(base)];
    this.#record = read(text ?? 'undefined', baseText);
    if (this.#record === undefined) throw invalidUrl(text ?? 'undefined', baseText);
  }

  /** Whether the constructor would take it. */
  static canParse(input, base) {
    if (arguments.length === 0) throw nodeError(TypeError, 'ERR_MISSING_ARGS', 'The "url" argument must be specified');
    return read(wellFormed(input), textOf(base)) !== undefined;
  }

  get href() {
    return urlText(this.#record);
  }

  set href(value) {
    const text = wellFormed(value);
    const record = readUrl(text);
    if (record === undefined) throw invalidUrl(text);
    this.#record = record;
    this.#searchParams?.[replacePairs](record.query ?? '');
  }

  get origin() {
    const { protocol } = this.#record;
    if (protocol === 'blob:') {
      const inner = readUrl(pathText(this.#record));
      return inner !== undefined && /^https?:$/.test(inner.protocol) ? `${inner.protocol}//${hostText(inner)}` : 'null';
    }
    return isSpecial(protocol) && protocol !== 'file:' ? `${protocol}//${hostText(this.#record)}` : 'null';
  }

  get protocol() {
    return this.#record.protocol;
  }

  set protocol(value) {
    const protocol = /^([a-z][a-z0-9+.-]*)(?::|$)/i.exec(withoutBreaks(value))?.[1].toLowerCase();
    if (protocol === undefined) return;
    const record = this.#record;
    const next = `${protocol}:`;
    if (isSpecial(next) !== isSpecial(record.protocol)) return;
    if (next === 'file:' && (record.username !== '' || record.password !== '' || record.port !== null)) return;
    if (record.protocol === 'file:' && record.host === '') return;
    record.protocol = next;
    setPort(record, String(record.port ?? ''));
  }

  get username() {
    return this.#record.username;
  }

  set username(value) {
    if (this.#hasPlace()) this.#record.username = escaped(wellFormed(value), USER_INFO);
  }

  get password() {
    return this.#record.password;
  }

  set password(value) {
    if (this.#hasPlace()) this.#record.password = escaped(wellFormed(value), USER_INFO);
  }

  get host() {
    return hostText(this.#record);
  }

  set host(value) {
    if (typeof this.#record.path === 'string') return;
    const [, host, port] = placeIn(value, this.#record);
    if (host === '' ? port !== undefined || this.#isBare() : port !== undefined && this.#record.protocol === 'file:') return;
    if (setHost(this.#record, host) && port) setPort(this.#record, port);
  }

  get hostname() {
    return this.#record.host ?? '';
  }

  set hostname(value) {
    if (typeof this.#record.path === 'string') return;
    const [, host, , colon] = placeIn(value, this.#record);
    if (colon === undefined && !(host === '' && this.#isBare())) setHost(this.#record, host);
  }

  get port() {
    return this.#record.port === null ? '' : String(this.#record.port);
  }

  set port(value) {
    if (!this.#hasPlace()) return;
    const text = withoutBreaks(value);
    const digits = /^[0-9]*/.exec(text)[0];
    if (digits !== '' || text === '') setPort(this.#record, digits);
  }

  get pathname() {
    return pathText(this.#record);
  }

  set pathname(value) {
    if (typeof this.#record.path === 'string') return;
    this.#record.path = [];
    addPath(this.#record, withoutBreaks(value));
  }

  get search() {
    return this.#record.query ? `?${this.#record.query}` : '';
  }

  set search(value) {
    const text = withoutBreaks(value);
    if (text === '') this.#record.query = null;
    else setQuery(this.#record, text.replace(/^\?/, ''));
    this.#searchParams?.[replacePairs](this.#record.query ?? '');
  }

  get searchParams() {
    if (this.#searchParams === undefined) {
      this.#searchParams = new URLSearchParams();
      this.#searchParams[replacePairs](this.#record.query ?? '');
      const tell = () => { this.#record.query = this.#searchParams.toString() || null; };
      Object.defineProperty(this.#searchParams, onChange, { value: tell });
    }
    return this.#searchParams;
  }

  get hash() {
    return this.#record.fragment ? `#${this.#record.fragment}` : '';
  }

  set hash(value) {
    const text = withoutBreaks(value);
    this.#record.fragment = text === '' ? null : escaped(text.replace(/^#/, ''), FRAGMENT);
  }

  toString() {
    return this.href;
  }

  toJSON() {
    return this.href;
  }

  [custom](depth, options) {
    if (typeof depth === 'number' && depth < 0) return '[Object]';
    const parts = {};
    for (const name of SHOWN) parts[name] = this[name];
    return `URL ${inspect(parts, options)}`;
  }

  /** Whether it can have a user and a port. */
  #hasPlace() {
    const { host, protocol } = this.#record;
    return host !== null && host !== '' && protocol !== 'file:';
  }

  /** Whether its host cannot be taken away. */
  #isBare() {
    const { username, password, port } = this.#record;
    return username !== '' || password !== '' || port !== null;
  }
}

/** The text that a part is set to; tabs and line feeds count for nothing anywhere in a URL. */
function withoutBreaks(value) {
  return wellFormed(value).replace(/[\t\n\r]/g, '');
}

/** Host and port in front of a path. */
function placeIn(value, { protocol }) {
  const text = withoutBreaks(value);
  const authority = (isSpecial(protocol) ? /^[^/\\?#]*/ : /^[^/?#]*/).exec(text)[0];
  const [, host, colon, port] = /^(\[[^\]]*\]|[^:]*)(?:(:)([0-9]*))?/.exec(authority) ?? [authority, authority];
  return [authority, host, port, colon];
}

for (const name of ['toString', 'toJSON', ...SHOWN]) Object.defineProperty(URL.prototype, name, { enumerable: true });
Object.defineProperty(URL, 'canParse', { enumerable: true });
Object.defineProperty(URL.prototype, Symbol.toStringTag, { value: 'URL', configurable: true });

/** `express.response`: what Express 5.3 adds to an answer. */
import { attachment as attachmentHeader } from './content-disposition.js';
import { serialize, sign } from './cookie.js';
import { encodeUrl } from './encode-url.js';
import { rewordJsonError } from './engine/json-words.js';
import { escapeHtml } from './escape-html.js';
import { createError } from './http-error.js';
import { usualKey } from './http/field-table.js';
import { fieldOf, ServerResponse, setValidField } from './http/server-response.js';
import { STATUS_CODES } from './http/status.js';
import { contentType, lookup } from './media-type.js';
import { Buffer } from './node/buffer.js';
import { basename, extname } from './node/path.js';
import { send } from './send.js';
import { download, sendFile } from './send-file.js';
import { vary } from './vary.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

const JSON_TYPE = 'application/json; charset=utf-8';

const response = Object.create(ServerResponse.prototype);

/** Sets a field, or every field of an object. `Content-Type` gets its charset; a short name becomes a type. */
function setHeader(field, value) {
  if (arguments.length !== 2) {
    for (const name in field) this.set(name, field[name]);
    return this;
  }
  let text = typeof value === 'string' ? value : Array.isArray(value) ? value.map(String) : String(value);
  if ((usualKey(field) ?? field.toLowerCase()) === 'content-type') {
    if (Array.isArray(text)) throw new TypeError('Content-Type cannot be set to an Array');
    text = contentType(text);
  }
  this.setHeader(field, text);
  return this;
}

/** Sets `Content-Type` by media type or extension. */
function setType(type) {
  return this.set('Content-Type', type.includes('/') ? type : contentType(type) || 'application/octet-stream');
}

Object.assign(response, {
  send,
  sendFile,
  download,
  set: setHeader,
  header: setHeader,
  type: setType,
  contentType: setType,

  status(code) {
    if (!Number.isInteger(code)) throw new TypeError(`Invalid status code: ${JSON.stringify(code)}. Status code must be an integer.`);
    if (code < 100 || code > 999) {
      throw new RangeError(`Invalid status code: ${JSON.stringify(code)}. Status code must be greater than 99 and less than 1000.`);
    }
    this.statusCode = code;
    return this;
  },

  get(field) {
    return this.getHeader(field);
  },

  json(value) {
    const body = stringify(value, this.app);
    if (!fieldOf(this, 'content-type')) setValidField(this, 'content-type', 'Content-Type', JSON_TYPE);
    return this.send(body);
  },

  jsonp(value) {
    let body = stringify(value, this.app);
    let callback = this.req.query[this.app.get('jsonp callback name')];
    if (!this.get('Content-Type')) {
      this.set('X-Content-Type-Options', 'nosniff');
      this.set('Content-Type', 'application/json');
    }
    if (Array.isArray(callback)) [callback] = callback;
    if (typeof callback === 'string' && callback.length > 0) {
      this.set('X-Content-Type-Options', 'nosniff');
      this.set('Content-Type', 'text/javascript');
      const name = callback.replace(/[^\[\]\w$.]/g, '');
      const argument = body === undefined ? '' : body.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
      // The comment keeps the answer from being taken for something else than a script.
      body = `/**/ typeof ${name} === 'function' && ${name}(${argument});`;
    }
    return this.send(body);
  },

  sendStatus(code) {
    const body = STATUS_CODES[code] || String(code);
    this.status(code);
    this.type('txt');
    return this.send(body);
  },

  /** Calls the handler of the type that the client likes best; an error 406 when it likes none. */
  format(handlers) {
    const { req } = this;
    const { next } = req;
    const offered = Object.keys(handlers).filter((type) => type !== 'default');
    const best = offered.length > 0 ? req.accepts(offered) : false;
    this.vary('Accept');
    if (best) {
      this.set('Content-Type', fullType(best));
      handlers[best](req, this, next);
    } else if (handlers.default) {
      handlers.default(req, this, next);
    } else {
      next(createError(406, undefined, { types: offered.map(fullType) }));
    }
    return this;
  },

  attachment(filename) {
    const name = filename === undefined ? undefined : basename(filename);
    if (name) this.type(extname(name));
    this.set('Content-Disposition', attachmentHeader(name));
    return this;
  },

  append(field, value) {
    const present = this.get(field);
    if (!present) return this.set(field, value);
    return this.set(field, Array.isArray(present) ? present.concat(value) : [present].concat(value));
  },

  links(links) {
    const present = this.get('Link');
    const added = Object.keys(links)
      .map((rel) => [links[rel]].flat().map((link) => `<${link}>; rel="${rel}"`).join(', '))
      .join(', ');
    return this.set('Link', present ? `${present}, ${added}` : added);
  },

  cookie(name, value, options) {
    const settings = { ...options };
    const { secret } = this.req;
    if (settings.signed && !secret) throw new Error('cookieParser("secret") required for signed cookies');
    let text = typeof value === 'object' ? `j:${JSON.stringify(value)}` : String(value);
    if (settings.signed) text = `s:${sign(text, secret)}`;
    if (settings.maxAge != null) {
      const milliseconds = settings.maxAge - 0;
      if (!Number.isNaN(milliseconds)) {
        settings.expires = new Date(Date.now() + milliseconds);
        settings.maxAge = Math.floor(milliseconds / 1000);
      }
    }
    settings.path ??= '/';
    this.append('Set-Cookie', serialize(name, text, settings));
    return this;
  },

  /** Makes the client forget a cookie. */
  clearCookie(name, options) {
    const settings = { path: '/', ...options, expires: new Date(1) };
    delete settings.maxAge;
    return this.cookie(name, '', settings);
  },

  location(url) {
    return this.set('Location', encodeUrl(url));
  },

  redirect(statusOrUrl, url) {
    const status = arguments.length === 2 ? statusOrUrl : 302;
    const target = arguments.length === 2 ? url : statusOrUrl;
    warnOfArguments(target, status);
    const address = this.location(target).get('Location');
    let body = '';
    this.format({
      text: () => {
        body = `${STATUS_CODES[status]}. Redirecting to ${address}`;
      },
      html: () => {
        body = `<!DOCTYPE html><head><title>${STATUS_CODES[status]}</title></head>`
          + `<body><p>${STATUS_CODES[status]}. Redirecting to ${escapeHtml(address)}</p></body>`;
      },
      default: () => {},
    });
    this.status(status);
    this.set('Content-Length', Buffer.byteLength(body));
    if (this.req.method === 'HEAD') this.end();
    else this.end(body);
  },

  vary(field) {
    vary(this, field);
    return this;
  },

  render(view, options, callback) {
    const { app, next } = this.req;
    const locals = typeof options === 'function' ? {} : options || {};
    locals._locals = this.locals;
    const done = (typeof options === 'function' ? options : callback) || ((error, text) => {
      if (error) next(error);
      else this.send(text);
    });
    app.render(view, locals, done);
  },
});

export default response;

/** The media type a negotiated name stands for, without its parameters. */
function fullType(name) {
  if (!name.includes('/')) return lookup(name) || 'application/octet-stream';
  const semicolon = name.indexOf(';');
  return (semicolon < 0 ? name : name.slice(0, semicolon)).trim();
}

/** JSON as the `json replacer`, `json spaces` and `json escape` settings want it. */
function stringify(value, app) {
  const { settings } = app;
  const replacer = settings['json replacer'];
  const spaces = settings['json spaces'];
  let text;
  try {
    text = replacer || spaces ? JSON.stringify(value, replacer, spaces) : runtime.json(value);
  } catch (error) {
    rewordJsonError(error, value);
    throw error;
  }
  if (!settings['json escape'] || typeof text !== 'string') return text;
  return text.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026');
}

function warnOfArguments(url, status) {
  const problem = !url ? 'Provide a url argument' : typeof url !== 'string' ? 'Url must be a string' : undefined;
  const problems = [problem, typeof status === 'number' ? undefined : 'Status must be a number'];
  for (const text of problems) if (text !== undefined) globalThis.process?.emitWarning?.(`express deprecated ${text}`, 'DeprecationWarning');
}

/** A stand-in under Node for the object the runtime gives the SDK, and for what the host does with an answer. */

// The SDK replaces the global Buffer by its own.
import { Buffer } from 'node:buffer';
import crypto from 'node:crypto';
import http from 'node:http';
import { lazy } from './crypto-stub.mjs';

const view = (buffer, start = 0, end = buffer.byteLength) => Buffer.from(buffer, start, Math.max(0, end - start));
const exact = (bytes) => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);

/** The runtime object; `errors` and `mode` can be changed between requests. */
export const runtime = {
  mode: 'production',
  errors: 'express',
  env: process.env,
  dispatch: undefined,
  answer: undefined,

  serve(dispatch) {
    runtime.dispatch = dispatch;
  },
  respond(status, headers, body, etag) {
    runtime.answer?.({ status, headers: unpack(headers), body, etag });
  },
  unhandled(status, text, error, headers) {
    runtime.answer?.({ status, text, error, headers: unpack(headers), isUnhandled: true });
  },

  utf8Decode: (buffer, start, end) => view(buffer, start, end).toString('utf8'),
  utf8Encode: (text) => exact(Buffer.from(text)),
  utf8Valid: (buffer, start, end) => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(view(buffer, start, end));
      return true;
    } catch {
      return false;
    }
  },
  utf8ByteLength: (text) => Buffer.byteLength(text),
  latin1Decode: (buffer, start, end) => view(buffer, start, end).toString('latin1'),
  base64Encode: (buffer, start, end, url) => view(buffer, start, end).toString(url ? 'base64url' : 'base64'),
  base64Decode: (text) => exact(Buffer.from(text, 'base64')),
  hexEncode: (buffer, start, end) => view(buffer, start, end).toString('hex'),
  hash: (algorithm, data) => exact(crypto.createHash(algorithm).update(view(data)).digest()),
  hmac: (algorithm, key, data) => exact(crypto.createHmac(algorithm, view(key)).update(view(data)).digest()),
  randomBytes: (count) => exact(crypto.randomBytes(count)),
  lazy,
  isFieldValue: (text) => !/[^\t\x20-\x7e\x80-\xff]/.test(text),
  fieldOf,
  timingSafeEqual: (one, other) => one.byteLength === other.byteLength && crypto.timingSafeEqual(view(one), view(other)),
};

globalThis[Symbol.for('rnode.runtime')] = runtime;

/** Node's own reader of headers, asked for one of them. */
function fieldOf(packed, key) {
  const raw = packed.split('\n');
  const message = new http.IncomingMessage(null);
  for (let index = 0; index < raw.length; index += 2) message._addHeaderLine(raw[index], raw[index + 1], message.headers);
  return message.headers[key];
}

/** How long a request may go without an answer, in milliseconds. */
const ANSWER_TIMEOUT_MS = 2000;

/**
 * Drives one request through `dispatch` (by default the one last served) and resolves to what a client would get:
 * `{ status, headers: [[name, value], ...], body: Buffer }`, or `{ status, text, error, headers, isUnhandled }` when the host would render a page.
 */
export async function request(method, path, { headers = [], body, dispatch = runtime.dispatch, scheme = 'http', peer = '127.0.0.1' } = {}) {
  const bytes = body === undefined ? undefined : exact(Buffer.from(body));
  const packed = headers.map(([name, value]) => `${name.toLowerCase()}\n${value}`).join('\n');
  const answer = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${method} ${path}: no answer`)), ANSWER_TIMEOUT_MS);
    runtime.answer = (given) => {
      runtime.answer = undefined;
      clearTimeout(timer);
      resolve(given);
    };
    dispatch(method, path, packed, `1.1\n${scheme}\n${peer}\n50312\n018f0000-0000-7000-8000-000000000000`, bytes);
  });
  return answer.isUnhandled ? answer : complete(method, headers, answer);
}

function unpack(headers) {
  if (headers === '') return [];
  const lines = headers.split('\n');
  const pairs = [];
  for (let at = 0; at < lines.length; at += 2) pairs.push([lines[at], lines[at + 1]]);
  return pairs;
}

/** Adds what the host adds to an answer: entity tag, 304, length, and no body where none belongs. */
function complete(method, requestHeaders, { status: given, headers, body, etag }) {
  let status = given;
  let bytes = bodyBytes(body);
  const has = (name) => headers.some(([header]) => header.toLowerCase() === name);
  const remove = (names) => {
    headers = headers.filter(([header]) => !names.includes(header.toLowerCase()));
  };

  if (etag !== 0 && etag !== undefined && !has('etag')) {
    const hash = crypto.createHash('sha1').update(bytes).digest('base64').slice(0, 27);
    headers.push(['ETag', `${etag === 1 ? 'W/' : ''}"${bytes.length.toString(16)}-${hash}"`]);
    const asked = requestHeaders.find(([header]) => header.toLowerCase() === 'if-none-match')?.[1];
    const mayRevalidate = ['GET', 'HEAD', 'QUERY'].includes(method) && status >= 200 && status < 300;
    if (mayRevalidate && asked !== undefined && !asksForFresh(requestHeaders) && namesTag(asked, headers.at(-1)[1])) {
      status = 304;
      remove(['content-type', 'content-length', 'transfer-encoding']);
    }
  }
  const bodiless = status === 204 || status === 304;
  if (!bodiless && !has('content-length') && (method !== 'HEAD' || bytes.length > 0)) headers.push(['Content-Length', String(bytes.length)]);
  if (bodiless || method === 'HEAD') bytes = Buffer.alloc(0);
  return { status, headers, body: bytes };
}

function asksForFresh(requestHeaders) {
  return requestHeaders.some(([name, value]) => name.toLowerCase() === 'cache-control' && /(?:^|,)\s*no-cache\s*(?:,|$)/.test(value));
}

function namesTag(list, tag) {
  const opaque = (one) => one.trim().replace(/^W\//, '');
  return list.trim() === '*' || list.split(',').some((one) => opaque(one) === opaque(tag));
}

function bodyBytes(body) {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (typeof body === 'string') return Buffer.from(body);
  return body instanceof ArrayBuffer ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

/** A stand-in under Node for the object the runtime gives the SDK, and for what the host does with an answer. */

// The SDK replaces the global Buffer by its own.
import { AsyncLocalStorage } from 'node:async_hooks';
import { Buffer } from 'node:buffer';
import crypto from 'node:crypto';
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import vm from 'node:vm';
import zlib from 'node:zlib';
import { forgetStores } from '../src/async-local-storage.js';
import { bundle } from '../runtime/packages/bundle.mjs';
import { already, lazy } from './crypto-stub.mjs';

const view = (buffer, start = 0, end = buffer.byteLength) => Buffer.from(buffer, start, Math.max(0, end - start));
const exact = (bytes) => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);

/** What the running code belongs to: its request, and who takes the answer. One that comes too late must not answer the next request. */
const current = new AsyncLocalStorage();
const deliver = (answer) => current.getStore()?.take(answer);
const incoming = () => current.getStore() ?? given;

/** Puts a request in the place of the one that came in: packed fields and connection. */
export function receive(headers, connection) {
  given = { headers, connection };
}

const indexes = [];
let usualNames = new Map();
let given = { headers: '', connection: '' };

/** The runtime object; `errors` and `mode` can be changed between requests. */
export const runtime = {
  mode: 'production',
  errors: 'express',
  env: process.env,
  dispatch: undefined,

  serve(dispatch) {
    runtime.dispatch = dispatch;
  },
  respond(status, fields, names, body, etag) {
    deliver({ status, headers: written(fields, names), body, etag });
  },
  // Answers leave whole under Node.
  flushing() {},
  onFlush() {},
  onUnwanted() {},
  fieldNames(names) {
    usualNames = new Map(names.map((name) => [name.toLowerCase(), name]));
  },
  headers: () => incoming().headers,
  connection: () => incoming().connection,
  field: (name) => fieldOf(incoming().headers, name),
  indexRoutes: (entries) => indexes.push(entries.match(/^\d+\n[et]\n.*$/gm).map((entry) => entry.split('\n'))) - 1,
  candidates: (number, path) => candidatesOf(indexes[number], path.toLowerCase().replace(/\/+$/, '')),
  json: JSON.stringify,
  unhandled(status, text, error, headers) {
    deliver({ status, text, error, headers: unpack(headers), isUnhandled: true });
  },

  /** A real directory and the place it is seen at; `showFiles` sets it. */
  files: undefined,
  fileTable: () => (runtime.files === undefined ? '' : tableOf(runtime.files)),
  readFile: (path, start = 0, end = undefined) => exact(bytesOf(path, start, end)),
  respondFile(status, fields, names, path, start, end) {
    deliver({ status, headers: written(fields, names), body: bytesOf(path, start, end) });
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
  made: already,
  isFieldValue: (text) => !/[^\t\x20-\x7e\x80-\xff]/.test(text),
  package: (name) => vm.runInThisContext(bundle(name), { filename: `npm:${name}` }),
  compress,
  decompress,
  crc32: (data, start) => crc32(view(data), start),
  timingSafeEqual: (one, other) => one.byteLength === other.byteLength && crypto.timingSafeEqual(view(one), view(other)),
};

globalThis[Symbol.for('rnode.runtime')] = runtime;

/** Lets the app see what is in a real directory, below `at`. Before the SDK first asks for files. */
export function showFiles(directory, at) {
  runtime.files = { directory, at };
}

/** The rows of the files below a directory, as the host writes them. */
function tableOf({ directory, at }) {
  const names = readdirSync(directory, { recursive: true }).filter((name) => statSync(join(directory, name)).isFile());
  const rows = names.map((name) => [join(at, name), statSync(join(directory, name))]).sort(([one], [other]) => (one < other ? -1 : 1));
  return rows.map(([path, { size, mtimeMs }]) => `${path}\n${size}\n${Math.round(mtimeMs)}\n`).join('');
}

function bytesOf(path, start, end) {
  const { directory, at } = runtime.files ?? {};
  if (at === undefined || !path.startsWith(join(at, '/'))) throw new Error(`no such file: ${path}`);
  const file = openSync(join(directory, path.slice(at.length)));
  try {
    const bytes = Buffer.alloc((end ?? statSync(join(directory, path.slice(at.length))).size) - start);
    return bytes.subarray(0, bytes.length === 0 ? 0 : readSync(file, bytes, 0, bytes.length, start));
  } finally {
    closeSync(file);
  }
}

const COMPRESSORS = { gzip: zlib.gzipSync, deflate: zlib.deflateSync, 'deflate-raw': zlib.deflateRawSync, br: zlib.brotliCompressSync };
const DECOMPRESSORS = { gzip: zlib.gunzipSync, deflate: zlib.inflateSync, 'deflate-raw': zlib.inflateRawSync, br: zlib.brotliDecompressSync };

function compress(format, level, data, isPart) {
  const options = format === 'br'
    ? { params: level < 0 ? {} : { [zlib.constants.BROTLI_PARAM_QUALITY]: level } }
    : { level, ...(isPart && { finishFlush: zlib.constants.Z_SYNC_FLUSH }) };
  return exact(COMPRESSORS[format](view(data), options));
}

function decompress(format, data, maxBytes, isPartial) {
  const finishFlush = format === 'br' ? zlib.constants.BROTLI_OPERATION_FLUSH : zlib.constants.Z_SYNC_FLUSH;
  return exact(DECOMPRESSORS[format](view(data), { maxOutputLength: maxBytes, ...(isPartial && { finishFlush }) }));
}

/** Bit by bit: the Node this runs on may not have it. */
function crc32(bytes, start) {
  let crc = ~start;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

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
  forgetStores();
  const packed = headers.map(([name, value]) => `${name.toLowerCase()}\n${value}`).join('\n');
  const answer = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${method} ${path}: no answer`)), ANSWER_TIMEOUT_MS);
    const take = (answered) => {
      clearTimeout(timer);
      resolve(answered);
    };
    const connection = `1.1\n${scheme}\n${peer}\n50312\n018f0000-0000-7000-8000-000000000000`;
    current.run({ take, headers: packed, connection }, dispatch, method, path, factsOf(path, packed), bytes);
  });
  // What the answer sets in motion, such as its 'finish', is over before anybody sees it.
  await new Promise((resolve) => { setImmediate(resolve); });
  return answer.isUnhandled ? answer : complete(method, headers, answer);
}

/** What the runtime says at once about a request: its target is usual (1), it is conditional (2). */
export function factsOf(target, packed) {
  const isUsual = /^\/[\x21\x22\x24-\x7e]*$/.test(target);
  const isConditional = packed.split('\n').some((name, at) => at % 2 === 0 && ['if-none-match', 'if-modified-since'].includes(name));
  return (isUsual ? 1 : 0) | (isConditional ? 2 : 0);
}

/** The positions of the entries whose segments a path begins with, or has and no more. */
function candidatesOf(index, path) {
  const segments = path.startsWith('/') ? path.slice(1).split('/') : [];
  const fits = ([, place, pattern]) => {
    const wanted = pattern === '' ? [] : pattern.split('/');
    const isLong = place === 'e' ? wanted.length === segments.length && (path === '' || path[0] === '/') : wanted.length <= segments.length;
    return isLong && wanted.every((segment, at) => segment === '\0' || segment === segments[at]);
  };
  return [...new Set(index.filter(fits).map(([position]) => Number(position)))].sort((one, other) => one - other);
}

/** The fields of an answer as pairs, names as they are written. */
export function written(fields, names) {
  if (fields === undefined) return [];
  return Object.keys(fields).filter((key) => key !== 'transfer-encoding')
    .flatMap((key) => [fields[key]].flat().map((value) => [names?.[key] ?? usualNames.get(key) ?? key, String(value)]));
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

/** One request and its answer, as the case files write them and the records keep them. */

import { Buffer } from 'node:buffer';
import { readFile, readdir } from 'node:fs/promises';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

const folder = (path) => new URL(path, import.meta.url);

/** Headers that differ from run to run or belong to the connection, not to the answer. */
const UNRECORDED_HEADERS = new Set(['date', 'connection', 'keep-alive']);

/** How each encoding of a body is undone. */
const DECODERS = { br: brotliDecompressSync, deflate: inflateSync, gzip: gunzipSync };

/** The subjects that have cases, in alphabetical order. */
export async function exchangeNames() {
  const names = await readdir(folder('cases/'));
  return names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length)).sort();
}

/** Where the record of a subject is kept. */
export function recordPath(name) {
  return folder(`records/${name}.json`);
}

/** Builds the app of a subject with the given Express. */
export async function loadApp(name, express) {
  const module = await import(folder(`apps/${name}.mjs`));
  return module.default(express);
}

/** Reads the cases of a subject, each completed with the headers every request carries. */
export async function loadCases(name) {
  const { env = 'production', cases } = JSON.parse(await readFile(folder(`cases/${name}.json`), 'utf8'));
  return { env, cases: cases.map(completeCase) };
}

function completeCase(written) {
  const method = written.method ?? 'GET';
  const given = written.headers ?? [];
  const has = (name) => given.some(([header]) => header.toLowerCase() === name);
  const bytes = written.bodyBase64 !== undefined
    ? Buffer.from(written.bodyBase64, 'base64')
    : written.body === undefined ? undefined : Buffer.from(written.body);
  const added = [];
  if (!has('host')) added.push(['host', 'oracle.test']);
  if (!has('connection')) added.push(['connection', 'close']);
  if (bytes !== undefined && !has('content-length')) added.push(['content-length', String(bytes.length)]);
  const request = { method, path: written.path, headers: [...added, ...given], bytes };
  const { method: _method, path, headers: _headers, name, encoded = false, ...body } = written;
  return {
    name: name ?? `${method} ${path}`,
    isEncoded: encoded,
    request,
    written: { method, path, headers: request.headers, ...body },
  };
}

/**
 * Turns { status, headers, body: Buffer } into what a record keeps of it. Of an encoded answer that is the body that was encoded:
 * two programs that compress the same need not do it in the same bytes.
 */
export function responseForRecord(request, answer, isEncoded = false) {
  if (!isEncoded) return keptOf(request, answer);
  const { body, ...kept } = keptOf(request, { ...answer, body: decoded(answer) });
  return { ...kept, headers: kept.headers.filter(([name]) => name.toLowerCase() !== 'content-length'), encoded: true, body };
}

function decoded({ headers, body }) {
  const encoding = headers.find(([name]) => name.toLowerCase() === 'content-encoding')?.[1];
  const decode = DECODERS[encoding];
  if (decode === undefined) throw new Error(`the answer should be encoded, and its encoding is ${encoding}`);
  return decode(body);
}

function keptOf(request, { status, headers, body }) {
  const kept = [];
  let chunked = false;
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (lower === 'transfer-encoding') chunked = true;
    else if (!UNRECORDED_HEADERS.has(lower)) kept.push([name, lower === 'set-cookie' ? withoutMoment(value) : value]);
  }
  if (chunked && request.method !== 'HEAD') kept.push(['Content-Length', String(body.length)]);
  const text = body.toString('utf8');
  return Buffer.from(text).equals(body)
    ? { status, headers: kept, body: text }
    : { status, headers: kept, bodyBase64: body.toString('base64') };
}

function withoutMoment(cookie) {
  return cookie.includes('Max-Age=') ? cookie.replace(/Expires=[^;]*/, 'Expires=*') : cookie;
}

/** Answers with a file of the app as `send` 1.2 does: where a path leads, conditions, ranges and headers. */
import { isNotModified, isPreconditionFailed, isRangeCurrent } from './file-answer/conditions.js';
import { placeOf } from './file-answer/place.js';
import { Fault } from './file-answer/fault.js';
import { Stats } from './fs/stats.js';
import { canonicalPath, find } from './fs/tree.js';
import { requestField } from './http/incoming-message.js';
import { endWithFile, fieldOf, isBodyUnwatched, setValidField } from './http/server-response.js';
import { contentType } from './media-type.js';
import { Buffer } from './node/buffer.js';
import { extname, join } from './node/path.js';
import { parseRange, UNSATISFIABLE } from './range.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

/** How much of a file is written at once when somebody watches the body; what a stream of Node reads at once. */
const CHUNK_BYTES = 65536;

/**
 * What the caller learns, in this order.
 * @typedef {object} Events
 * @property {(fault: Fault) => void} failed nothing is sent
 * @property {() => void} directory the path is that of a directory
 * @property {() => void} [found] it is a file; from now on the answer is about this one
 * @property {(res: object, path: string, stats: Stats) => void} [headers] the time to set fields
 * @property {() => void} [sent] the body left
 * @property {() => void} [ended] the answer ended without one
 */

/**
 * Sends the file a URL path leads to, or its part; refusals that need no look at the files are told at once, everything else later.
 * @param {import('./http/incoming-message.js').IncomingMessage} req
 * @param {import('./http/server-response.js').ServerResponse} res
 * @param {string} urlPath percent-encoded
 * @param {ReturnType<import('./file-answer/options.js').fileOptions>} options
 * @param {Events} events
 */
export function answerWithFile(req, res, urlPath, options, events) {
  const place = placeOf(urlPath, options);
  if (typeof place === 'number') {
    events.failed(new Fault(place));
    return;
  }
  const wantsIndex = options.index.length > 0 && urlPath.endsWith('/');
  // Node looks at the disk in the meantime: code behind the call still runs before anything is decided.
  setImmediate(() => {
    const found = wantsIndex ? indexIn(place, options.index) : fileAt(place, options.extensions);
    if (found === 'directory') events.directory();
    else if (found instanceof Fault) events.failed(found);
    else sendFound(req, res, found, options, events);
  });
}

function fileAt(place, extensions) {
  const node = find(place);
  const endsWithSlash = place.endsWith('/');
  if (node === 'ENOENT' && !endsWithSlash && extname(place) === '') {
    return firstFile(extensions.map((extension) => `${place}.${extension}`), Fault.missing(node, place));
  }
  if (typeof node === 'string') return Fault.missing(node, place);
  if (node.names !== undefined) return 'directory';
  return endsWithSlash ? new Fault(404) : { path: place, node };
}

function indexIn(place, names) {
  return firstFile(names.map((name) => join(place, name)), new Fault(404));
}

/** The first file among the paths, or the fault of the last one that was looked at. */
function firstFile(paths, noneGiven) {
  let fault = noneGiven;
  for (const path of paths) {
    const node = find(path);
    if (typeof node !== 'string' && node.names === undefined) return { path, node };
    fault = typeof node === 'string' ? Fault.missing(node, path) : new Fault(404);
  }
  return fault;
}

function sendFound(req, res, { path, node }, options, events) {
  events.found?.();
  if (res.headersSent) {
    events.failed(Fault.of(500, new Error("Can't set headers after they are sent.")));
    return;
  }
  setFields(res, path, node, options, events);
  const etag = fieldOf(res, 'etag');
  const lastModified = fieldOf(res, 'last-modified');
  if (isPreconditionFailed(req, etag, lastModified)) {
    events.failed(new Fault(412));
    return;
  }
  const { statusCode } = res;
  if (((statusCode >= 200 && statusCode < 300) || statusCode === 304) && isNotModified(req, etag, lastModified)) {
    sendNotModified(res);
    events.ended?.();
    return;
  }
  sendPart(req, res, path, partOf(node.size, options), { options, events, etag, lastModified });
}

/** Sets what the app has not set: ranges, caching, date, tag and type, in this order. */
function setFields(res, path, node, options, events) {
  events.headers?.(res, path, new Stats(node));
  if (options.acceptRanges) setIfMissing(res, 'accept-ranges', 'Accept-Ranges', 'bytes');
  if (options.cacheControl !== undefined) setIfMissing(res, 'cache-control', 'Cache-Control', options.cacheControl);
  if (options.lastModified) setIfMissing(res, 'last-modified', 'Last-Modified', new Date(node.mtimeMs).toUTCString());
  if (options.etag) setIfMissing(res, 'etag', 'ETag', `W/"${node.size.toString(16)}-${node.mtimeMs.toString(16)}"`);
  setIfMissing(res, 'content-type', 'Content-Type', contentType(extname(path)) || 'application/octet-stream');
}

function setIfMissing(res, key, name, value) {
  if (!fieldOf(res, key)) setValidField(res, key, name, value);
}

function sendNotModified(res) {
  for (const name of ['Content-Encoding', 'Content-Language', 'Content-Length', 'Content-Range', 'Content-Type']) res.removeHeader(name);
  res.statusCode = 304;
  res.end();
}

/** The part of a file that the options leave. */
function partOf(size, { start, end }) {
  const length = Math.max(0, size - start);
  return { start, length: end === undefined ? length : Math.min(length, end - start + 1) };
}

function sendPart(req, res, path, part, { options, events, etag, lastModified }) {
  let { start, length } = part;
  const field = options.acceptRanges ? requestField(req, 'range') : undefined;
  if (field !== undefined && /^ *bytes=/.test(field)) {
    const ranges = parseRange(length, field, { combine: true });
    const isCurrent = isRangeCurrent(req, etag, lastModified);
    if (ranges === UNSATISFIABLE && isCurrent) {
      const headers = { 'Content-Range': `bytes */${length}` };
      res.setHeader('Content-Range', headers['Content-Range']);
      events.failed(Fault.with(416, { headers }));
      return;
    }
    // What cannot be understood, and several ranges, get the whole file.
    if (isCurrent && ranges.length === 1) {
      const [range] = ranges;
      res.statusCode = 206;
      res.setHeader('Content-Range', `bytes ${range.start}-${range.end}/${length}`);
      start += range.start;
      length = range.end - range.start + 1;
    }
  }
  setValidField(res, 'content-length', 'Content-Length', length);
  if (req.method === 'HEAD') {
    res.end();
    events.ended?.();
    return;
  }
  sendBytes(res, canonicalPath(path), start, start + length);
  events.sent?.();
}

/** The host sends the bytes, unless somebody wants to see them on their way. */
function sendBytes(res, path, start, end) {
  if (isBodyUnwatched(res)) {
    endWithFile(res, path, start, end);
    return;
  }
  for (let at = start; at < end; at += CHUNK_BYTES) res.write(Buffer.from(runtime.readFile(path, at, Math.min(end, at + CHUNK_BYTES))));
  res.end();
}

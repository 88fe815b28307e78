/** From a request to a parsed body: the steps that all parsers share, in body-parser's order. */
import { Buffer } from '../node/buffer.js';
import { createError } from '../http-error.js';
import { hasBodyBytes, isUntouched, takeWhole } from '../http/incoming-message.js';
import { hasBody, parse as parseMediaType } from '../media-type.js';
import { decode, isSupported } from './charset.js';

/** The codings the host takes off before the request comes in. */
const INFLATED_BY_HOST = new Set(['br', 'deflate', 'gzip']);

/**
 * Reads, checks and parses the body into `req.body`, then calls `next`.
 * @param {object} req
 * @param {object} res
 * @param {(error?: Error) => void} next
 * @param {(body: string | Buffer, charset: string | null) => unknown} parse
 * @param {object} options normalised ones, with `isValidCharset` or `skipCharset`
 */
export function read(req, res, next, parse, options) {
  if (!req.readable) {
    next();
    return;
  }
  if (!('body' in req)) req.body = undefined;
  if (!hasBodyBytes(req) && isUntouched(req)) {
    next();
    return;
  }
  const { headers } = req;
  if (!hasBody(headers) || !options.shouldParse(req)) {
    next();
    return;
  }
  const charset = options.skipCharset ? null : charsetOf(headers) || options.defaultCharset;
  const length = lengthOf(headers);
  const refusal = refusalOf(charset, headers, options);
  if (refusal !== undefined) {
    next(refusal);
    return;
  }
  readBytes(req, { length, limit: options.limit, charset }, (error, bytes) => {
    if (error !== undefined) next(createError(400, error));
    else finish(req, res, next, parse, options, bytes, charset);
  });
}

/** Why the body is not even read. */
function refusalOf(charset, headers, options) {
  if (charset !== null && options.isValidCharset !== undefined && !options.isValidCharset(charset)) return unsupportedCharset(charset, charset);
  if (charset !== null && options.verify && !isSupported(charset)) return unsupportedCharset(charset, charset.toLowerCase());
  const encoding = (headers['content-encoding'] || 'identity').toLowerCase();
  if (encoding === 'identity') return undefined;
  if (!options.inflate) return createError(415, 'content encoding unsupported', { encoding, type: 'encoding.unsupported' });
  return INFLATED_BY_HOST.has(encoding) ? undefined
    : createError(415, `unsupported content encoding "${encoding}"`, { encoding, type: 'encoding.unsupported' });
}

function unsupportedCharset(charset, property) {
  return createError(415, `unsupported charset "${charset.toUpperCase()}"`, { charset: property, type: 'charset.unsupported' });
}

function charsetOf(headers) {
  const type = headers['content-type'];
  return type ? parseMediaType(type).parameters.charset?.toLowerCase() : undefined;
}

/** The length the client announced; undefined when it did not, or of the body before it was inflated. */
function lengthOf(headers) {
  const announced = headers['content-length'];
  if (announced === undefined || Number.isNaN(Number(announced)) || (headers['content-encoding'] || 'identity').toLowerCase() !== 'identity') return undefined;
  return Number.parseInt(announced, 10);
}

/** Calls back with the whole body: at once when nobody else is reading it. */
function readBytes(req, { length, limit, charset }, callback) {
  if (length !== undefined && length > limit) {
    if (isUntouched(req)) takeWhole(req);
    callback(createError(413, 'request entity too large', { expected: length, length, limit, type: 'entity.too.large' }));
  } else if (req.readableEncoding) {
    callback(createError(500, 'stream encoding should not be set', { type: 'stream.encoding.set' }));
  } else if (charset !== null && !isSupported(charset)) {
    if (isUntouched(req)) takeWhole(req);
    callback(unsupportedCharset(charset, charset.toLowerCase()));
  } else if (isUntouched(req)) {
    const body = takeWhole(req);
    check(body === undefined ? Buffer.alloc(0) : Buffer.from(body), length, limit, callback);
  } else {
    readStream(req, (error, body) => {
      if (error) callback(error);
      else check(body, length, limit, callback);
    });
  }
}

function check(body, length, limit, callback) {
  const received = body.length;
  if (received > limit) {
    callback(createError(413, 'request entity too large', { limit, received, type: 'entity.too.large' }));
  } else if (length !== undefined && received !== length) {
    callback(createError(400, 'request size did not match content length', { expected: length, length, received, type: 'request.size.invalid' }));
  } else {
    callback(undefined, body);
  }
}

/** Somebody else looks at the body too: it is read as a stream, like they do. */
function readStream(req, callback) {
  const chunks = [];
  const onData = (chunk) => chunks.push(Buffer.from(chunk));
  const done = (error) => {
    req.removeListener('data', onData);
    req.removeListener('end', onEnd);
    req.removeListener('error', done);
    req.removeListener('aborted', onAborted);
    callback(error, Buffer.concat(chunks));
  };
  const onEnd = () => done(undefined);
  const onAborted = () => done(createError(400, 'request aborted', { code: 'ECONNABORTED', type: 'request.aborted' }));
  req.on('aborted', onAborted);
  req.on('data', onData);
  req.on('end', onEnd);
  req.on('error', done);
}

function finish(req, res, next, parse, options, bytes, charset) {
  if (options.verify) {
    try {
      options.verify(req, res, bytes, charset);
    } catch (error) {
      next(errorFrom(403, error, { body: bytes, type: error?.type || 'entity.verify.failed' }));
      return;
    }
  }
  let body = bytes;
  try {
    if (charset !== null) body = decode(bytes, charset);
    req.body = parse(body, charset);
  } catch (error) {
    next(errorFrom(400, error, { body, type: error?.type || 'entity.parse.failed' }));
    return;
  }
  next();
}

/** What was thrown may be anything; only text becomes the message. */
function errorFrom(status, thrown, properties) {
  return createError(status, thrown instanceof Error || typeof thrown === 'string' ? thrown : undefined, properties);
}

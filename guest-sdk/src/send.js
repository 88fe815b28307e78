/** `res.send`: the short way for answers that nobody looks at on their way out, and Express's own order of steps for all others. */
import { endDeferred, fieldOf, isPlain, setValidField } from './http/server-response.js';
import { mayBeConditional } from './http/incoming-message.js';
import { EtagKind } from './etag.js';
import { withCharset } from './media-type.js';
import { Buffer } from './node/buffer.js';

const HTML_TYPE = 'text/html; charset=utf-8';

/** Strings below this length are measured instead of converted when no entity tag is wanted (Express's own limit). */
const MEASURED_LENGTH_MAX = 1000;

/** Types that are complete as they are: nothing has to be parsed to see it. */
const UTF8_TYPES = new Set([HTML_TYPE, 'application/json; charset=utf-8', 'text/plain; charset=utf-8', 'text/css; charset=utf-8',
  'text/javascript; charset=utf-8', 'application/xml; charset=utf-8', 'image/svg+xml; charset=utf-8']);

/**
 * Sends the body and ends the answer: text as HTML, bytes as they are, anything else as JSON.
 * @this {import('./http/server-response.js').ServerResponse}
 */
export function send(body) {
  let chunk = body;
  switch (typeof chunk) {
    case 'string':
      setTextType(this);
      break;
    case 'boolean':
    case 'number':
    case 'object':
      if (chunk === null) chunk = '';
      else if (!ArrayBuffer.isView(chunk)) return this.json(chunk);
      else if (!this.get('Content-Type')) this.type('bin');
      break;
    default:
  }
  const etagOf = this.app.settings['etag fn'];
  const present = this.headersSent ? this.get('ETag') : fieldOf(this, 'etag');
  const wantsEtag = typeof etagOf === 'function' && !present;
  // A tag that is empty is replaced, which the host would not do.
  const kind = !wantsEtag ? EtagKind.NONE : present === undefined ? etagOf.hostKind : undefined;
  if (kind !== undefined && (typeof chunk === 'string' || chunk instanceof Uint8Array) && mayTakeShortWay(this)) {
    if (this.req.method === 'HEAD') this.setHeader('Content-Length', String(Buffer.byteLength(chunk)));
    endDeferred(this, chunk, kind);
  } else {
    sendObserved(this, chunk, wantsEtag ? etagOf : undefined);
  }
  return this;
}

function setTextType(res) {
  const type = fieldOf(res, 'content-type');
  if (typeof type !== 'string') setValidField(res, 'content-type', 'Content-Type', HTML_TYPE);
  else if (!UTF8_TYPES.has(type)) res.set('Content-Type', type === '' ? '' : withCharset(type, 'utf-8'));
}

/** Nothing that Express would do here can be seen from outside, and the host does the rest. */
function mayTakeShortWay(res) {
  const { statusCode } = res;
  return statusCode >= 200 && statusCode <= 999 && statusCode !== 204 && statusCode !== 304 && statusCode !== 205
    && isPlain(res) && !mayBeConditional(res.req);
}

function sendObserved(res, body, etagOf) {
  const { req } = res;
  let chunk = body;
  let encoding = typeof chunk === 'string' ? 'utf8' : undefined;
  if (chunk !== undefined) {
    let length;
    if (Buffer.isBuffer(chunk)) {
      ({ length } = chunk);
    } else if (etagOf === undefined && chunk.length < MEASURED_LENGTH_MAX) {
      length = Buffer.byteLength(chunk, encoding);
    } else {
      chunk = Buffer.from(chunk, encoding);
      encoding = undefined;
      ({ length } = chunk);
    }
    if (!res.get('Transfer-Encoding')) res.set('Content-Length', length);
    const etag = etagOf?.(chunk, encoding);
    if (etag) res.set('ETag', etag);
  }
  if (req.fresh) res.status(304);
  if (res.statusCode === 204 || res.statusCode === 304) {
    res.removeHeader('Content-Type');
    res.removeHeader('Content-Length');
    res.removeHeader('Transfer-Encoding');
    chunk = '';
  }
  if (res.statusCode === 205) {
    res.set('Content-Length', '0');
    res.removeHeader('Transfer-Encoding');
    chunk = '';
  }
  if (req.method === 'HEAD') res.end();
  else res.end(chunk, encoding);
}

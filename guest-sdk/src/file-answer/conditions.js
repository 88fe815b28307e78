/** What the conditional fields of a request mean for a file (RFC 9110 §13). */
import { fresh } from '../fresh.js';
import { requestField } from '../http/incoming-message.js';

/**
 * Whether a precondition does not hold, so that the answer is 412.
 * @param {import('../http/incoming-message.js').IncomingMessage} req
 * @param {string | undefined} etag of the answer
 * @param {string | undefined} lastModified of the answer
 */
export function isPreconditionFailed(req, etag, lastModified) {
  const match = requestField(req, 'if-match');
  if (match) return !etag || (match !== '*' && !tagsOf(match).some((tag) => isSameTag(tag, etag)));
  const since = timeOf(requestField(req, 'if-unmodified-since'));
  return !Number.isNaN(since) && !(timeOf(lastModified) <= since);
}

/** Whether the client's copy is still good, so that the answer is 304. */
export function isNotModified(req, etag, lastModified) {
  const isAsked = requestField(req, 'if-none-match') || requestField(req, 'if-modified-since');
  return Boolean(isAsked) && fresh(req.headers, etag, lastModified);
}

/** Whether a range is a part of what the client has the other parts of. */
export function isRangeCurrent(req, etag, lastModified) {
  const condition = requestField(req, 'if-range');
  if (!condition) return true;
  if (condition.includes('"')) return Boolean(etag) && condition.includes(etag);
  return timeOf(lastModified) <= timeOf(condition);
}

/** Tags are compared weakly. */
function isSameTag(tag, etag) {
  return tag === etag || tag === `W/${etag}` || `W/${tag}` === etag;
}

function tagsOf(list) {
  return list.split(',').map((tag) => tag.replace(/^ +/, '').replace(/ +$/, '')).filter((tag) => tag !== '');
}

function timeOf(date) {
  return date ? Date.parse(date) : Number.NaN;
}

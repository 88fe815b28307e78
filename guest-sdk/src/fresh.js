/** Whether the client's copy is still good (RFC 9110 §13.1). */

const NO_CACHE = /(?:^|,)\s*?no-cache\s*?(?:,|$)/;

/**
 * @param {Record<string, string>} headers of the request
 * @param {string | undefined} etag of the answer
 * @param {string | undefined} lastModified of the answer
 * @returns {boolean}
 */
export function fresh(headers, etag, lastModified) {
  const since = headers['if-modified-since'];
  const match = headers['if-none-match'];
  if (!since && !match) return false;
  const control = headers['cache-control'];
  if (control && NO_CACHE.test(control)) return false;
  // If-None-Match takes precedence: If-Modified-Since is not even looked at.
  if (match) return match === '*' || (Boolean(etag) && listed(match, etag));
  return Boolean(lastModified) && Date.parse(lastModified) <= Date.parse(since);
}

/** Tags are compared weakly: the mark of a weak one does not count. */
function listed(match, etag) {
  return match.split(',').some((each) => {
    const tag = trimSpaces(each);
    return tag === etag || tag === `W/${etag}` || `W/${tag}` === etag;
  });
}

function trimSpaces(text) {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === ' ') start += 1;
  while (end > start && text[end - 1] === ' ') end -= 1;
  return text.slice(start, end);
}

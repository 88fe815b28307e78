/** The path of a request target, without its query. */

import { parse } from '../legacy-url.js';

/** Characters that make the legacy URL parser do more than look for the query. */
const UNUSUAL = /[\t\n\f\r #\u00a0\ufeff]/;

/** The last target that was found to be usual: a request asks several times about the same one. */
let knownUsual;

/** Takes the word of compiled code that the target of a request is usual. */
export function noteUsualTarget(target) {
  knownUsual = target;
}

/** Whether a request target is a path and perhaps a query, and nothing else. */
export function isPathAndQuery(url) {
  if (url === knownUsual) return true;
  if (typeof url !== 'string' || url.charCodeAt(0) !== 0x2f || UNUSUAL.test(url)) return false;
  knownUsual = url;
  return true;
}

/** The path name of a URL as Node's legacy parser sees it; null or undefined when it has none. */
export function pathnameOf(url) {
  if (!isPathAndQuery(url)) return parsedPathname(url);
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

function parsedPathname(url) {
  if (url === undefined) return undefined;
  try {
    return parse(url).pathname;
  } catch {
    return undefined;
  }
}

/** The `scheme://host` an absolute request target begins with, otherwise an empty string. */
export function originOf(url) {
  if (typeof url !== 'string' || url.length === 0 || url[0] === '/') return '';
  const query = url.indexOf('?');
  const scheme = (query === -1 ? url : url.slice(0, query)).indexOf('://');
  return scheme === -1 ? '' : url.substring(0, url.indexOf('/', scheme + 3));
}

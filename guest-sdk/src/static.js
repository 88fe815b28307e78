/** `express.static`: the files below a directory of the app. */
import { encodeUrl } from './encode-url.js';
import { escapeHtml } from './escape-html.js';
import { answerWithFile } from './file-answer.js';
import { Fault } from './file-answer/fault.js';
import { fileOptions } from './file-answer/options.js';
import { loadTree } from './fs/tree.js';
import { htmlDocument } from './html-document.js';
import { Buffer } from './node/buffer.js';
import { resolve } from './node/path.js';
import { format, parse } from './legacy-url.js';
import { isPathAndQuery, pathnameOf } from './router/pathname.js';

/** A directory that is neither shown nor redirected to. */
const notFound = new Fault(404);

/**
 * Middleware that answers GET and HEAD with the file that the path of the request names below `root`.
 * @param {string} root
 * @param {object} [options] those of `serve-static` 2.2
 */
export function serveStatic(root, options) {
  if (!root) throw new TypeError('root path required');
  if (typeof root !== 'string') throw new TypeError('root path must be a string');
  const given = Object.create(options || null);
  const { setHeaders } = given;
  if (setHeaders && typeof setHeaders !== 'function') throw new TypeError('option setHeaders must be function');
  given.maxage = given.maxage || given.maxAge || 0;
  given.root = resolve(root);
  const rules = { fallthrough: given.fallthrough !== false, redirect: given.redirect !== false, setHeaders, options: optionsOf(given) };
  loadTree();

  return function serveStatic(req, res, next) {
    if (req.method === 'GET' || req.method === 'HEAD') serve(req, res, next, rules);
    else if (rules.fallthrough) next();
    else refuseMethod(res);
  };
}

/** A function that gives the options; what is wrong with them is told at every request, as Express does. */
function optionsOf(given) {
  try {
    const options = fileOptions(given);
    return () => options;
  } catch {
    return () => fileOptions(given);
  }
}

function refuseMethod(res) {
  res.statusCode = 405;
  res.setHeader('Allow', 'GET, HEAD');
  res.setHeader('Content-Length', '0');
  res.end();
}

function serve(req, res, next, { fallthrough, redirect, setHeaders, options }) {
  const original = req.originalUrl || req.url;
  let path = pathnameOf(req.url);
  // A mount path without its slash is redirected, so that relative links of the page work.
  if (path === '/' && !pathnameOf(original).endsWith('/')) path = '';
  let isFound = false;
  const failed = (fault) => {
    if (!fallthrough || isFound || fault.status >= 500) next(fault.toError());
    else next();
  };
  answerWithFile(req, res, path, options(), {
    failed,
    directory() {
      if (redirect && !path.endsWith('/')) sendRedirect(res, original);
      else failed(notFound);
    },
    found() {
      isFound = true;
    },
    headers: setHeaders,
  });
}

/** Sends the client to the same URL with a slash behind its path. */
function sendRedirect(res, original) {
  const location = encodeUrl(withSlash(original));
  const document = htmlDocument('Redirecting', `Redirecting to ${escapeHtml(location)}`);
  res.statusCode = 301;
  res.setHeader('Content-Type', 'text/html; charset=UTF-8');
  res.setHeader('Content-Length', Buffer.byteLength(document));
  res.setHeader('Content-Security-Policy', "default-src 'none'");
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Location', location);
  res.end(document);
}

function withSlash(url) {
  if (isPathAndQuery(url)) {
    const path = pathnameOf(url);
    return `${withOneSlashBefore(`${path}/`)}${url.slice(path.length).replaceAll('#', '%23')}`;
  }
  const parts = parse(url);
  parts.path = null;
  parts.pathname = withOneSlashBefore(`${parts.pathname}/`);
  return format(parts);
}

/** Two slashes would begin the name of a host. */
function withOneSlashBefore(path) {
  return path.replace(/^\/{2,}/, '/');
}

/** The final handler: what happens to a request that no handler of the app has answered. */

import { encodeUrl } from './encode-url.js';
import { escapeHtml } from './escape-html.js';
import { htmlDocument } from './html-document.js';
import { STATUS_CODES } from './http/status.js';
import { pathnameOf } from './router/pathname.js';
import { environment } from './settings.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

/**
 * Ends a request that is left over, with the error that is left over, if any.
 *
 * The host renders its page for it, unless the app is to answer with Express's own bytes (finalhandler 2.1): then those are sent from here, and
 * the error is logged as Express does. `app` is undefined outside of an Express app.
 */
export function handleUnhandled(error, req, res, app) {
  if (runtime.errors === 'express') answerAsExpress(error, req, res, app);
  else reportToHost(error, req, res);
}

function reportToHost(error, req, res) {
  if (!error) {
    if (!res.headersSent) runtime.unhandled(404, notFoundText(req), undefined, '');
    return;
  }
  // An answer that was begun is abandoned: the host has not sent any of it yet.
  const { status, headers } = statusAndHeaders(error, res);
  runtime.unhandled(status, errorText(error) || reason(status), error, packHeaders(headers));
}

function answerAsExpress(error, req, res, app) {
  const env = app === undefined ? environment() : app.get('env');
  if (!error) {
    if (!res.headersSent) send(req, res, 404, {}, notFoundText(req));
    return;
  }
  if (env !== 'test') setImmediate(() => console.error(error));
  if (res.headersSent) {
    // Where Express destroys the socket.
    reportToHost(error, req, res);
    return;
  }
  const { status, headers } = statusAndHeaders(error, res);
  const text = env === 'production' ? undefined : errorText(error);
  send(req, res, status, headers, text || reason(status));
}

function notFoundText(req) {
  return `Cannot ${req.method} ${encodeUrl(resourceName(req))}`;
}

function resourceName(req) {
  const path = pathnameOf(req.originalUrl || req.url);
  return path === undefined ? 'resource' : path;
}

function reason(status) {
  return STATUS_CODES[status];
}

/** The status an error asks for, with its headers, or else that of the response: 400 to 599, 500 when it is none of these. */
function statusAndHeaders(error, res) {
  for (const status of [error.status, error.statusCode]) {
    if (isErrorStatus(status)) return { status, headers: typeof error.headers === 'object' && error.headers ? error.headers : {} };
  }
  return { status: isErrorStatus(res.statusCode) ? res.statusCode : 500, headers: {} };
}

function isErrorStatus(status) {
  return typeof status === 'number' && status >= 400 && status < 600;
}

function errorText(error) {
  if (error.stack) return error.stack;
  return typeof error.toString === 'function' ? error.toString() : undefined;
}

function packHeaders(headers) {
  const lines = [];
  for (const [name, value] of Object.entries(headers)) {
    for (const one of Array.isArray(value) ? value : [value]) lines.push(name, String(one));
  }
  return lines.join('\n');
}

function send(req, res, status, headers, message) {
  const body = errorDocument(message);
  res.statusCode = status;
  res.statusMessage = reason(status);
  for (const name of ['Content-Encoding', 'Content-Language', 'Content-Range']) res.removeHeader(name);
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  res.setHeader('Content-Security-Policy', "default-src 'none'");
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Content-Type', 'text/html; charset=utf-8');
  res.setHeader('Content-Length', runtime.utf8Encode(body).byteLength);
  if (req.method === 'HEAD') res.end();
  else res.end(body, 'utf8');
}

function errorDocument(message) {
  return htmlDocument('Error', escapeHtml(message).replaceAll('\n', '<br>').replaceAll('  ', ' &nbsp;'));
}

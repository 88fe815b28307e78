/** `res.sendFile` and `res.download`: a file of the app as the answer. */
import { attachment } from './content-disposition.js';
import { answerWithFile } from './file-answer.js';
import { fileOptions } from './file-answer/options.js';
import { basename, isAbsolute, resolve } from './node/path.js';

/**
 * Sends a file. `callback(err)` is called when it is sent or cannot be; without one, errors go to `next`.
 * @this {import('./http/server-response.js').ServerResponse}
 */
export function sendFile(path, options, callback) {
  const { next } = this.req;
  const isCallback = typeof options === 'function';
  const done = isCallback ? options : callback;
  const given = isCallback ? {} : options || {};
  if (!path) throw new TypeError('path argument is required to res.sendFile');
  if (typeof path !== 'string') throw new TypeError('path must be a string to res.sendFile');
  if (!given.root && !isAbsolute(path)) throw new TypeError('path must be absolute or specify root to res.sendFile');

  const urlPath = encodeURI(path);
  given.etag = this.app.enabled('etag');
  transfer(this, urlPath, given, (error) => {
    if (done) done(error);
    else if (error?.code === 'EISDIR') next();
    else if (error && error.code !== 'ECONNABORTED' && error.syscall !== 'write') next(error);
  }, Boolean(done));
}

/**
 * Sends a file for the client to save, under its own name or the given one.
 * @this {import('./http/server-response.js').ServerResponse}
 */
export function download(path, filename, options, callback) {
  let done = callback;
  let name = filename;
  let given = options || null;
  if (typeof filename === 'function') {
    done = filename;
    name = null;
    given = null;
  } else if (typeof options === 'function') {
    done = options;
    given = null;
  }
  if (typeof filename === 'object' && (typeof options === 'function' || options === undefined)) {
    name = null;
    given = filename;
  }

  const headers = { 'Content-Disposition': attachment(basename(name || path)) };
  for (const field of Object.keys(given?.headers ?? {})) {
    if (field.toLowerCase() !== 'content-disposition') headers[field] = given.headers[field];
  }
  const settings = Object.create(given);
  settings.headers = headers;
  return this.sendFile(settings.root ? path : resolve(path), settings, done);
}

/** Calls `settle` once: with the error, or without one when the answer is out. */
function transfer(res, urlPath, given, settle, isAwaited) {
  const wasFinished = res.finished;
  answerWithFile(res.req, res, urlPath, fileOptions(given), {
    failed(fault) {
      settle(fault.status === 500 && res.finished && !wasFinished ? abortedError() : fault.toError());
    },
    directory() {
      settle(Object.assign(new Error('EISDIR, read'), { code: 'EISDIR' }));
    },
    headers(target) {
      const fields = given.headers ?? {};
      for (const name of Object.keys(fields)) target.setHeader(name, fields[name]);
    },
    sent() {
      settle();
    },
    ended() {
      if (isAwaited) res.once('finish', () => setImmediate(settle));
    },
  });
}

/** Something else answered in the meantime. */
function abortedError() {
  return Object.assign(new Error('Request aborted'), { code: 'ECONNABORTED' });
}

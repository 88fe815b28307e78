/** Paths as `file:` URLs, and URLs as options of a request. */
import { invalidArgType, nodeError } from './node-error.js';
import { resolve } from './node/path.js';
import { URL } from './url/url.js';

/** Characters of a path that mean something else in a URL. */
const ESCAPES = { '%': '%25', '\\': '%5C', '\n': '%0A', '\r': '%0D', '\t': '%09', '?': '%3F', '#': '%23' };

const isUrl = (value) => Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined);

/** The path a `file:` URL means. */
export function fileURLToPath(path) {
  const url = typeof path === 'string' ? new URL(path) : path;
  if (!isUrl(url)) throw invalidArgType('path', 'of type string or an instance of URL', path);
  if (url.protocol !== 'file:') throw nodeError(TypeError, 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file');
  if (url.hostname !== '') throw nodeError(TypeError, 'ERR_INVALID_FILE_URL_HOST', 'File URL host must be "localhost" or empty on linux');
  if (/%2f/i.test(url.pathname)) throw nodeError(TypeError, 'ERR_INVALID_FILE_URL_PATH', 'File URL path must not include encoded / characters');
  return decodeURIComponent(url.pathname);
}

/** The `file:` URL of a path. */
export function pathToFileURL(path) {
  if (typeof path !== 'string') throw invalidArgType('path', 'of type string', path);
  const resolved = resolve(path);
  const whole = path.endsWith('/') && !resolved.endsWith('/') ? `${resolved}/` : resolved;
  return new URL(`file://${whole.replace(/[%\\\n\r\t?#]/g, (character) => ESCAPES[character])}`);
}

/** The parts of a URL as `http.request` takes them. */
export function urlToHttpOptions(url) {
  const { hostname, pathname, port, username, password, search } = url;
  const options = {
    __proto__: null,
    ...url,
    protocol: url.protocol,
    hostname: hostname?.startsWith('[') ? hostname.slice(1, -1) : hostname,
    hash: url.hash,
    search,
    pathname,
    path: `${pathname || ''}${search || ''}`,
    href: url.href,
  };
  if (port !== '') options.port = Number(port);
  if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return options;
}

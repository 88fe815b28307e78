/** The `node:url` module: the legacy parser, files, and the classes of the Web. */
import { fileURLToPath, pathToFileURL, urlToHttpOptions } from '../file-url.js';
import { format, parse, resolve, resolveObject, Url } from '../legacy-url.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];
const { URL, URLSearchParams } = globalThis;

/** The name of a host in ASCII (Punycode); empty when it is none. */
export function domainToASCII(domain) {
  return runtime.lazy('url').domainToASCII(`${domain}`);
}

/** The name of a host as people read it. */
export function domainToUnicode(domain) {
  return runtime.lazy('url').domainToUnicode(`${domain}`);
}

export { URL, URLSearchParams, Url, fileURLToPath, format, parse, pathToFileURL, resolve, resolveObject, urlToHttpOptions };
export default { URL, URLSearchParams, Url, domainToASCII, domainToUnicode, fileURLToPath, format, parse, pathToFileURL, resolve, resolveObject,
  urlToHttpOptions };

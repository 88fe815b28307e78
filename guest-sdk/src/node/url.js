/** The `node:url` module: the legacy parser, and the classes of the URL Standard. */
import { fileURLToPath, pathToFileURL, urlToHttpOptions } from '../file-url.js';
import { Url, format, parse, resolve, resolveObject } from '../legacy-url.js';
import { toASCII as domainToASCII, toUnicode as domainToUnicode } from '../url/domain.js';
import { URLSearchParams } from '../url/search-params.js';
import { URL } from '../url/url.js';

export { URL, URLSearchParams, Url, domainToASCII, domainToUnicode, fileURLToPath, format, parse, pathToFileURL, resolve, resolveObject, urlToHttpOptions };
export default { URL, URLSearchParams, Url, domainToASCII, domainToUnicode, fileURLToPath, format, parse, pathToFileURL, resolve, resolveObject, urlToHttpOptions };

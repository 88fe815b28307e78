/** The body parsers of body-parser 2.4. */
export { json } from './body/json.js';
export { raw } from './body/raw.js';
export { text } from './body/text.js';
export { urlencoded } from './body/urlencoded.js';

/** The `node:tty` module where there is no terminal. */
import { allUnavailable } from '../unavailable.js';

export const { ReadStream, WriteStream } = allUnavailable('tty', 'ReadStream WriteStream', 'there is no terminal in the sandbox; console.log() writes to the app\'s log');

/** No descriptor is a terminal. */
export function isatty() {
  return false;
}

export default { ReadStream, WriteStream, isatty };

/** The `node:readline/promises` module, without a terminal. */
import { promises } from '../readline.js';

export const { Interface, Readline, createInterface } = promises;
export default promises;

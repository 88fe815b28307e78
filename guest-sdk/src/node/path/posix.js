/** The `node:path/posix` module: paths are POSIX ones here. */
export * from '../path.js';
export { default } from '../path.js';

/** The `node:util/types` module. */
export * from '../../value-types.js';
export * as default from '../../value-types.js';

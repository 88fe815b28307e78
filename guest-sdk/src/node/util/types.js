/** The `node:util/types` module. */
import * as types from '../../value-types.js';

export * from '../../value-types.js';
export default types;

/** The `node:assert/strict` module. */
import { strict } from '../assert.js';

export * from '../assert.js';
export const { equal, notEqual, deepEqual, notDeepEqual } = strict;
export default strict;

/** The `node:timers` module: the timers of the runtime. */
import * as promises from './timers/promises.js';

const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate } = globalThis;

export { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate, promises };
export default { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate, promises };

/** The part of `node:perf_hooks` that the runtime has: the clock. */

const { performance } = globalThis;

export { performance };
export default { performance };

/** The part of `node:perf_hooks` that the runtime has: the clock. */
import { allUnavailable } from '../unavailable.js';

const { performance } = globalThis;

export const { PerformanceObserver, createHistogram, monitorEventLoopDelay } = allUnavailable('perf_hooks',
  'PerformanceObserver createHistogram monitorEventLoopDelay', 'the clock of a sandbox stands still while code runs; the host measures every request');

/** Kinds of garbage collection, which observers would tell. */
export const constants = Object.freeze({
  NODE_PERFORMANCE_GC_MAJOR: 4, NODE_PERFORMANCE_GC_MINOR: 1, NODE_PERFORMANCE_GC_INCREMENTAL: 8, NODE_PERFORMANCE_GC_WEAKCB: 16,
});

export { performance };
export default { PerformanceObserver, constants, createHistogram, monitorEventLoopDelay, performance };

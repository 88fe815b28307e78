/** The part of `node:perf_hooks` that the runtime has: the clock, and an app's own marks. */
import { allUnavailable } from '../unavailable.js';

const { Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceObserver, PerformanceObserverEntryList, performance } = globalThis;

export const { createHistogram, monitorEventLoopDelay } = allUnavailable('perf_hooks', 'createHistogram monitorEventLoopDelay',
  'the clock of a sandbox stands still while code runs; the host measures every request');

/** Kinds of garbage collection, which observers would tell. */
export const constants = Object.freeze({
  NODE_PERFORMANCE_GC_MAJOR: 4, NODE_PERFORMANCE_GC_MINOR: 1, NODE_PERFORMANCE_GC_INCREMENTAL: 8, NODE_PERFORMANCE_GC_WEAKCB: 16,
});

export { Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceObserver, PerformanceObserverEntryList, performance };
export default { Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceObserver, PerformanceObserverEntryList, constants, createHistogram,
  monitorEventLoopDelay, performance };

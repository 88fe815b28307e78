/** The names of `node:v8` that programs look at when they start. The engine is another. */
import { allUnavailable } from '../unavailable.js';

const REASON = 'the engine of the sandbox is QuickJS, and tells nothing of its heap; JSON carries values from one place to another';

export const { deserialize, getHeapCodeStatistics, getHeapSnapshot, getHeapSpaceStatistics, getHeapStatistics, serialize, setFlagsFromString, takeCoverage,
  writeHeapSnapshot } = allUnavailable('v8', 'deserialize getHeapCodeStatistics getHeapSnapshot getHeapSpaceStatistics getHeapStatistics serialize '
  + 'setFlagsFromString takeCoverage writeHeapSnapshot', REASON);

export default { deserialize, getHeapCodeStatistics, getHeapSnapshot, getHeapSpaceStatistics, getHeapStatistics, serialize, setFlagsFromString, takeCoverage,
  writeHeapSnapshot };

/** The `node:constants` module: an old collection of the system's numbers. */
import { errno, openFlags, priority, signals } from '../system-constants.js';

export default { ...errno, ...priority, ...signals, ...openFlags };

/** The `node:domain` module: there are none, and promise libraries that ask for the active one learn so. */
import { unavailable } from '../unavailable.js';

const NO_DOMAINS = 'errors of asynchronous code come to the handlers of the app; use async handlers, or try and catch';

/** The domain in which code runs: none, always. */
export const active = null;
export const create = unavailable('domain.create()', NO_DOMAINS);
export const createDomain = unavailable('domain.createDomain()', NO_DOMAINS);
export const Domain = unavailable('new domain.Domain()', NO_DOMAINS);

export default { active, create, createDomain, Domain };

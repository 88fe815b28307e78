/** The names of `node:dns/promises`. There is no resolver in the sandbox. */
import { allUnavailable } from '../../unavailable.js';

const REASON = 'there is no network in the sandbox yet, and so no names to look up';

export const { Resolver, lookup, lookupService, resolve, resolve4, resolve6, resolveAny, resolveCname, resolveMx, resolveNs, resolvePtr, resolveSoa, resolveSrv,
  resolveTxt, reverse, setServers } = allUnavailable('dns', 'Resolver lookup lookupService resolve resolve4 resolve6 resolveAny resolveCname resolveMx '
  + 'resolveNs resolvePtr resolveSoa resolveSrv resolveTxt reverse setServers', REASON);

export const getServers = () => [];

export default { Resolver, getServers, lookup, lookupService, resolve, resolve4, resolve6, resolveAny, resolveCname, resolveMx, resolveNs, resolvePtr,
  resolveSoa, resolveSrv, resolveTxt, reverse, setServers };

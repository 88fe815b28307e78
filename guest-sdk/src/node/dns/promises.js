/** The names of `node:dns/promises`. There is no resolver in the sandbox. */
import { allUnavailable } from '../../unavailable.js';

const REASON = 'the host looks names up when it connects; give fetch() or node:http the name';

export const { Resolver, lookup, lookupService, resolve, resolve4, resolve6, resolveAny, resolveCname, resolveMx, resolveNs, resolvePtr, resolveSoa, resolveSrv,
  resolveTxt, reverse, setServers } = allUnavailable('dns', 'Resolver lookup lookupService resolve resolve4 resolve6 resolveAny resolveCname resolveMx '
  + 'resolveNs resolvePtr resolveSoa resolveSrv resolveTxt reverse setServers', REASON);

export const getServers = () => [];

export default { Resolver, getServers, lookup, lookupService, resolve, resolve4, resolve6, resolveAny, resolveCname, resolveMx, resolveNs, resolvePtr,
  resolveSoa, resolveSrv, resolveTxt, reverse, setServers };

/** The names of `node:dns` that programs look at when they start. The host looks names up. */
import { allUnavailable } from '../unavailable.js';
import * as promises from './dns/promises.js';

const REASON = 'the host looks names up when it connects; give fetch() or node:http the name';

export const { Resolver, lookup, lookupService, resolve, resolve4, resolve6, resolveAny, resolveCaa, resolveCname, resolveMx, resolveNaptr, resolveNs,
  resolvePtr, resolveSoa, resolveSrv, resolveTxt, reverse, setServers } = allUnavailable('dns', 'Resolver lookup lookupService resolve resolve4 resolve6 '
  + 'resolveAny resolveCaa resolveCname resolveMx resolveNaptr resolveNs resolvePtr resolveSoa resolveSrv resolveTxt reverse setServers', REASON);

let resultOrder = 'verbatim';

/** In which order addresses would come. */
export const getDefaultResultOrder = () => resultOrder;
export const setDefaultResultOrder = (order) => { resultOrder = order; };
export const getServers = () => [];

export const ADDRCONFIG = 1024;
export const ALL = 256;
export const V4MAPPED = 2048;
export const NODATA = 'ENODATA';
export const NOTFOUND = 'ENOTFOUND';
export const SERVFAIL = 'ESERVFAIL';
export const TIMEOUT = 'ETIMEOUT';
export const CONNREFUSED = 'ECONNREFUSED';
export const CANCELLED = 'ECANCELLED';

export { promises };

export default { ADDRCONFIG, ALL, CANCELLED, CONNREFUSED, NODATA, NOTFOUND, Resolver, SERVFAIL, TIMEOUT, V4MAPPED, getDefaultResultOrder, getServers, lookup,
  lookupService, promises, resolve, resolve4, resolve6, resolveAny, resolveCaa, resolveCname, resolveMx, resolveNaptr, resolveNs, resolvePtr, resolveSoa,
  resolveSrv, resolveTxt, reverse, setDefaultResultOrder, setServers };

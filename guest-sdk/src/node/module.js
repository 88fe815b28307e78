/** The `node:module` module where every module is in the bundle. */
import { nodeError } from '../node-error.js';
import { allUnavailable } from '../unavailable.js';

const REASON = 'modules cannot be loaded at run time; import them, so that they are in the bundle';

export const builtinModules = Object.freeze(['assert', 'async_hooks', 'buffer', 'console', 'constants', 'crypto', 'diagnostics_channel', 'events', 'http', 'https',
  'module', 'net', 'os', 'path', 'perf_hooks', 'process', 'punycode', 'querystring', 'stream', 'string_decoder', 'sys', 'timers', 'tty', 'url', 'util', 'zlib']);

/** Whether a name means a module of Node's. */
export function isBuiltin(name) {
  return builtinModules.includes(String(name).replace(/^node:/, ''));
}

/** A `require` for ES modules. Bundlers write a call of it before code that may never use it; only what it returns throws. */
export function createRequire() {
  function require(name) {
    throw nodeError(Error, 'MODULE_NOT_FOUND', `Cannot find module '${name}': ${REASON}`);
  }
  return Object.assign(require, { resolve: require, cache: {}, main: undefined });
}

/** There is nothing to bring up to date. */
export function syncBuiltinESMExports() {}

export const { SourceMap, findPackageJSON, findSourceMap, register } = allUnavailable('module', 'SourceMap findPackageJSON findSourceMap register', REASON);

/** The class of modules, which programs patch to watch what is loaded. */
export function Module() {
  throw nodeError(Error, 'ERR_UNAVAILABLE_IN_SANDBOX', `new Module() is not available: ${REASON}`);
}

Object.assign(Module, { Module, SourceMap, builtinModules, createRequire, findPackageJSON, findSourceMap, isBuiltin, register, syncBuiltinESMExports });

export default Module;

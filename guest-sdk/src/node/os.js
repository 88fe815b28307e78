/** The part of `node:os` that a sandbox can answer for. */
import { errno, priority, signals } from '../system-constants.js';

export const EOL = '\n';
export const devNull = '/dev/null';

/** The platform that programs should take this for. */
export function platform() {
  return globalThis.process.platform;
}

export function type() {
  return 'Linux';
}

export function arch() {
  return globalThis.process.arch;
}

/** WebAssembly is little-endian. */
export function endianness() {
  return 'LE';
}

/** The sandbox has no name of its own. */
export function hostname() {
  return 'localhost';
}

export function homedir() {
  return '/';
}

export function tmpdir() {
  return '/tmp';
}

/** Seconds since the app was started. */
export function uptime() {
  return globalThis.process.uptime();
}

/** One request runs on one processor. */
export function availableParallelism() {
  return 1;
}

export const constants = Object.freeze({ UV_UDP_REUSEADDR: 4, errno, priority, signals });

/** What the machine of a sandbox is like is nobody's business: one processor of no known speed. */
export function cpus() {
  return [{ model: 'wasm32', speed: 0, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } }];
}

/** Nobody measures the machine from inside. */
export function loadavg() {
  return [0, 0, 0];
}

/** A sandbox has no network of its own. */
export function networkInterfaces() {
  return {};
}

export function machine() {
  return arch();
}

export function release() {
  return '0.0.0';
}

export function version() {
  return 'rnode-wasm';
}

export function userInfo() {
  return { uid: 0, gid: 0, username: 'app', homedir: homedir(), shell: null };
}

/** All memory that a WebAssembly module can address; what a request may use is a limit of the app. */
export function totalmem() {
  return 4294967296;
}

export function freemem() {
  return totalmem();
}

export default { EOL, arch, availableParallelism, constants, cpus, devNull, endianness, freemem, homedir, hostname, loadavg, machine, networkInterfaces,
  platform, release, tmpdir, totalmem, type, uptime, userInfo, version };

/** The part of `node:os` that a sandbox can answer for. */

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

export default { EOL, arch, availableParallelism, devNull, endianness, homedir, hostname, platform, tmpdir, type, uptime };

/** The `node:process` module: the global one. */

const { process } = globalThis;

export const { argv, cwd, emitWarning, env, exit, hrtime, nextTick, off, on, once, pid, platform, stderr, stdout, title, uptime, version, versions } = process;
export default process;

/** The `node:process` module: the global one. */

const { process } = globalThis;

export const { arch, argv, argv0, cwd, emit, emitWarning, env, execArgv, execPath, exit, hrtime, listenerCount, listeners, memoryUsage, nextTick, off, on,
  once, pid, platform, ppid, release, removeAllListeners, removeListener, stderr, stdout, title, umask, uptime, version, versions } = process;
export default process;

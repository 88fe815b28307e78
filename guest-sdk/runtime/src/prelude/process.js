/** `process`, `queueMicrotask` and the form of `error.stack`, as Node programs expect them. */
(function (global, runtime) {
  'use strict';

  const define = (name, value) =>
    Object.defineProperty(global, name, { value, writable: true, configurable: true, enumerable: false });

  define('global', global);
  Object.defineProperty(global, Symbol.for('rnode.runtime'), { value: runtime });

  if (global.queueMicrotask === undefined) {
    const resolved = Promise.resolve();
    define('queueMicrotask', (callback) => { resolved.then(callback); });
  }

  const timeOrigin = runtime.now();
  runtime.timeOrigin = timeOrigin;

  /** V8's form: `Name: message`, then one line a call. QuickJS alone leaves the first line out. */
  Error.prepareStackTrace = (error, sites) => {
    let stack;
    try { stack = String(error); } catch { stack = 'Error'; }
    for (const site of sites) {
      const name = site.getFunctionName();
      const file = site.isNative() ? 'native' : site.getFileName() + ':' + site.getLineNumber() + ':' + site.getColumnNumber();
      stack += name ? '\n    at ' + name + ' (' + file + ')' : '\n    at ' + file;
    }
    return stack;
  };

  const writer = (level) => {
    let rest = '';
    const stream = {
      isTTY: false,
      fd: level === 1 ? 1 : 2,
      writable: true,
      write(chunk, encoding, callback) {
        const lines = (rest + (typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk))).split('\n');
        rest = lines.pop();
        for (const line of lines) runtime.log(level, line);
        const done = typeof encoding === 'function' ? encoding : callback;
        if (typeof done === 'function') runtime.nextTick(done);
        return true;
      },
      end() {},
      cork() {},
      uncork() {},
      emit: () => false,
      listenerCount: () => 0,
    };
    // Nothing ever happens to a log, so that nobody has to be told.
    for (const name of ['on', 'once', 'off', 'addListener', 'prependListener', 'removeListener', 'removeAllListeners']) stream[name] = () => stream;
    return stream;
  };

  const listeners = Object.create(null);
  const nanos = () => BigInt(Math.round(runtime.now() * 1000)) * 1000n;
  const hrtime = (since) => {
    let [seconds, rest] = [Number(nanos() / 1000000000n), Number(nanos() % 1000000000n)];
    if (since) {
      [seconds, rest] = [seconds - since[0], rest - since[1]];
      if (rest < 0) [seconds, rest] = [seconds - 1, rest + 1e9];
    }
    return [seconds, rest];
  };
  hrtime.bigint = nanos;

  /** The Node.js whose answers are the measure here: packages that know it take the path that they take there. */
  const NODE_VERSION = '20.20.2';

  const process = {
    title: 'rnode-wasm',
    version: `v${NODE_VERSION}`,
    versions: { node: NODE_VERSION },
    release: { name: 'node' },
    arch: 'wasm32',
    platform: 'linux',
    pid: 1,
    ppid: 0,
    argv: ['rnode-wasm', 'app'],
    argv0: 'rnode-wasm',
    execArgv: [],
    execPath: 'rnode-wasm',
    exitCode: undefined,
    env: runtime.env,
    stdout: writer(1),
    stderr: writer(3),
    cwd: () => '/',
    umask: () => 0o022,
    uptime: () => (runtime.now() - timeOrigin) / 1000,
    hrtime,
    memoryUsage: () => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 }),
    nextTick: runtime.nextTick,
    emitWarning(warning) { console.warn(warning instanceof Error ? String(warning) : 'Warning: ' + warning); },
    exit(code) {
      throw new Error('process.exit(' + (code === undefined ? '' : code) + ') is not possible in a sandbox: answer the request, or throw an error');
    },
    on(name, listener) { (listeners[name] ||= []).push(listener); return process; },
    off(name, listener) { listeners[name] = (listeners[name] || []).filter((known) => known !== listener); return process; },
    emit(name, ...args) {
      const known = listeners[name] || [];
      for (const listener of known) listener(...args);
      return known.length > 0;
    },
    listeners: (name) => (listeners[name] || []).slice(),
    listenerCount: (name) => (listeners[name] || []).length,
  };
  process.once = process.addListener = process.prependListener = process.on;
  process.removeListener = process.off;
  process.removeAllListeners = (name) => { delete listeners[name]; return process; };
  Object.defineProperty(process, Symbol.toStringTag, { value: 'process' });
  define('process', process);
})

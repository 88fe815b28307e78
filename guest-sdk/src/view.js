/** A template: its engine and its file. The default of the `view` setting. */
import engines from './engines.js';
import { find } from './fs/tree.js';
import { basename, dirname, extname, join, resolve } from './node/path.js';

/** Finds the engine and the file of a view, as Express's own class does. */
export default class View {
  /**
   * @param {string} name
   * @param {{defaultEngine?: string, engines: Record<string, Function>, root: string | string[]}} options
   * @throws {Error} when no engine can be told from the name and the options, or when there is none
   */
  constructor(name, options = {}) {
    this.defaultEngine = options.defaultEngine;
    this.ext = extname(name);
    this.name = name;
    this.root = options.root;
    if (!this.ext && !this.defaultEngine) {
      throw new Error('No default engine was specified and no extension was provided.');
    }
    let fileName = name;
    if (!this.ext) {
      this.ext = this.defaultEngine.startsWith('.') ? this.defaultEngine : `.${this.defaultEngine}`;
      fileName += this.ext;
    }
    this.engine = options.engines[this.ext] ||= bundledEngine(this.ext.slice(1));
    this.path = this.lookup(fileName);
  }

  /** The path of the template in the first directory that has it, or undefined when there is none. */
  lookup(fileName) {
    for (const root of [this.root].flat()) {
      const location = resolve(root, fileName);
      const path = this.resolve(dirname(location), basename(location));
      if (path) return path;
    }
    return undefined;
  }

  /** The template with this name in a directory, or the index of the directory with this name. */
  resolve(directory, file) {
    const path = join(directory, file);
    if (isFile(path)) return path;
    const index = join(directory, basename(file, this.ext), `index${this.ext}`);
    return isFile(index) ? index : undefined;
  }

  /** Calls the engine; the callback is never called before this returns. */
  render(options, callback) {
    let returned = false;
    this.engine(this.path, options, function rendered(...results) {
      if (returned) callback.apply(this, results);
      else process.nextTick(() => callback.apply(this, results));
    });
    returned = true;
  }
}

function isFile(path) {
  const node = find(path);
  return typeof node !== 'string' && node.names === undefined;
}

/** The engine that the package of this name brings: modules cannot be loaded at run time. */
function bundledEngine(name) {
  if (!Object.hasOwn(engines, name)) {
    const advice = `the bundle has no view engine of this name; import one and register it: app.engine('${name}', render)`;
    throw Object.assign(new Error(`Cannot find module '${name}': ${advice}`), { code: 'MODULE_NOT_FOUND' });
  }
  const render = engines[name].__express;
  if (typeof render !== 'function') throw new Error(`Module "${name}" does not provide a view engine.`);
  return render;
}

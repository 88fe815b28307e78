/** A template that `app.render` looks up: the default of the `view` setting. */

import { extname } from './node/path.js';

/**
 * Finds the engine of a view; finds no file, since the sandbox has none.
 *
 * An app that carries its templates sets its own class: `app.set('view', class { constructor(name, options); path; render(options, callback) })`,
 * as Express allows.
 */
export default class View {
  /** Throws Error when no engine can be told from the name and the options. */
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
    this.engine = options.engines[this.ext];
    if (this.engine === undefined) {
      const extension = this.ext.slice(1);
      throw new Error(`No view engine is registered for "${this.ext}": call app.engine('${extension}', render) with an imported engine`);
    }
    this.path = this.lookup(fileName);
  }

  /** The path of the template, or undefined when there is none. */
  lookup(_fileName) {
    return undefined;
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

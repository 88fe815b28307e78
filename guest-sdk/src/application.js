/** The application: settings, mounting, and the base router. */

import { setValidField } from './http/server-response.js';
import { handleUnhandled } from './final-handler.js';
import { EventEmitter } from './node/events.js';
import { brand } from './entry.js';
import { createServer, METHODS } from './node/http.js';
import { resolve } from './node/path.js';
import request from './request.js';
import response from './response.js';
import Router from './router.js';
import { handlersAndPath } from './router/arguments.js';
import { compileEtag, compileQueryParser, compileTrust, environment } from './settings.js';
import View from './view.js';

/** Marks settings whose `trust proxy` nobody has set, so that mounting may replace it. The name is Express's own. */
const TRUST_PROXY_DEFAULT = '@@symbol:trust_proxy_default';

/** The settings that are kept twice: as given, and as the function they mean. */
const COMPILED_SETTINGS = {
  __proto__: null,
  etag: compileEtag,
  'query parser': compileQueryParser,
  'trust proxy': compileTrust,
};

/** What every application inherits; `express.application`. */
const application = {
  /** Gives a new application its empty state and the default settings. */
  init() {
    this.cache = Object.create(null);
    this.engines = Object.create(null);
    this.settings = Object.create(null);
    this.defaultConfiguration();

    let router;
    Object.defineProperty(this, 'router', {
      configurable: true,
      enumerable: true,
      // Created on first use: by then the routing settings have been made.
      get() {
        router ??= new Router({
          caseSensitive: this.enabled('case sensitive routing'),
          strict: this.enabled('strict routing'),
        });
        return router;
      },
    });
  },

  /** Makes the default settings and listens for being mounted. */
  defaultConfiguration() {
    const env = environment();

    this.enable('x-powered-by');
    this.set('etag', 'weak');
    this.set('env', env);
    this.set('query parser', 'simple');
    this.set('subdomain offset', 2);
    this.set('trust proxy', false);
    markTrustProxyDefault(this.settings, true);

    this.on('mount', inheritFrom);

    this.locals = Object.create(null);
    this.mountpath = '/';
    this.locals.settings = this.settings;

    this.set('view', View);
    this.set('views', resolve('views'));
    this.set('jsonp callback name', 'callback');
    if (env === 'production') this.enable('view cache');
  },

  /** Dispatches one request; `callback(err)` is called when nothing answered it, the final handler when there is none. */
  handle(req, res, callback) {
    if (this.settings['x-powered-by']) setValidField(res, 'x-powered-by', 'X-Powered-By', 'Express');

    req.res = res;
    res.req = req;
    adoptPrototypes(this, req, res);
    if (!res.locals) res.locals = { __proto__: null };

    this.router.handle(req, res, callback || ((error) => handleUnhandled(error, req, res, this)));
  },

  /** Adds middleware, routers or other applications under a path. */
  use(...args) {
    const { path, handlers } = handlersAndPath(args);
    if (handlers.length === 0) throw new TypeError('app.use() requires a middleware function');

    for (const handler of handlers) {
      if (!handler || !handler.handle || !handler.set) this.router.use(path, handler);
      else mount(this, path, handler);
    }
    return this;
  },

  /** A new route of the base router. */
  route(path) {
    return this.router.route(path);
  },

  /** Registers a template engine for a file extension. */
  engine(ext, render) {
    if (typeof render !== 'function') throw new Error('callback function required');
    this.engines[ext[0] === '.' ? ext : `.${ext}`] = render;
    return this;
  },

  /** Adds a callback for a route parameter, or for each of several. */
  param(name, callback) {
    if (Array.isArray(name)) {
      for (const one of name) this.param(one, callback);
    } else {
      this.router.param(name, callback);
    }
    return this;
  },

  /** Sets a setting; with one argument returns it. */
  set(setting, value) {
    if (arguments.length === 1) return this.settings[setting];

    this.settings[setting] = value;
    const compile = COMPILED_SETTINGS[setting];
    if (compile !== undefined) this.set(`${setting} fn`, compile(value));
    if (setting === 'trust proxy') markTrustProxyDefault(this.settings, false);
    return this;
  },

  /** The absolute path the application is mounted under. */
  path() {
    return this.parent ? this.parent.path() + this.mountpath : '';
  },

  /** Whether a setting is truthy. */
  enabled(setting) {
    return Boolean(this.set(setting));
  },

  /** Whether a setting is falsy. */
  disabled(setting) {
    return !this.set(setting);
  },

  /** Sets a setting to true. */
  enable(setting) {
    return this.set(setting, true);
  },

  /** Sets a setting to false. */
  disable(setting) {
    return this.set(setting, false);
  },

  /** Adds handlers for every method. */
  all(path, ...handlers) {
    this.route(path).addForEachMethod(handlers);
    return this;
  },

  /** Renders a view to a string: `callback(err, text)`. */
  render(name, options, callback) {
    const done = typeof options === 'function' ? options : callback;
    const given = typeof options === 'function' ? {} : options || {};
    const renderOptions = { ...this.locals, ...given._locals, ...given };
    renderOptions.cache ??= this.enabled('view cache');

    let view = renderOptions.cache ? this.cache[name] : undefined;
    if (!view) {
      const ViewClass = this.get('view');
      view = new ViewClass(name, {
        defaultEngine: this.get('view engine'),
        root: this.get('views'),
        engines: this.engines,
      });
      if (!view.path) {
        done(lookupError(name, view));
        return;
      }
      if (renderOptions.cache) this.cache[name] = view;
    }

    try {
      view.render(renderOptions, done);
    } catch (error) {
      done(error);
    }
  },

  /** Hands the application over to the runtime. No socket is opened: the address is ignored, the callback is called. */
  listen(...args) {
    const server = createServer(this);
    const last = args.length - 1;
    if (typeof args[last] === 'function') {
      args[last] = once(args[last]);
      server.once('error', args[last]);
    }
    return server.listen(...args);
  },
};

for (const name of METHODS) {
  const method = name.toLowerCase();
  application[method] = function (path, ...handlers) {
    if (method === 'get' && arguments.length === 1) return this.set(path);
    this.route(path)[method](...handlers);
    return this;
  };
}

export default application;

/** Creates an application: a function `(req, res, next)` that is also an EventEmitter. */
export function createApplication() {
  function app(req, res, next) {
    app.handle(req, res, next);
  }
  copyMissing(app, EventEmitter.prototype);
  copyMissing(app, application);

  const own = { app: { configurable: true, enumerable: true, writable: true, value: app } };
  app.request = Object.create(request, own);
  app.response = Object.create(response, own);
  brand(app);
  app.init();
  return app;
}

/** Copies the properties that the target does not have of its own. */
function copyMissing(target, source) {
  for (const name of Object.getOwnPropertyNames(source)) {
    if (!Object.hasOwn(target, name)) Object.defineProperty(target, name, Object.getOwnPropertyDescriptor(source, name));
  }
}

/** Gives a request and its response the prototypes of an application; nothing to do when they were born with them. */
function adoptPrototypes(app, req, res) {
  if (req.app === app && res.app === app) return;
  if (Object.getPrototypeOf(req) !== app.request) Object.setPrototypeOf(req, app.request);
  if (Object.getPrototypeOf(res) !== app.response) Object.setPrototypeOf(res, app.response);
}

function markTrustProxyDefault(settings, value) {
  Object.defineProperty(settings, TRUST_PROXY_DEFAULT, { configurable: true, value });
}

/** The `mount` listener of every application: what it has not set itself comes from its parent. */
function inheritFrom(parent) {
  const { settings } = this;
  if (settings[TRUST_PROXY_DEFAULT] === true && typeof parent.settings['trust proxy fn'] === 'function') {
    delete settings['trust proxy'];
    delete settings['trust proxy fn'];
  }
  Object.setPrototypeOf(this.request, parent.request);
  Object.setPrototypeOf(this.response, parent.response);
  Object.setPrototypeOf(this.engines, parent.engines);
  Object.setPrototypeOf(settings, parent.settings);
}

/** Mounts one application in another: the request wears the inner prototypes until the inner one passes it on. */
function mount(parent, path, child) {
  child.mountpath = path;
  child.parent = parent;

  function mountedApp(req, res, next) {
    const outer = req.app;
    child.handle(req, res, (error) => {
      adoptPrototypes(outer, req, res);
      next(error);
    });
  }
  // The base router prepares its index through this.
  mountedApp.app = child;
  Object.defineProperty(mountedApp, 'name', { value: 'mounted_app', configurable: true });
  parent.router.use(path, mountedApp);

  child.emit('mount', parent);
}

function lookupError(name, view) {
  const { root } = view;
  const places = Array.isArray(root) && root.length > 1
    ? `directories "${root.slice(0, -1).join('", "')}" or "${root[root.length - 1]}"`
    : `directory "${root}"`;
  const error = new Error(`Failed to lookup view "${name}" in views ${places}`);
  error.view = view;
  return error;
}

/** A function that passes its first call on and ignores the others. */
function once(callback) {
  let called = false;
  return function calledOnce(...args) {
    if (called) return undefined;
    called = true;
    return callback.apply(this, args);
  };
}

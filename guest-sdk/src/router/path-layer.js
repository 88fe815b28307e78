/** A layer of a router: a handler behind a path. */

import Layer from './layer.js';
import { compilePath } from './matcher.js';

/** A handler, or the way to a route, behind one path or several. */
export default class PathLayer extends Layer {
  /** `options` are those of {@link compilePath}, with `strict` in the place of `trailing`. */
  constructor(path, { sensitive, strict, end }, handle) {
    super(handle);
    this.rawPath = Array.isArray(path) ? path.flat(Infinity) : path;
    /** The route this layer leads to; undefined for middleware. */
    this.route = undefined;
    /** Whether every path matches. */
    this.slash = path === '/' && end === false;
    /** Whether it is middleware that every request passes, unless an error is pending. */
    this.isForAll = this.slash && handle.length <= 3;

    const options = { sensitive, end, trailing: !strict };
    const paths = this.slash ? [] : Array.isArray(path) ? this.rawPath : [path];
    this.matchers = paths.flatMap((one) => compilePath(strict ? one : withoutTrailingSlashes(one), options));
    this.only = this.matchers.length === 1 ? this.matchers[0] : undefined;
  }

  /** Whether the path matches; see `matcher.js` for the arguments and errors. */
  match(path, found) {
    if (this.only !== undefined) return this.only.match(path, found);
    if (this.slash) {
      found.matched = '';
      found.params = {};
      return true;
    }
    for (const matcher of this.matchers) {
      if (matcher.match(path, found)) return true;
    }
    return false;
  }
}

function withoutTrailingSlashes(path) {
  return path instanceof RegExp || path === '/' ? path : String(path).replace(/\/+$/, '');
}

/** A layer of a router: a handler behind a path. */

import Layer from './layer.js';
import { compilePath } from './matcher.js';

/** A handler, or the way to a route, behind one path or several. */
export default class PathLayer extends Layer {
  /** `options` are those of {@link compilePath}, with `strict` in the place of `trailing`. */
  constructor(path, { sensitive, strict, end }, handle) {
    super(handle, Array.isArray(path) ? path.flat(Infinity) : path);
    /** Whether every path matches. */
    this.slash = path === '/' && end === false;

    const options = { sensitive, end, trailing: !strict };
    const paths = Array.isArray(path) ? this.rawPath : [path];
    const compiled = this.slash ? [] : paths.map((one) => compilePath(strict ? one : withoutTrailingSlashes(one), options));
    this.matchers = this.slash ? [matcherOf([])] : compiled.map(matcherOf);
    Object.defineProperties(this, {
      /** What the paths became; empty when every path matches. */
      compiled: { value: compiled.flat() },
      /** Whether it is middleware that every request passes, unless an error is pending. */
      isForAll: { value: this.slash && handle.length <= 3 },
      only: { value: compiled.length === 1 && compiled[0].length === 1 ? compiled[0][0] : undefined },
    });
    this.route = undefined;
  }

  /** Whether the path matches; see `matcher.js` for the arguments and errors. */
  match(path, found) {
    if (this.only !== undefined) return this.only.match(path, found);
    if (this.slash) {
      found.matched = '';
      found.params = {};
      return true;
    }
    for (const matcher of this.compiled) {
      if (matcher.match(path, found)) return true;
    }
    return false;
  }
}

/** One path as the function that Express has in its place: `(path) => ({ params, path }) | false`. */
function matcherOf(compiled) {
  return function match(path) {
    if (compiled.length === 0) return { params: {}, path: '' };
    const found = {};
    return compiled.some((one) => one.match(path, found)) && { params: found.params, path: found.matched ?? path };
  };
}

function withoutTrailingSlashes(path) {
  return path instanceof RegExp || path === '/' ? path : String(path).replace(/\/+$/, '');
}

/** The view engines that an app names by the extension of its templates: the bundler puts those here that are installed. */

const engines = {};

// Where a `require()` of a name that is computed looks, as in npm's own Express.
globalThis[Symbol.for('rnode.engines')] = engines;
export default engines;

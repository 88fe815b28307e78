/** Gives apps and packages the SDK's modules in place of Node's own, as the bundler does; what the SDK lacks stays Node's. */

import { existsSync } from 'node:fs';
import Module, { createRequire, isBuiltin, register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';

const APPS = new URL('apps/', import.meta.url);
const PACKAGES = new URL('node_modules/', import.meta.url);
const SHIMS = new URL('../../guest-sdk/src/node/', import.meta.url);

/** Whether a file, by path or address, is one of the apps or packages. */
function isInside(importer) {
  return [APPS, PACKAGES].some((folder) => importer.startsWith(folder.href) || importer.startsWith(fileURLToPath(folder)));
}

/** The SDK's module in place of a built-in that one of the apps or packages asks for; undefined when it is to get what Node gives. */
function shimFor(specifier, importer) {
  if (!isBuiltin(specifier) || importer === undefined || !isInside(importer)) return undefined;
  const shim = new URL(`${specifier.replace(/^node:/, '')}.js`, SHIMS);
  return existsSync(shim) ? shim : undefined;
}

/** The hook for `import`. Node calls it on a thread of its own. */
export async function resolve(specifier, context, next) {
  const shim = shimFor(specifier, context.parentURL);
  if (shim !== undefined) return { url: shim.href, shortCircuit: true };
  return next(specifier, context);
}

if (isMainThread) {
  register(import.meta.url);
  const load = Module._load;
  const require = createRequire(import.meta.url);
  // What `require()` of a built-in gives is its default export.
  Module._load = function loadShimmed(specifier, parent, isMain) {
    const shim = shimFor(specifier, parent?.filename);
    return shim === undefined ? load.call(this, specifier, parent, isMain) : require(fileURLToPath(shim)).default;
  };
}

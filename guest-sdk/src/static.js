/** `express.static`: files of the app are served by the host, not by the handler. */

/**
 * Always throws: there is no file system in the sandbox.
 *
 * The host will serve the static files of an app from its bundle, before the handler runs, in a later version.
 */
export function serveStatic(root) {
  throw new Error(
    `express.static(${JSON.stringify(root)}) is not available: static files will be served by the host, in a later version of rnode-wasm`,
  );
}

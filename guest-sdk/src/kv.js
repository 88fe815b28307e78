/** The key-value store of the app, for apps that get no `env`: what `env.KV` is, made when it is first used. */

const namespace = () => globalThis[Symbol.for('rnode.runtime')].lazy('kv').KV;

export const kv = {
  get: (key, type) => namespace().get(key, type),
  getWithMetadata: (key, type) => namespace().getWithMetadata(key, type),
  put: (key, value, options) => namespace().put(key, value, options),
  delete: (key, options) => namespace().delete(key, options),
  list: (options) => namespace().list(options),
};

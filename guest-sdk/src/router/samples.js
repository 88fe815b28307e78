/** Sample requests of an app: one for each of its first routes, with made-up parameters. */

/** More routes than this teach nothing new: requests write the same objects of the router, whichever route they take. */
const SAMPLES_MAX = 24;
/** Routers within routers are looked into this deep. */
const DEPTH_MAX = 4;

/**
 * Requests as `METHOD /target`. The runtime lets the app answer them before its heap is frozen, in a copy of it that is thrown away, to
 * see which objects requests write.
 */
export function sampleRequests(router) {
  const samples = [];
  collect(router.stack, '', 0, samples);
  return samples;
}

function collect(stack, prefix, depth, samples) {
  for (const layer of stack) {
    if (samples.length >= SAMPLES_MAX) return;
    const path = prefix + samplePath(layer.rawPath);
    if (layer.route !== undefined) {
      for (const inner of layer.route.stack) {
        const sample = (inner.method === undefined ? 'GET' : inner.method.toUpperCase()) + ' ' + (path === '' ? '/' : path);
        if (!samples.includes(sample)) samples.push(sample);
      }
    } else if (depth < DEPTH_MAX && Array.isArray(layer.handle.stack)) {
      collect(layer.handle.stack, path === '/' ? '' : path, depth + 1, samples);
    }
  }
}

/** A path that a pattern matches: `/users/:id` → `/users/1`. A RegExp says too little; its place is taken by nothing. */
function samplePath(raw) {
  const pattern = Array.isArray(raw) ? raw[0] : raw;
  if (typeof pattern !== 'string') return '';
  return pattern.replace(/\{[^}]*\}/g, '').replace(/[:*](?:"[^"]*"|[\w$]+)/g, '1').replace(/\\(.)/g, '$1').replace(/\/+$/, '');
}

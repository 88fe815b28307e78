/** Where the path of a URL leads below a root, or why it leads nowhere. */
import { join, normalize, resolve } from '../node/path.js';

/** Nothing in such a path is encoded, hidden, doubled or leads upwards: it is what it looks like. */
const PLAIN = /^(?:\/[\w~-][\w.~@+-]*)*\/?$/;
const CLIMBING = /(?:^|[\\/])\.\.(?:[\\/]|$)/;

/**
 * The absolute path of what is asked for, or the status of the refusal.
 * @param {string} urlPath percent-encoded
 * @param {{root: string | undefined, dotfiles: 'allow' | 'deny' | 'ignore'}} options
 * @returns {string | 400 | 403 | 404}
 */
export function placeOf(urlPath, { root, dotfiles }) {
  if (root !== undefined && PLAIN.test(urlPath)) return root === '/' ? urlPath || '/' : root + urlPath;
  let path = decoded(urlPath);
  if (path === undefined || path.includes('\0')) return 400;
  if (root !== undefined && path !== '') path = normalize(`./${path}`);
  if (CLIMBING.test(path)) return 403;
  const isHidden = dotfiles !== 'allow' && hasDotfile(root === undefined ? normalize(path) : path);
  if (isHidden) return dotfiles === 'deny' ? 403 : 404;
  return root === undefined ? resolve(path) : join(root, path);
}

function decoded(urlPath) {
  try {
    return decodeURIComponent(urlPath);
  } catch {
    return undefined;
  }
}

function hasDotfile(path) {
  if (!path.includes('.')) return false;
  return path.split('/').some((name) => name.length > 1 && name[0] === '.');
}

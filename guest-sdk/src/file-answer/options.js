/** What an app may ask for when it sends files, in one form. */
import { parseDuration } from '../duration.js';
import { resolve } from '../node/path.js';

const MAX_AGE_MAX_MS = 365 * 24 * 60 * 60 * 1000;
const DOTFILES = ['ignore', 'allow', 'deny'];

/**
 * The options of one `res.sendFile` or `express.static` with their defaults.
 * @param {object} given what the app passed, inherited properties included
 * @throws {TypeError} for a value that means nothing
 */
export function fileOptions(given) {
  const { dotfiles = 'ignore' } = given;
  if (!DOTFILES.includes(dotfiles)) throw new TypeError('dotfiles option must be "allow", "deny", or "ignore"');
  const extensions = listOf(given.extensions ?? undefined, [], 'extensions option');
  const index = listOf(given.index, ['index.html'], 'index option');
  const seconds = Math.floor(maxAgeOf(given) / 1000);
  const isImmutable = given.immutable !== undefined && Boolean(given.immutable);
  return {
    dotfiles,
    extensions,
    index,
    root: given.root ? resolve(given.root) : undefined,
    acceptRanges: isOn(given.acceptRanges),
    cacheControl: isOn(given.cacheControl) ? `public, max-age=${seconds}${isImmutable ? ', immutable' : ''}` : undefined,
    etag: isOn(given.etag),
    lastModified: isOn(given.lastModified),
    start: given.start || 0,
    end: given.end,
  };
}

function isOn(option) {
  return option === undefined || Boolean(option);
}

function listOf(option, byDefault, name) {
  if (option === undefined) return byDefault;
  const list = [].concat(option || []);
  if (list.some((each) => typeof each !== 'string')) throw new TypeError(`${name} must be array of strings or false`);
  return list;
}

function maxAgeOf(given) {
  const age = given.maxAge || given.maxage;
  const milliseconds = typeof age === 'string' ? parseDuration(age) : Number(age);
  return Number.isNaN(milliseconds) ? 0 : Math.min(Math.max(0, milliseconds), MAX_AGE_MAX_MS);
}

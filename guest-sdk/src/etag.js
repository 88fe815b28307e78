/** Entity tags in Express's format: length in hex, then the start of a SHA-1. */
import { Buffer } from './node/buffer.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

/** Base64 letters of the hash that go into a tag. */
const HASH_LETTERS = 27;

/** Which tag the host is asked to compute; the values are those of `runtime.respond`. */
export const EtagKind = { NONE: 0, WEAK: 1, STRONG: 2 };

/**
 * The entity tag of a body.
 * @param {string | Uint8Array} body
 * @param {number} kind an `EtagKind` other than none
 * @returns {string}
 */
export function entityTag(body, kind) {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const hash = runtime.hash('sha1', exactBuffer(bytes));
  const letters = runtime.base64Encode(hash, 0, hash.byteLength, false).slice(0, HASH_LETTERS);
  const tag = `"${bytes.byteLength.toString(16)}-${letters}"`;
  return kind === EtagKind.WEAK ? `W/${tag}` : tag;
}

/** The bytes of a view as an ArrayBuffer of their own length. */
function exactBuffer(bytes) {
  if (bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength) return bytes.buffer;
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

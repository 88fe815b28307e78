/** The pieces a body is written in. */
import { Buffer } from '../node/buffer.js';

/** The chunk with its encoding settled: a string stands for itself in UTF-8. */
export function encodable(chunk, encoding) {
  if (typeof chunk !== 'string' || encoding === undefined || encoding === null || encoding === 'utf8' || encoding === 'utf-8') return chunk;
  return Buffer.from(chunk, encoding);
}

/** The whole of the chunks that were written and the one that came with the end, if any. */
export function joinChunks(chunks, last) {
  if (last !== undefined) chunks.push(last);
  if (chunks.every((chunk) => typeof chunk === 'string')) return chunks.join('');
  return Buffer.concat(chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk)));
}

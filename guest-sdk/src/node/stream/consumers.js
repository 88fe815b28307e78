/** The `node:stream/consumers` module: a stream's content as one value. */
import { Buffer } from '../buffer.js';

/** All of it as one Buffer, whatever its chunks are. */
export async function buffer(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
}

export async function arrayBuffer(stream) {
  const bytes = await buffer(stream);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

export async function text(stream) {
  const decoder = new TextDecoder();
  let whole = '';
  for await (const chunk of stream) whole += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
  return whole + decoder.decode();
}

export async function json(stream) {
  return JSON.parse(await text(stream));
}

export async function blob(stream) {
  return new Blob([await buffer(stream)]);
}

export default { arrayBuffer, blob, buffer, json, text };

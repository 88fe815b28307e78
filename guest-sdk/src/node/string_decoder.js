/** The `node:string_decoder` module: text from chunks that may end in the middle of a character. */
import { Buffer } from './buffer.js';
import { encodingOf } from '../buffer/encodings.js';
import { invalidArgType, nodeError } from '../node-error.js';

/** Bytes that have to be complete before they are text. */
const GROUP = { utf16le: 2, base64: 3, base64url: 3 };

/** Keeps the bytes at the end of a chunk that are not a whole character yet. */
export class StringDecoder {
  #name;
  #rest = Buffer.alloc(0);

  /** @param {string} [encoding] UTF-8 unless given */
  constructor(encoding) {
    const found = encodingOf(encoding);
    if (found === undefined) throw nodeError(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${encoding}`);
    this.#name = found.name;
    this.encoding = found.name;
  }

  /** The text that is complete with this chunk. */
  write(chunk) {
    if (typeof chunk === 'string') return chunk;
    if (!ArrayBuffer.isView(chunk)) throw invalidArgType('buf', 'an instance of Buffer, TypedArray, or DataView', chunk);
    const added = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, added]) : added;
    const whole = this.#wholeLength(bytes);
    this.#rest = whole < bytes.length ? Buffer.from(bytes.subarray(whole)) : Buffer.alloc(0);
    return bytes.toString(this.#name, 0, whole);
  }

  /** The text of what is left, with the last chunk if there is one. */
  end(chunk) {
    const text = chunk === undefined ? '' : this.write(chunk);
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    return text + rest.toString(this.#name);
  }

  #wholeLength(bytes) {
    if (this.#name === 'utf8') return wholeUtf8(bytes);
    const group = GROUP[this.#name];
    if (group === undefined) return bytes.length;
    const whole = bytes.length - (bytes.length % group);
    // Half of a surrogate pair waits for the other.
    const last = whole >= 2 && this.#name === 'utf16le' ? bytes[whole - 1] : 0;
    return last >= 0xd8 && last <= 0xdb ? whole - 2 : whole;
  }
}

/** How many bytes from the start are whole characters, as the first byte of each announces its length. */
function wholeUtf8(bytes) {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back];
    if ((byte & 0xc0) === 0x80) continue;
    const needed = byte >= 0xf0 && byte < 0xf8 ? 4 : byte >= 0xe0 && byte < 0xf0 ? 3 : byte >= 0xc0 && byte < 0xe0 ? 2 : 1;
    return needed > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

export default { StringDecoder };

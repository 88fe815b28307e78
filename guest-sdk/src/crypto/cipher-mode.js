/** How each mode of a cipher turns parts of the input into parts of the output. */
import { Buffer } from '../node/buffer.js';
import { exact, natives } from './bytes.js';
import { openssl, translated } from './failure.js';

const BLOCK_BYTES = 16;
const NO_BYTES = new ArrayBuffer(0);

function whole(parts) {
  return parts.length === 1 ? parts[0] : Buffer.concat(parts);
}

/** CBC and ECB: whole blocks, with padding at the end. */
export class BlockMode {
  /** Node lets it be switched off. */
  isPadding = true;
  #mode; #key; #iv; #isEncrypting;
  #rest = Buffer.alloc(0);

  constructor(mode, key, iv, isEncrypting) {
    this.#mode = mode;
    this.#key = key;
    this.#iv = iv;
    this.#isEncrypting = isEncrypting;
  }

  update(bytes) {
    const data = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    let ready = data.length - (data.length % BLOCK_BYTES);
    // The last block may hold the padding.
    if (!this.#isEncrypting && this.isPadding && ready === data.length && ready > 0) ready -= BLOCK_BYTES;
    this.#rest = Buffer.from(data.subarray(ready));
    return this.#blocks(data.subarray(0, ready));
  }

  #blocks(data) {
    if (data.length === 0) return Buffer.alloc(0);
    const input = exact(data);
    const output = natives().blocks(this.#mode, this.#isEncrypting, this.#key, this.#iv, input);
    if (this.#mode === 'cbc') this.#iv = (this.#isEncrypting ? output : input).slice(-BLOCK_BYTES);
    return Buffer.from(output);
  }

  final() {
    const rest = this.#rest;
    if (!this.isPadding) {
      if (rest.length > 0) throw openssl('wrong final block length');
      return Buffer.alloc(0);
    }
    if (this.#isEncrypting) {
      const padding = BLOCK_BYTES - rest.length;
      return this.#blocks(Buffer.concat([rest, Buffer.alloc(padding, padding)]));
    }
    if (rest.length !== BLOCK_BYTES) throw openssl('wrong final block length');
    const padded = this.#blocks(rest);
    const padding = padded[BLOCK_BYTES - 1];
    const isPadded = padding > 0 && padding <= BLOCK_BYTES && padded.subarray(BLOCK_BYTES - padding).every((byte) => byte === padding);
    if (!isPadded) throw openssl('bad decrypt');
    return padded.subarray(0, BLOCK_BYTES - padding);
  }
}

/** CTR: a key stream, in which the mode knows its place. */
export class CounterMode {
  #key; #iv;
  #offset = 0;

  constructor(key, iv) {
    this.#key = key;
    this.#iv = iv;
  }

  update(bytes) {
    const output = natives().ctr(this.#key, this.#iv, this.#offset, exact(bytes));
    this.#offset += bytes.length;
    return Buffer.from(output);
  }

  final() {
    return Buffer.alloc(0);
  }
}

/** GCM and ChaCha20-Poly1305: a key stream, and a tag over what is encrypted. */
export class AuthenticatedMode {
  #name; #key; #iv; #isEncrypting;
  #offset = 0;
  #additional = [];
  #encrypted = [];

  constructor(name, key, iv, isEncrypting) {
    this.#name = name;
    this.#key = key;
    this.#iv = iv;
    this.#isEncrypting = isEncrypting;
  }

  addAdditional(bytes) {
    this.#additional.push(Buffer.from(bytes));
  }

  update(bytes) {
    let output;
    try {
      output = Buffer.from(natives().stream(this.#name, this.#key, this.#iv, this.#offset, exact(bytes)));
    } catch (error) {
      throw translated(error, 'wrong final block length');
    }
    this.#offset += bytes.length;
    this.#encrypted.push(Buffer.from(this.#isEncrypting ? output : bytes));
    return output;
  }

  final() {
    return Buffer.alloc(0);
  }

  /** The whole tag. */
  tag() {
    const [additional, encrypted] = [this.#additional, this.#encrypted].map((parts) => (parts.length === 0 ? NO_BYTES : exact(whole(parts))));
    return natives().tag(this.#name, this.#key, this.#iv, additional, encrypted);
  }
}

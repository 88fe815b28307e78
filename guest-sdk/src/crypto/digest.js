/** Hashes and keyed hashes. */
import { Buffer } from '../node/buffer.js';
import { invalidArgType, nodeError } from '../node-error.js';
import { bytesOf, exact, input, isBytes, output } from './bytes.js';
import { digestOf, digestSize } from './digest-names.js';
import { invalidDigest, openssl } from './failure.js';
import { secretOf } from './key-object.js';
import { Transformer } from './transformer.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

function finalized() {
  return nodeError(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
}

/** The parts of the input, until they are hashed as a whole. */
class Input {
  parts = [];

  add(data, encoding) {
    const bytes = input(data, encoding);
    // What is hashed later must not change until then.
    this.parts.push(typeof data === 'string' ? bytes : Buffer.from(bytes));
  }

  whole() {
    return exact(this.parts.length === 1 ? this.parts[0] : Buffer.concat(this.parts));
  }
}

/** A hash that is still taking input. */
export class Hash extends Transformer {
  #algorithm;
  #input = new Input();
  #isFinished = false;

  constructor(algorithm) {
    super();
    this.#algorithm = algorithm;
  }

  /** Adds data: a string in `encoding`, or bytes. */
  update(data, encoding) {
    if (this.#isFinished) throw finalized();
    this.#input.add(data, encoding);
    return this;
  }

  /** The result: a Buffer, or a string in `encoding`. */
  digest(encoding) {
    if (this.#isFinished) throw finalized();
    this.#isFinished = true;
    return output(runtime.hash(this.#algorithm, this.#input.whole()), encoding);
  }

  /** A hash that goes on from here on its own. */
  copy() {
    if (this.#isFinished) throw finalized();
    const other = new Hash(this.#algorithm);
    other.#input.parts = this.#input.parts.slice();
    return other;
  }

  transform(chunk, encoding) {
    this.update(chunk, encoding);
  }

  flush() {
    return this.digest();
  }
}

/** A keyed hash that is still taking input. */
export class Hmac extends Transformer {
  #algorithm;
  #key;
  #input = new Input();
  #isFinished = false;

  constructor(algorithm, key) {
    super();
    this.#algorithm = algorithm;
    this.#key = key;
  }

  update(data, encoding) {
    if (this.#isFinished) throw finalized();
    this.#input.add(data, encoding);
    return this;
  }

  /** The result; an HMAC answers once and is empty afterwards. */
  digest(encoding) {
    if (this.#isFinished) return output(new ArrayBuffer(0), encoding);
    this.#isFinished = true;
    return output(runtime.hmac(this.#algorithm, this.#key, this.#input.whole()), encoding);
  }

  transform(chunk, encoding) {
    this.update(chunk, encoding);
  }

  flush() {
    return this.digest();
  }
}

/** A hash of one of `getHashes()`. */
export function createHash(algorithm, options) {
  if (typeof algorithm !== 'string') throw invalidArgType('algorithm', 'of type string', algorithm);
  const known = digestOf(algorithm);
  if (known === undefined) throw new Error('Digest method not supported');
  const size = options?.outputLength;
  if (size !== undefined && size !== digestSize(known)) throw openssl('not XOF or invalid length');
  return new Hash(known);
}

/** A keyed hash; the key is a string, bytes, or the object of a secret key. */
export function createHmac(algorithm, key, options) {
  if (typeof algorithm !== 'string') throw invalidArgType('hmac', 'of type string', algorithm);
  const secret = secretOf(key, 'key', options?.encoding);
  const known = digestOf(algorithm);
  if (known === undefined) throw invalidDigest(algorithm);
  return new Hmac(known, secret);
}

/** A hash in one call; in hex unless another encoding is asked for. */
export function hash(algorithm, data, encoding = 'hex') {
  if (typeof algorithm !== 'string') throw invalidArgType('algorithm', 'of type string', algorithm);
  if (typeof data !== 'string' && !isBytes(data)) throw invalidArgType('input', 'of type string or an instance of Buffer, TypedArray, or DataView', data);
  const known = digestOf(algorithm);
  if (known === undefined) throw new Error(`Digest method ${algorithm} is not supported`);
  return output(runtime.hash(known, exact(bytesOf(data))), encoding);
}

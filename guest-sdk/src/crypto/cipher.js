/** Encrypting and decrypting with a secret key. */
import { Buffer } from '../node/buffer.js';
import { StringDecoder } from '../node/string_decoder.js';
import { invalidArgType, nodeError } from '../node-error.js';
import { argument, input } from './bytes.js';
import { AuthenticatedMode, BlockMode, CounterMode } from './cipher-mode.js';
import { cipherOf } from './cipher-names.js';
import { coded, invalidValue } from './failure.js';
import { secretOf } from './key-object.js';
import { Transformer } from './transformer.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

const NONCE_BYTES_MAX = 128;
const TAG_BYTES = 16;
/** The lengths a tag of GCM may have, in bytes. */
const GCM_TAG_BYTES = [4, 8, 12, 13, 14, 15, 16];

function modeOf({ mode, ivLength, keyLength }, key, iv, isEncrypting) {
  if (key.byteLength !== keyLength) throw coded(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
  const length = iv?.byteLength ?? 0;
  const isFitting = mode === 'gcm' ? length > 0 && length <= NONCE_BYTES_MAX : length === (ivLength ?? 0);
  if (!isFitting) throw coded(TypeError, 'ERR_CRYPTO_INVALID_IV', 'Invalid initialization vector');
  // A key or a vector that changes later does not change what has begun.
  const [ownKey, ownIv] = [key.slice(0), iv === null ? new ArrayBuffer(0) : iv.slice(0)];
  if (mode === 'ctr') return new CounterMode(ownKey, ownIv);
  if (mode === 'gcm') return new AuthenticatedMode('gcm', ownKey, ownIv, isEncrypting);
  if (mode === 'stream') return new AuthenticatedMode('chacha20-poly1305', ownKey, ownIv, isEncrypting);
  return new BlockMode(mode, ownKey, ownIv, isEncrypting);
}

function tagLengthOf({ mode }, options) {
  const length = options?.authTagLength;
  if (length === undefined) return undefined;
  if (!Number.isInteger(length) || length < 0) throw invalidValue("property 'options.authTagLength' is invalid", length);
  if (mode === 'gcm' && !GCM_TAG_BYTES.includes(length)) throw invalidTag(length);
  return mode === 'gcm' || mode === 'stream' ? length : undefined;
}

function invalidTag(length) {
  return coded(TypeError, 'ERR_CRYPTO_INVALID_AUTH_TAG', `Invalid authentication tag length: ${length}`);
}

function invalidState(operation) {
  return nodeError(Error, 'ERR_CRYPTO_INVALID_STATE', `Invalid state for operation ${operation}`);
}

/** What both directions have in common. */
class Cipher extends Transformer {
  /** The mode at work; gone at the end. */
  mode;
  /** Whether it keeps a tag, and has begun with the data. */
  isAuthenticated;
  hasBegun = false;
  tagLength;
  #decoder;
  #decoderEncoding;

  constructor(isEncrypting, name, key, iv, options) {
    super();
    if (typeof name !== 'string') throw invalidArgType('cipher', 'of type string', name);
    const known = cipherOf(name);
    this.tagLength = known === undefined ? undefined : tagLengthOf(known, options);
    const secret = secretOf(key, 'key', options?.encoding);
    const vector = iv === null ? null : argument(iv, 'iv');
    if (known === undefined) throw coded(Error, 'ERR_CRYPTO_UNKNOWN_CIPHER', 'Unknown cipher');
    this.mode = modeOf(known, secret, vector, isEncrypting);
    this.isAuthenticated = this.mode instanceof AuthenticatedMode;
  }

  /** Takes a part of the data and gives what is done so far. */
  update(data, inputEncoding, outputEncoding) {
    const bytes = input(data, inputEncoding);
    if (this.mode === undefined) throw new Error('Trying to add data in unsupported state');
    this.hasBegun = true;
    return this.#given(this.mode.update(bytes), outputEncoding);
  }

  /** Ends, and gives the rest. */
  final(outputEncoding) {
    if (this.mode === undefined) throw nodeError(Error, 'ERR_CRYPTO_INVALID_STATE', 'Invalid state');
    const { mode } = this;
    this.mode = undefined;
    const rest = mode.final();
    if (this.isAuthenticated) this.conclude(mode);
    if (!outputEncoding || outputEncoding === 'buffer') return rest;
    return this.#decoderFor(outputEncoding).end(rest);
  }

  #given(bytes, encoding) {
    return !encoding || encoding === 'buffer' ? bytes : this.#decoderFor(encoding).write(bytes);
  }

  /** Text of several parts reads like the text of all of them: base64 must not be padded in between. */
  #decoderFor(encoding) {
    if (!Buffer.isEncoding(encoding)) throw nodeError(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${encoding}`);
    if (this.#decoder !== undefined && this.#decoderEncoding !== encoding) throw nodeError(Error, 'ERR_INTERNAL_ASSERTION', 'Cannot change encoding');
    this.#decoder ??= new StringDecoder(encoding);
    this.#decoderEncoding = encoding;
    return this.#decoder;
  }

  setAutoPadding(isPadding = true) {
    if (this.mode === undefined) throw invalidState('setAutoPadding');
    this.mode.isPadding = Boolean(isPadding);
    return this;
  }

  /** Data that the tag covers and that is not encrypted. */
  setAAD(data, options) {
    const bytes = argument(data, 'buffer', options?.encoding);
    if (this.mode === undefined || !this.isAuthenticated || this.hasBegun) throw invalidState('setAAD');
    this.mode.addAdditional(Buffer.from(bytes));
    return this;
  }

  transform(chunk, encoding) {
    return this.update(chunk, encoding);
  }

  flush() {
    return this.final();
  }
}

/** Encrypts. */
export class Cipheriv extends Cipher {
  #tag;

  constructor(name, key, iv, options) {
    super(true, name, key, iv, options);
  }

  conclude(mode) {
    this.#tag = mode.tag().slice(0, this.tagLength ?? TAG_BYTES);
  }

  /** The tag, once everything is encrypted. */
  getAuthTag() {
    if (this.#tag === undefined) throw invalidState('getAuthTag');
    return Buffer.from(this.#tag);
  }
}

/** Decrypts, and fails at the end when the tag is another. */
export class Decipheriv extends Cipher {
  #name;
  #tag;

  constructor(name, key, iv, options) {
    super(false, name, key, iv, options);
    this.#name = name.toLowerCase();
  }

  /** The tag that has to come out. */
  setAuthTag(tag, encoding) {
    const bytes = argument(tag, 'buffer', encoding);
    if (this.mode === undefined || !this.isAuthenticated || this.#tag !== undefined) throw invalidState('setAuthTag');
    const isGcm = this.#name !== 'chacha20-poly1305';
    const isFitting = isGcm ? GCM_TAG_BYTES.includes(bytes.byteLength) : bytes.byteLength > 0 && bytes.byteLength <= TAG_BYTES;
    if (!isFitting || (this.tagLength !== undefined && bytes.byteLength !== this.tagLength)) throw invalidTag(bytes.byteLength);
    this.#tag = bytes.slice(0);
    return this;
  }

  conclude(mode) {
    const isRight = this.#tag !== undefined && runtime.timingSafeEqual(mode.tag().slice(0, this.#tag.byteLength), this.#tag);
    if (!isRight) throw new Error('Unsupported state or unable to authenticate data');
  }
}

export function createCipheriv(name, key, iv, options) {
  return new Cipheriv(name, key, iv, options);
}

export function createDecipheriv(name, key, iv, options) {
  return new Decipheriv(name, key, iv, options);
}

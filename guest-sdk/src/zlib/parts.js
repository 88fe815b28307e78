/** Deflated data that leaves in parts, because somebody flushes: header, parts, last part, checksum. */
import { Buffer } from '../node/buffer.js';
import { compress } from './codec.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

/** Compression method and operating system in a gzip header (RFC 1952); between them there is no name, no time. */
const GZIP_START = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0];
const GZIP_SYSTEM = 3;

/** The second byte of a zlib header (RFC 1950), by how hard the compressor tries. */
const ZLIB_FLAGS = { fastest: 0x01, fast: 0x5e, usual: 0x9c, best: 0xda };

const ADLER_MODULUS = 65521;

/** What has left of one stream so far. */
export class Parts {
  #format;
  #hasBegun = false;
  #size = 0;
  #crc = 0;
  #adler = [1, 0];

  /** @param {string} format `gzip`, `deflate` or `deflate-raw` */
  constructor(format) {
    this.#format = format;
  }

  get hasBegun() {
    return this.#hasBegun;
  }

  /** The next part; the last one closes the stream. */
  add(bytes, options, isLast) {
    const pieces = [];
    if (!this.#hasBegun) pieces.push(headerOf(this.#format, options.level));
    this.#hasBegun = true;
    this.#count(bytes);
    pieces.push(compress('deflate-raw', bytes, options, !isLast));
    if (isLast) pieces.push(this.#trailer());
    return Buffer.concat(pieces);
  }

  #count(bytes) {
    this.#size += bytes.length;
    if (this.#format === 'gzip') this.#crc = runtime.crc32(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length), this.#crc);
    if (this.#format === 'deflate') this.#adler = adler32(bytes, this.#adler);
  }

  #trailer() {
    if (this.#format === 'deflate-raw') return Buffer.alloc(0);
    if (this.#format === 'deflate') return Buffer.from([this.#adler[1] >> 8, this.#adler[1], this.#adler[0] >> 8, this.#adler[0]]);
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(this.#crc, 0);
    trailer.writeUInt32LE(this.#size % 2 ** 32, 4);
    return trailer;
  }
}

function headerOf(format, level) {
  if (format === 'gzip') return Buffer.from([...GZIP_START, level === 9 ? 2 : level === 0 || level === 1 ? 4 : 0, GZIP_SYSTEM]);
  if (format === 'deflate-raw') return Buffer.alloc(0);
  if (level === 0 || level === 1) return Buffer.from([0x78, ZLIB_FLAGS.fastest]);
  if (level === -1 || level === 6) return Buffer.from([0x78, ZLIB_FLAGS.usual]);
  return Buffer.from([0x78, level < 6 ? ZLIB_FLAGS.fast : ZLIB_FLAGS.best]);
}

function adler32(bytes, [low, high]) {
  for (const byte of bytes) {
    low = (low + byte) % ADLER_MODULUS;
    high = (high + low) % ADLER_MODULUS;
  }
  return [low, high];
}

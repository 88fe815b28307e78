/** The charsets a body can be written in. */
import { Buffer } from '../node/buffer.js';
import { codePageDecoder } from './code-pages.js';

/** What windows-1252 has where ISO 8859-1 has control characters; U+FFFD where it has nothing. */
const WINDOWS_1252 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

const utf8 = (bytes) => bytes.toString('utf8');
const utf16le = (bytes) => bytes.toString('utf16le');
const utf16be = (bytes) => Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16().toString('utf16le');
const latin1 = (bytes) => bytes.toString('latin1');
const ascii = (bytes) => bytes.toString('latin1').replace(/[\x80-\xff]/g, '\ufffd');
const windows1252 = (bytes) => bytes.toString('latin1').replace(/[\x80-\x9f]/g, (unit) => WINDOWS_1252[unit.charCodeAt(0) - 0x80]);

/** Names without punctuation, as they are compared. */
const DECODERS = new Map(Object.entries({
  utf8, unicode11utf8: utf8, utf16le, ucs2: utf16le, utf16be, utf16: utf16ByMark,
  utf32le: utf32(true), utf32be: utf32(false), utf32: utf32ByMark, ucs4: utf32ByMark,
  latin1, iso88591: latin1, l1: latin1, cp819: latin1, binary: latin1, ascii, usascii: ascii, ansix341968: ascii, windows1252, cp1252: windows1252, win1252: windows1252,
}));

/**
 * Whether bodies in a charset can be read.
 * @param {string} charset
 */
export function isSupported(charset) {
  return decoderOf(charset) !== undefined;
}

/**
 * The text of bytes, without byte order mark.
 * @param {Buffer} bytes
 * @param {string} charset a supported one
 */
export function decode(bytes, charset) {
  const text = decoderOf(charset)(bytes);
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function decoderOf(charset) {
  if (charset === 'utf-8') return utf8;
  const name = charset.toLowerCase().replace(/[^0-9a-z]/g, '');
  return DECODERS.get(name) ?? codePageDecoder(name);
}

/** Little-endian unless the byte order mark, or where the zeros of ASCII are, says otherwise. */
function utf16ByMark(bytes) {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16be(bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16le(bytes);
  let balance = 0;
  for (let index = 0; index + 1 < Math.min(bytes.length, 200); index += 2) {
    if (bytes[index] === 0 && bytes[index + 1] !== 0) balance += 1;
    if (bytes[index] !== 0 && bytes[index + 1] === 0) balance -= 1;
  }
  return balance > 0 ? utf16be(bytes) : utf16le(bytes);
}

/** Four bytes are a code point; what is none becomes U+FFFD, and so does a rest of fewer bytes. */
function utf32(littleEndian) {
  return (bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let text = '';
    for (let index = 0; index + 3 < bytes.length; index += 4) {
      const point = view.getUint32(index, littleEndian);
      text += point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point);
    }
    return bytes.length % 4 === 0 ? text : `${text}\ufffd`;
  };
}

/** Little-endian unless the byte order mark, or what the first code points could be, says otherwise. */
function utf32ByMark(bytes) {
  const points = Math.min(bytes.length >> 2, 100);
  let balance = 0;
  for (let index = 0; index < points * 4; index += 4) {
    const [a, b, c, d] = bytes.subarray(index, index + 4);
    if (index === 0 && a === 0xff && b === 0xfe && c === 0 && d === 0) return utf32(true)(bytes);
    if (index === 0 && a === 0 && b === 0 && c === 0xfe && d === 0xff) return utf32(false)(bytes);
    if (a === 0 && b === 0 && (c !== 0 || d !== 0)) balance += 1;
    if (c === 0 && d === 0 && (a !== 0 || b !== 0)) balance -= 1;
    if (a !== 0 || b > 0x10) balance -= 1;
    if (d !== 0 || c > 0x10) balance += 1;
  }
  return utf32(balance <= 0)(bytes);
}

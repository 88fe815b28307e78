/** The charsets a body can be written in. */
import { Buffer } from '../node/buffer.js';

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
  utf8, unicode11utf8: utf8, utf16le, ucs2: utf16le, utf16be, utf16: utf16ByMark, latin1, iso88591: latin1, l1: latin1, cp819: latin1, binary: latin1,
  ascii, usascii: ascii, ansix341968: ascii, windows1252, cp1252: windows1252, win1252: windows1252,
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
  return charset === 'utf-8' ? utf8 : DECODERS.get(charset.toLowerCase().replace(/[^0-9a-z]/g, ''));
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

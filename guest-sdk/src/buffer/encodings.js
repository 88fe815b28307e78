/** The encodings of Buffers: text to bytes and back, in compiled code where there is some. */

const runtime = globalThis[Symbol.for('rnode.runtime')];

/** How many UTF-16 units go into one `String.fromCharCode` call: enough to be quick, few enough for the stack. */
const UNITS_PER_CALL = 4096;

/**
 * Each encoding: `encode` makes an ArrayBuffer of text, `decode` makes text of the bytes `start..end` of an ArrayBuffer,
 * `size` counts the bytes of a text without making them.
 */
const utf8 = {
  name: 'utf8',
  encode: (text) => runtime.utf8Encode(text),
  decode: (buffer, start, end) => runtime.utf8Decode(buffer, start, end),
  size: (text) => runtime.utf8ByteLength(text),
};

const latin1 = {
  name: 'latin1',
  encode: encodeUnits,
  decode: (buffer, start, end) => runtime.latin1Decode(buffer, start, end),
  size: (text) => text.length,
};

const ascii = { name: 'ascii', encode: encodeUnits, decode: decodeAscii, size: (text) => text.length };

const utf16le = { name: 'utf16le', encode: encodeUtf16, decode: decodeUtf16, size: (text) => text.length * 2 };

const hex = {
  name: 'hex',
  encode: encodeHex,
  decode: (buffer, start, end) => runtime.hexEncode(buffer, start, end),
  size: (text) => text.length >>> 1,
};

const base64 = {
  name: 'base64',
  encode: (text) => runtime.base64Decode(text),
  decode: (buffer, start, end) => runtime.base64Encode(buffer, start, end, false),
  size: base64Size,
};

const base64url = {
  name: 'base64url',
  encode: (text) => runtime.base64Decode(text),
  decode: (buffer, start, end) => runtime.base64Encode(buffer, start, end, true),
  size: base64Size,
};

const BY_NAME = Object.assign(Object.create(null), {
  utf8, 'utf-8': utf8, latin1, binary: latin1, ascii, utf16le, 'utf-16le': utf16le, ucs2: utf16le, 'ucs-2': utf16le, hex, base64, base64url,
});

/**
 * The encoding of a name, in any case; undefined when Node knows none of that name.
 * @param {string | undefined} name nothing means UTF-8
 */
export function encodingOf(name) {
  if (name === undefined || name === null || name === '') return utf8;
  return BY_NAME[name] ?? BY_NAME[`${name}`.toLowerCase()];
}

function encodeUnits(text) {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes.buffer;
}

function encodeUtf16(text) {
  const bytes = new Uint8Array(text.length * 2);
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    bytes[index * 2] = unit & 0xff;
    bytes[index * 2 + 1] = unit >> 8;
  }
  return bytes.buffer;
}

function decodeUtf16(buffer, start, end) {
  const bytes = new Uint8Array(buffer, start, end - start);
  const units = bytes.length >>> 1;
  let text = '';
  for (let first = 0; first < units; first += UNITS_PER_CALL) {
    const part = [];
    for (let index = first; index < Math.min(units, first + UNITS_PER_CALL); index += 1) part.push(bytes[index * 2] | (bytes[index * 2 + 1] << 8));
    text += String.fromCharCode(...part);
  }
  return text;
}

function decodeAscii(buffer, start, end) {
  const copy = new Uint8Array(buffer.slice(start, end));
  for (let index = 0; index < copy.length; index += 1) copy[index] &= 0x7f;
  return runtime.latin1Decode(copy.buffer, 0, copy.length);
}

/** Stops at the first pair that is not hexadecimal, as Node does. */
function encodeHex(text) {
  const bytes = new Uint8Array(text.length >>> 1);
  for (let index = 0; index < bytes.length; index += 1) {
    const high = hexDigit(text.charCodeAt(index * 2));
    const low = hexDigit(text.charCodeAt(index * 2 + 1));
    if (high < 0 || low < 0) return bytes.buffer.slice(0, index);
    bytes[index] = (high << 4) | low;
  }
  return bytes.buffer;
}

function hexDigit(unit) {
  if (unit >= 48 && unit <= 57) return unit - 48;
  const letter = unit | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

function base64Size(text) {
  let { length } = text;
  if (length > 1 && text.charCodeAt(length - 1) === 61) length -= 1;
  if (length > 1 && text.charCodeAt(length - 1) === 61) length -= 1;
  return (length * 3) >>> 2;
}

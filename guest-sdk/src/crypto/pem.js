/** Keys in PEM (RFC 7468): DER in base64 between two lines that say what it is. */
import { Buffer } from '../node/buffer.js';
import { natives } from './bytes.js';
import { coded, openssl, unavailable } from './failure.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

const LINE_CHARS = 64;

/** What compiled code calls the DER of each label. */
const FORMS = {
  'PRIVATE KEY': 'pkcs8',
  'RSA PRIVATE KEY': 'pkcs1-private',
  'EC PRIVATE KEY': 'sec1',
  'PUBLIC KEY': 'spki',
  'RSA PUBLIC KEY': 'pkcs1-public',
  CERTIFICATE: 'certificate',
  'X509 CERTIFICATE': 'certificate',
};
const PRIVATE = ['pkcs8', 'pkcs1-private', 'sec1'];

/** A text with the lines of PEM around DER. */
export function toPem(label, der) {
  const text = runtime.base64Encode(der, 0, der.byteLength, false);
  let lines = '';
  for (let at = 0; at < text.length; at += LINE_CHARS) lines += `${text.slice(at, at + LINE_CHARS)}\n`;
  return `-----BEGIN ${label}-----\n${lines}-----END ${label}-----\n`;
}

/**
 * Reads the first key in a text, as `readKey` of the natives gives it.
 * @param {Buffer} bytes the text
 * @param {boolean} isPrivateWanted only a private key will do
 * @param {unknown} passphrase what an encrypted key would be opened with
 */
export function readPem(bytes, isPrivateWanted, passphrase) {
  const text = bytes.toString('latin1');
  const blocks = /-----BEGIN ([A-Z0-9 ]+)-----[^\S\n]*\r?\n([\s\S]*?)-----END \1-----/g;
  for (const [, label, body] of text.matchAll(blocks)) {
    const isEncrypted = label === 'ENCRYPTED PRIVATE KEY' || body.includes('ENCRYPTED');
    if (isEncrypted && passphrase !== undefined) throw unavailable('a key with a passphrase', 'keep the key without one, in a variable of the environment');
    if (isEncrypted) throw coded(TypeError, 'ERR_MISSING_PASSPHRASE', 'Passphrase required for encrypted key');
    const form = FORMS[label];
    if (form !== undefined && (!isPrivateWanted || PRIVATE.includes(form))) return readBody(form, body);
  }
  throw openssl('unsupported');
}

function readBody(form, body) {
  const base64 = body.replace(/\s+/g, '');
  if (base64 === '' || /[^A-Za-z0-9+/=]/.test(base64)) throw openssl('unsupported');
  try {
    return natives().readKey(form, runtime.base64Decode(base64));
  } catch (error) {
    if (error.fault === undefined) throw error;
    throw openssl(PRIVATE.includes(form) || error.fault === 'unsupported' ? 'unsupported' : 'wrong tag');
  }
}

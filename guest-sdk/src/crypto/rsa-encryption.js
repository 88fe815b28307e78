/** Encrypting to the owner of an RSA key. */
import { Buffer } from '../node/buffer.js';
import { argument, exact, natives } from './bytes.js';
import { constants } from './constants.js';
import { digestOf } from './digest-names.js';
import { coded, invalidValue, openssl, translated, unavailable } from './failure.js';
import { privateOf, publicOf } from './key-object.js';

const NO_BYTES = new ArrayBuffer(0);

/** Padding, digest and label, from what goes with a key. */
function schemeOf(key) {
  const options = typeof key === 'object' && key !== null && !ArrayBuffer.isView(key) ? key : {};
  const { padding = constants.RSA_PKCS1_OAEP_PADDING, oaepHash = 'sha1', oaepLabel, encoding } = options;
  const digest = digestOf(String(oaepHash));
  if (digest === undefined) throw coded(Error, 'ERR_OSSL_EVP_INVALID_DIGEST', 'Invalid digest used');
  return { padding, digest, label: oaepLabel === undefined ? NO_BYTES : argument(oaepLabel, 'key.oaepLabel', encoding), encoding };
}

function checkKey(inner) {
  if (inner.kind !== 'rsa') throw openssl('operation not supported for this keytype');
}

/** The name of the padding; plain RSA is nothing that should be used, and not here. */
function paddingName(padding) {
  if (padding === constants.RSA_PKCS1_PADDING) return 'pkcs1';
  if (padding === constants.RSA_PKCS1_OAEP_PADDING) return 'oaep';
  throw openssl(padding === constants.RSA_NO_PADDING ? 'invalid padding mode' : 'illegal or unsupported padding mode');
}

export function publicEncrypt(key, data) {
  const { padding, digest, label, encoding } = schemeOf(key);
  const inner = publicOf(key);
  const bytes = argument(data, 'buffer', encoding);
  checkKey(inner);
  try {
    return Buffer.from(natives().encrypt(paddingName(padding), inner.der, digest, label, bytes));
  } catch (error) {
    throw translated(error, 'data too large for key size');
  }
}

export function privateDecrypt(key, data) {
  const { padding, digest, label, encoding } = schemeOf(key);
  const inner = privateOf(key);
  const bytes = argument(data, 'buffer', encoding);
  if (padding === constants.RSA_PKCS1_PADDING) {
    throw invalidValue("property 'options.padding' is invalid", padding);
  }
  checkKey(inner);
  try {
    return Buffer.from(natives().decrypt(paddingName(padding), inner.der, digest, label, bytes));
  } catch (error) {
    throw translated(error, 'oaep decoding error');
  }
}

/** A signature over bytes that are not hashed, under its old name. */
export function privateEncrypt(key, data) {
  const { padding = constants.RSA_PKCS1_PADDING, encoding } = typeof key === 'object' && key !== null && !ArrayBuffer.isView(key) ? key : {};
  const inner = privateOf(key);
  const bytes = argument(data, 'buffer', encoding);
  checkKey(inner);
  if (padding !== constants.RSA_PKCS1_PADDING) throw openssl('illegal or unsupported padding mode');
  try {
    return Buffer.from(natives().sign('pkcs1', inner.der, '', exact(Buffer.from(bytes)), 0));
  } catch (error) {
    throw translated(error, 'data too large for key size');
  }
}

export function publicDecrypt() {
  throw unavailable('publicDecrypt()', 'use verify()');
}

/** The `node:crypto` module. */
import { X509Certificate } from '../crypto/certificate.js';
import { Cipheriv, createCipheriv, createDecipheriv, Decipheriv } from '../crypto/cipher.js';
import { getCipherInfo, getCiphers } from '../crypto/cipher-names.js';
import { constants } from '../crypto/constants.js';
import { hkdf, hkdfSync, pbkdf2, pbkdf2Sync, scrypt, scryptSync } from '../crypto/derivation.js';
import { createHash, createHmac, Hash, hash, Hmac } from '../crypto/digest.js';
import { getHashes } from '../crypto/digest-names.js';
import { createDiffieHellman, createECDH, diffieHellman, ECDH, getDiffieHellman } from '../crypto/key-agreement.js';
import { generateKey, generateKeyPair, generateKeyPairSync, generateKeySync, getCurves } from '../crypto/key-generation.js';
import { createPrivateKey, createPublicKey, createSecretKey, KeyObject } from '../crypto/key-object.js';
import { getRandomValues, randomBytes, randomFill, randomFillSync, randomInt, randomUUID, timingSafeEqual } from '../crypto/random.js';
import { privateDecrypt, privateEncrypt, publicDecrypt, publicEncrypt } from '../crypto/rsa-encryption.js';
import { createSign, createVerify, Sign, sign, Verify, verify } from '../crypto/signature.js';
import { subtle, webcrypto } from '../crypto/web.js';

/** Whether the module keeps to FIPS 140: it does not. */
export function getFips() {
  return 0;
}

/** The older name of `randomBytes`, which packages still call. */
export const pseudoRandomBytes = randomBytes;

export {
  Cipheriv, constants, createCipheriv, createDecipheriv, createDiffieHellman, createECDH, createHash, createHmac, createPrivateKey, createPublicKey, createSecretKey, createSign, createVerify, Decipheriv,
  diffieHellman, ECDH, generateKey, generateKeyPair, generateKeyPairSync, generateKeySync, getCipherInfo, getCiphers, getCurves, getDiffieHellman, getHashes, getRandomValues, Hash, hash, hkdf, hkdfSync, Hmac,
  KeyObject, pbkdf2, pbkdf2Sync, privateDecrypt, privateEncrypt, publicDecrypt, publicEncrypt, randomBytes, randomFill, randomFillSync, randomInt, randomUUID, scrypt, scryptSync, Sign, sign, subtle,
  timingSafeEqual, Verify, verify, webcrypto, X509Certificate,
};

const module = {
  Cipheriv, constants, createCipheriv, createDecipheriv, createDiffieHellman, createECDH, createHash, createHmac, createPrivateKey, createPublicKey, createSecretKey, createSign, createVerify, Decipheriv,
  diffieHellman, ECDH, generateKey, generateKeyPair, generateKeyPairSync, generateKeySync, getCipherInfo, getCiphers, getCurves, getDiffieHellman, getFips, getHashes, getRandomValues, Hash, hash, hkdf, hkdfSync,
  Hmac, KeyObject, pbkdf2, pbkdf2Sync, privateDecrypt, privateEncrypt, pseudoRandomBytes, publicDecrypt, publicEncrypt, randomBytes, randomFill, randomFillSync, randomInt, randomUUID, scrypt, scryptSync, Sign, sign, subtle,
  timingSafeEqual, Verify, verify, X509Certificate,
  get webcrypto() { return globalThis.crypto; },
};

// Old names, which Node does not list either.
for (const name of ['prng', 'rng']) Object.defineProperty(module, name, { value: randomBytes, writable: true, configurable: true, enumerable: false });

export default module;

/** WebCrypto, as `node:crypto` hands it out. */

const { crypto } = globalThis;
const METHODS = ['digest', 'sign', 'verify', 'encrypt', 'decrypt', 'generateKey', 'deriveBits', 'deriveKey', 'importKey', 'exportKey', 'wrapKey', 'unwrapKey'];

/** The global `crypto`. */
export const webcrypto = crypto;

/** The operations, which come in with the first call of one: an export has a value from the start. */
export const subtle = Object.fromEntries(METHODS.map((name) => [name, (...args) => crypto['subtle'][name](...args)]));

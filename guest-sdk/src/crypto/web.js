/** WebCrypto, as `node:crypto` hands it out. */

const METHODS = ['digest', 'sign', 'verify', 'encrypt', 'decrypt', 'generateKey', 'deriveBits', 'deriveKey', 'importKey', 'exportKey', 'wrapKey', 'unwrapKey'];

const globalCrypto = () => globalThis.crypto;

/** The global `crypto`. Looking at it brings it into the heap: a bundle that does not name it leaves the look out. */
export const webcrypto = /* @__PURE__ */ globalCrypto();

/** The operations, which come in with the first call of one: an export has a value from the start. */
export const subtle = Object.fromEntries(METHODS.map((name) => [name, (...args) => globalCrypto()['subtle'][name](...args)]));

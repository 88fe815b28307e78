/** The runtime's natives for cryptography, and its parts that come in late, under Node: its own `crypto` does the work. */

import { Buffer } from 'node:buffer';
import crypto from 'node:crypto';
import { readFileSync } from 'node:fs';
import { domainToASCII, domainToUnicode } from 'node:url';
import { runInThisContext } from 'node:vm';

const exact = (bytes) => new Uint8Array(bytes).slice().buffer;
const view = (buffer) => Buffer.from(buffer);
const fault = (kind, message) => Object.assign(new Error(message), { fault: kind });

/** Runs what may throw, and gives an error the kind that the runtime would give it. */
function guarded(kind, action) {
  try {
    return action();
  } catch (error) {
    throw error.fault === undefined ? fault(kind, error.reason ?? error.message) : error;
  }
}

const FORMS = { spki: 'spki', pkcs8: 'pkcs8', 'pkcs1-public': 'pkcs1', 'pkcs1-private': 'pkcs1', sec1: 'sec1' };
const SUPPORTED = ['rsa', 'rsa-pss', 'ec', 'ed25519', 'x25519'];
const CURVES = { prime256v1: ['P-256', 32], secp384r1: ['P-384', 48], secp521r1: ['P-521', 66] };

/** Node fails over an error that an earlier call left in OpenSSL, and takes it away: the second answer counts. */
function twice(action) {
  try {
    return action();
  } catch {
    return action();
  }
}

function keyOf(form, bytes) {
  const isPrivate = form === 'pkcs8' || form === 'pkcs1-private' || form === 'sec1';
  const key = guarded('data', () => twice(() => {
    if (form === 'certificate') return new crypto.X509Certificate(view(bytes)).publicKey;
    return (isPrivate ? crypto.createPrivateKey : crypto.createPublicKey)({ key: view(bytes), format: 'der', type: FORMS[form] });
  }));
  if (!SUPPORTED.includes(key.asymmetricKeyType)) throw fault('unsupported', 'Unsupported key type');
  if (key.asymmetricKeyType === 'ec' && CURVES[key.asymmetricKeyDetails.namedCurve] === undefined) throw fault('unsupported', 'Unsupported curve');
  return key;
}

const derOf = (key) => exact(key.export({ format: 'der', type: key.type === 'private' ? 'pkcs8' : 'spki' }));
const half = (isPrivate, der) => keyOf(isPrivate ? 'pkcs8' : 'spki', der);

/** The coordinates of a point, through Node's reading of points. */
function coordinates(curve, point) {
  const raw = crypto.ECDH.convertKey(view(point), curve);
  const size = CURVES[curve][1];
  return { x: raw.subarray(1, 1 + size), y: raw.subarray(1 + size) };
}

/** The DER of a private key on Curve25519, up to the secret (RFC 8410). */
const OKP_PREFIXES = { ed25519: Buffer.from('302e020100300506032b657004220420', 'hex'), x25519: Buffer.from('302e020100300506032b656e04220420', 'hex') };

function makeKey(kind, curve, parts) {
  return guarded('data', () => {
    const jwk = { kty: kind === 'ec' ? 'EC' : kind.startsWith('rsa') ? 'RSA' : 'OKP', crv: kind === 'ec' ? CURVES[curve][0] : `${kind[0].toUpperCase()}${kind.slice(1)}` };
    let numbers = { ...parts };
    if (parts.point !== undefined) numbers = { ...coordinates(curve, parts.point), d: parts.d };
    if (kind === 'ec' && parts.d !== undefined) {
      const pair = crypto.createECDH(curve);
      pair.setPrivateKey(view(parts.d));
      const own = coordinates(curve, pair.getPublicKey());
      if (numbers.x !== undefined && !own.x.equals(view(numbers.x))) throw fault('data', "The key's halves do not belong together");
      numbers = { ...own, d: Buffer.concat([Buffer.alloc(CURVES[curve][1] - parts.d.byteLength), view(parts.d)]) };
    }
    if (jwk.kty === 'OKP' && parts.d !== undefined) {
      const der = Buffer.concat([OKP_PREFIXES[kind], view(parts.d)]);
      const own = crypto.createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
      if (parts.x !== undefined && own.export({ format: 'jwk' }).x !== view(parts.x).toString('base64url')) throw fault('data', "The key's halves do not belong together");
      return derOf(own);
    }
    for (const [name, bytes] of Object.entries(numbers)) if (bytes !== undefined) jwk[name] = view(bytes).toString('base64url');
    const key = twice(() => (jwk.d === undefined ? crypto.createPublicKey : crypto.createPrivateKey)({ key: jwk, format: 'jwk' }));
    return derOf(key);
  });
}

function optionsOf(scheme, key, salt) {
  if (scheme === 'pss') return { key, padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: salt < 0 ? crypto.constants.RSA_PSS_SALTLEN_AUTO : salt };
  if (scheme === 'p1363') return { key, dsaEncoding: 'ieee-p1363' };
  return scheme === 'pkcs1' ? { key, padding: crypto.constants.RSA_PKCS1_PADDING } : { key };
}

const KINDS = { pkcs1: 'rsa', pss: 'rsa', der: 'ec', p1363: 'ec', ed25519: 'ed25519' };
function fitting(scheme, key) {
  if (key.asymmetricKeyType.replace('rsa-pss', 'rsa') !== KINDS[scheme]) throw fault('unsupported', 'operation not supported for this keytype');
  return key;
}

/** A signature over bytes that are not hashed; Node has none for curves. */
function signRaw(scheme, key, data) {
  return scheme === 'pkcs1' ? crypto.privateEncrypt({ key, padding: crypto.constants.RSA_PKCS1_PADDING }, view(data)) : crypto.sign(null, view(data), key);
}

function paddingOf(padding, key, digest, label) {
  return padding === 'pkcs1' ? { key, padding: crypto.constants.RSA_PKCS1_PADDING } : { key, padding: crypto.constants.RSA_PKCS1_OAEP_PADDING, oaepHash: digest, oaepLabel: view(label) };
}

function cipher(name, key, iv, data) {
  const made = crypto.createCipheriv(name, view(key), iv);
  return [made, Buffer.concat([made.setAutoPadding(false).update(view(data)), made.final()])];
}

const NAMES = { gcm: (key) => `aes-${key.byteLength * 8}-gcm`, 'chacha20-poly1305': () => 'chacha20-poly1305' };
function sealed(name, key, nonce, additional, data) {
  const made = crypto.createCipheriv(NAMES[name](key), view(key), view(nonce), { authTagLength: 16 });
  made.setAAD(view(additional));
  const output = Buffer.concat([made.update(view(data)), made.final()]);
  return { output, tag: made.getAuthTag() };
}

/** The tag is over the encrypted data; Node tells it only to who encrypts, so the plain data is found first. */
function tagOver(name, key, nonce, additional, encrypted) {
  const plain = sealed(name, key, nonce, new ArrayBuffer(0), encrypted).output;
  return sealed(name, key, nonce, additional, plain).tag;
}

function afterOffset(offset, data, run) {
  const whole = Buffer.concat([Buffer.alloc(offset), view(data)]);
  return exact(run(whole).subarray(offset));
}

const WRAP_IV = Buffer.alloc(8, 0xa6);

export const natives = {
  readKey(form, bytes) {
    const key = keyOf(form, bytes);
    const details = key.asymmetricKeyDetails;
    const exponent = details.publicExponent === undefined ? undefined : view(makeHex(details.publicExponent));
    return { kind: key.asymmetricKeyType, isPrivate: key.type === 'private', der: derOf(key), bits: details.modulusLength, exponent: exponent && exact(exponent), curve: details.namedCurve };
  },
  writeKey(form, isPrivate, der) {
    const key = half(isPrivate, der);
    if (form === 'raw') {
      const jwk = crypto.createPublicKey(isPrivate ? key : { key: view(der), format: 'der', type: 'spki' }).export({ format: 'jwk' });
      return exact(Buffer.concat([Buffer.from(jwk.y === undefined ? [] : [4]), Buffer.from(jwk.x, 'base64url'), Buffer.from(jwk.y ?? '', 'base64url')]));
    }
    const isPublicForm = form === 'spki' || form === 'pkcs1-public';
    return guarded('unsupported', () => exact((isPublicForm && isPrivate ? crypto.createPublicKey(key) : key).export({ format: 'der', type: FORMS[form] })));
  },
  keyParts(isPrivate, der) {
    const { kty, crv, ...parts } = half(isPrivate, der).export({ format: 'jwk' });
    return Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, exact(Buffer.from(text, 'base64url'))]));
  },
  makeKey,
  generateKey: (kind, curve) => guarded('unsupported', () => derOf(crypto.generateKeyPairSync(kind, { namedCurve: curve }).privateKey)),
  generateRsa: (bits, exponent) => guarded('operation', () => derOf(crypto.generateKeyPairSync('rsa', { modulusLength: bits, publicExponent: Number.parseInt(view(exponent).toString('hex'), 16) }).privateKey)),
  point: (curve, bytes, isCompressed) => guarded('data', () => exact(crypto.ECDH.convertKey(view(bytes), curve, undefined, undefined, isCompressed ? 'compressed' : 'uncompressed'))),
  sign(scheme, der, digest, data, salt) {
    const key = fitting(scheme, half(true, der));
    return guarded('operation', () => exact(digest === '' ? signRaw(scheme, key, data) : crypto.sign(digest, view(data), optionsOf(scheme, key, salt))));
  },
  verify(scheme, der, digest, data, signature, salt) {
    const key = fitting(scheme, half(false, der));
    return guarded('operation', () => crypto.verify(digest || null, view(data), optionsOf(scheme, key, salt), view(signature)));
  },
  encrypt: (padding, der, digest, label, data) => guarded('operation', () => exact(crypto.publicEncrypt(paddingOf(padding, fitting('pkcs1', half(false, der)), digest, label), view(data)))),
  decrypt: (padding, der, digest, label, data) => guarded('operation', () => exact(crypto.privateDecrypt(paddingOf(padding, fitting('pkcs1', half(true, der)), digest, label), view(data)))),
  agree: (own, other) => guarded('operation', () => exact(crypto.diffieHellman({ privateKey: half(true, own), publicKey: half(false, other) }))),
  pbkdf2: (digest, password, salt, rounds, length) => guarded('unsupported', () => exact(crypto.pbkdf2Sync(view(password), view(salt), rounds, length, digest))),
  scrypt: (password, salt, cost, blockSize, parallelization, length) => guarded('unsupported', () => exact(crypto.scryptSync(view(password), view(salt), length, { cost, blockSize, parallelization, maxmem: 2 ** 31 }))),
  hkdf: (digest, secret, salt, info, length) => guarded('operation', () => crypto.hkdfSync(digest, view(secret), view(salt), view(info), length)),
  blocks(mode, isEncrypting, key, iv, data) {
    const made = (isEncrypting ? crypto.createCipheriv : crypto.createDecipheriv)(`aes-${key.byteLength * 8}-${mode}`, view(key), mode === 'ecb' ? null : view(iv)).setAutoPadding(false);
    return guarded('operation', () => exact(Buffer.concat([made.update(view(data)), made.final()])));
  },
  ctr: (key, counter, offset, data) => afterOffset(offset, data, (whole) => cipher(`aes-${key.byteLength * 8}-ctr`, key, view(counter), whole)[1]),
  stream: (name, key, nonce, offset, data) => afterOffset(offset, data, (whole) => sealed(name, key, nonce, new ArrayBuffer(0), whole).output),
  tag: (name, key, nonce, additional, data) => exact(tagOver(name, key, nonce, additional, data)),
  wrap: (key, data) => guarded('operation', () => exact(cipher(`id-aes${key.byteLength * 8}-wrap`, key, WRAP_IV, data)[1])),
  unwrap(key, data) {
    const made = crypto.createDecipheriv(`id-aes${key.byteLength * 8}-wrap`, view(key), WRAP_IV);
    return guarded('operation', () => exact(Buffer.concat([made.update(view(data)), made.final()])));
  },
};

function makeHex(number) {
  const hex = number.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}

// QuickJS has the method; Node has it from version 21 on.
const nodesClone = structuredClone;
ArrayBuffer.prototype.transfer ??= function transfer() {
  return nodesClone(this, { transfer: [this] });
};

/** The scripts of each part, as `lazy.rs` lists them. */
const PARTS = {
  interface: ['web/interface'],
  subtle: ['subtle/crypto-key', 'subtle/digest', 'subtle/aes', 'subtle/asymmetric', 'subtle/subtle'],
  structuredClone: ['prelude/structured-clone'],
  kv: ['kv/kv'],
};
const made = { crypto: natives, url: { domainToASCII, domainToUnicode }, exceptions: { isDOMException: (value) => value instanceof DOMException } };

/** `runtime.lazy`: the natives, or what a part's scripts leave. */
export function lazy(name) {
  if (made[name] === undefined) {
    const shared = {};
    for (const script of PARTS[name]) {
      const source = readFileSync(new URL(`../runtime/src/${script}.js`, import.meta.url), 'utf8');
      runInThisContext(source, { filename: script })(globalThis, shared);
    }
    made[name] = shared;
  }
  return made[name];
}

/** `runtime.made`: a part that is there already. */
export const already = (name) => made[name];

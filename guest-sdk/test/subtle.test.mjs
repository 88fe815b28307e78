/** `crypto.subtle` of the runtime gives what Node's own gives, and what one makes the other takes. */

import './runtime-stub.mjs';

import assert from 'node:assert/strict';
import nodeCrypto from 'node:crypto';
import { describe, test } from 'node:test';

const part = globalThis[Symbol.for('rnode.runtime')].lazy('subtle');
const own = part.subtle;
const nodes = nodeCrypto.webcrypto.subtle;
const { Buffer } = globalThis;

const bytes = (hex) => new Uint8Array(Buffer.from(hex, 'hex'));
const SECRET = bytes('00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff');
const IV = SECRET.subarray(0, 16);
const TEXT = new TextEncoder().encode('The quick brown fox jumps over the lazy dog.');

/** Keys of each algorithm, made by Node, as JWKs and in DER: what is imported into both. */
const RSA = nodeCrypto.generateKeyPairSync('rsa', { modulusLength: 1024 });
const EC = Object.fromEntries(['P-256', 'P-384', 'P-521'].map((namedCurve) => [namedCurve, nodeCrypto.generateKeyPairSync('ec', { namedCurve })]));
const ED = nodeCrypto.generateKeyPairSync('ed25519');
const X = nodeCrypto.generateKeyPairSync('x25519');
const formsOf = ({ publicKey, privateKey }) => ({
  spki: publicKey.export({ format: 'der', type: 'spki' }),
  pkcs8: privateKey.export({ format: 'der', type: 'pkcs8' }),
  publicJwk: publicKey.export({ format: 'jwk' }),
  privateJwk: privateKey.export({ format: 'jwk' }),
});
const RAW_EC = nodeCrypto.ECDH.convertKey(Buffer.concat([Buffer.from([4]), ...['x', 'y'].map((name) => Buffer.from(EC['P-256'].publicKey.export({ format: 'jwk' })[name], 'base64url'))]), 'prime256v1');

/** By name: the algorithm to import with, the pair, and what its halves are for. */
const PAIRS = [
  ...['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'].map((hash) => [{ name: 'RSASSA-PKCS1-v1_5', hash }, RSA, ['sign'], ['verify'], { name: 'RSASSA-PKCS1-v1_5' }]),
  ...['SHA-1', 'SHA-256'].flatMap((hash) => [0, 20].map((saltLength) => [{ name: 'RSA-PSS', hash }, RSA, ['sign'], ['verify'], { name: 'RSA-PSS', saltLength }])),
  ...Object.keys(EC).flatMap((namedCurve) => ['SHA-256', 'SHA-512'].map((hash) => [{ name: 'ECDSA', namedCurve }, EC[namedCurve], ['sign'], ['verify'], { name: 'ECDSA', hash: { name: hash } }])),
  [{ name: 'Ed25519' }, ED, ['sign'], ['verify'], 'Ed25519'],
];

async function outcome(row, subtle) {
  try {
    return plain(await row(subtle));
  } catch (error) {
    // Node 20 has a name of its own for keys that may not be exported.
    const name = error.name === 'InvalidAccessException' ? 'InvalidAccessError' : error.name;
    return { thrown: error.constructor.name === 'DOMException' ? name : error.constructor.name };
  }
}

function plain(value) {
  if (value instanceof ArrayBuffer) return { buffer: [...new Uint8Array(value)] };
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (Array.isArray(value)) return value.map(plain);
  if (value?.[Symbol.toStringTag] === 'CryptoKey') {
    return { type: value.type, extractable: value.extractable, algorithm: plain(value.algorithm), usages: value.usages };
  }
  // The order of members shows in JSON.
  if (value?.kty !== undefined) {
    return JSON.stringify(value);
  }
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
  return value;
}

function compare(name, rows) {
  describe(name, () => {
    rows.forEach((row, index) => {
      test(`${name} ${index}: ${String(row).replace(/\s+/g, ' ').slice(0, 110)}`, async () => {
        // As JSON, because an app may show it as that: the order of members counts.
        assert.equal(JSON.stringify(await outcome(row, own)), JSON.stringify(await outcome(row, nodes)));
      });
    });
  });
}

const hmac = (subtle, usages = ['sign', 'verify'], isExtractable = true) => subtle.importKey('raw', SECRET, { name: 'HMAC', hash: 'SHA-256' }, isExtractable, usages);
const aes = (subtle, name, usages = ['encrypt', 'decrypt'], key = SECRET) => subtle.importKey('raw', key, name, true, usages);

compare('digests and secrets', [
  ...['SHA-1', 'sha-256', { name: 'SHA-384' }, 'SHA-512', 'MD5', undefined, {}, 5].map((name) => (subtle) => subtle.digest(name, TEXT)),
  (subtle) => subtle.digest('SHA-256', 'text'), (subtle) => subtle.digest('SHA-256', TEXT.buffer), (subtle) => subtle.digest('SHA-256', new DataView(TEXT.buffer, 2, 5)),
  ...['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'].flatMap((hash) => [
    async (subtle) => {
      const key = await subtle.importKey('raw', SECRET, { name: 'hmac', hash: { name: hash } }, true, ['verify', 'sign', 'sign']);
      const signature = await subtle.sign('HMAC', key, TEXT);
      return [key, signature, await subtle.verify('HMAC', key, signature, TEXT), await subtle.verify('HMAC', key, signature, SECRET), await subtle.exportKey('jwk', key), await subtle.exportKey('raw', key)];
    },
    async (subtle) => { const key = await subtle.generateKey({ name: 'HMAC', hash }, true, ['sign']); return [key, (await subtle.exportKey('raw', key)).byteLength]; },
  ]),
  (subtle) => subtle.importKey('raw', new Uint8Array(0), { name: 'HMAC', hash: 'SHA-1' }, true, ['sign']), (subtle) => hmac(subtle, []), (subtle) => hmac(subtle, ['encrypt']), (subtle) => hmac(subtle, ['nope']), (subtle) => subtle.importKey('raw', SECRET, { name: 'HMAC' }, true, ['sign']),
  (subtle) => subtle.importKey('raw', SECRET, { name: 'HMAC', hash: 'MD5' }, true, ['sign']), (subtle) => subtle.importKey('nope', SECRET, { name: 'HMAC', hash: 'SHA-1' }, true, ['sign']),
  (subtle) => subtle.importKey('jwk', { kty: 'oct', k: 'AAAA', alg: 'HS256' }, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']), (subtle) => subtle.importKey('jwk', { kty: 'oct', k: 'AAAA', alg: 'HS512' }, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
  (subtle) => subtle.importKey('jwk', { kty: 'RSA', k: 'AAAA' }, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']), (subtle) => subtle.importKey('jwk', { kty: 'oct', k: 'AAAA', ext: false }, { name: 'HMAC', hash: 'SHA-256' }, true, ['sign']),
  (subtle) => subtle.importKey('jwk', { kty: 'oct', k: 'AAAA', key_ops: ['verify'] }, { name: 'HMAC', hash: 'SHA-256' }, true, ['sign']), (subtle) => subtle.importKey('jwk', { kty: 'oct', k: 'AAAA', use: 'enc' }, { name: 'HMAC', hash: 'SHA-256' }, true, ['sign']),
  async (subtle) => subtle.sign('HMAC', await hmac(subtle, ['verify']), TEXT), async (subtle) => subtle.sign({ name: 'ECDSA', hash: 'SHA-1' }, await hmac(subtle), TEXT), async (subtle) => subtle.exportKey('raw', await hmac(subtle, ['sign'], false)), (subtle) => subtle.sign('HMAC', {}, TEXT),
  async (subtle) => subtle.encrypt('HMAC', await hmac(subtle), TEXT), (subtle) => subtle.importKey('raw', SECRET, 'NOPE', true, ['sign']), async (subtle) => subtle.exportKey('spki', await hmac(subtle)),
]);

/** Each cipher with its parameters. */
const CIPHERS = [
  { name: 'AES-CBC', iv: IV }, { name: 'AES-CTR', counter: IV, length: 128 }, { name: 'AES-CTR', counter: bytes('000102030405060708090a0b0c0d0eff'), length: 8 }, { name: 'AES-CTR', counter: bytes('ffffffffffffffffffffffffffffffff'), length: 64 },
  { name: 'AES-CTR', counter: bytes('ffffffffffffffffffffffffffffffff'), length: 1 },
  { name: 'AES-GCM', iv: IV.subarray(0, 12) }, { name: 'AES-GCM', iv: IV, additionalData: SECRET, tagLength: 96 }, { name: 'AES-GCM', iv: IV, tagLength: 33 }, { name: 'AES-CBC', iv: TEXT }, { name: 'AES-CBC' }, { name: 'AES-CTR', counter: TEXT, length: 64 },
  { name: 'AES-CTR', counter: IV, length: 0 },
];
compare('AES', [
  ...CIPHERS.flatMap((params) => [16, 24, 32].flatMap((size) => [TEXT, SECRET, new Uint8Array(0)].map((text) => async (subtle) => {
    const key = await aes(subtle, params.name, undefined, SECRET.subarray(0, size));
    const encrypted = await subtle.encrypt(params, key, text);
    return [key, encrypted, await subtle.decrypt(params, key, encrypted), await subtle.exportKey('jwk', key)];
  }))),
  ...['AES-CBC', 'AES-GCM', 'AES-CTR', 'AES-KW'].flatMap((name) => [
    async (subtle) => { const key = await subtle.generateKey({ name, length: 256 }, true, ['wrapKey', 'unwrapKey']); return [key, (await subtle.exportKey('raw', key)).byteLength]; },
    (subtle) => subtle.generateKey({ name, length: 100 }, true, ['wrapKey']), (subtle) => subtle.generateKey({ name, length: 128 }, true, []), (subtle) => subtle.generateKey({ name, length: 128 }, true, ['sign']), (subtle) => aes(subtle, name, ['wrapKey'], TEXT),
    async (subtle) => subtle.exportKey('pkcs8', await aes(subtle, name, ['wrapKey'])),
  ]),
  async (subtle) => subtle.decrypt({ name: 'AES-GCM', iv: IV }, await aes(subtle, 'AES-GCM'), TEXT), async (subtle) => subtle.decrypt({ name: 'AES-GCM', iv: IV }, await aes(subtle, 'AES-GCM'), TEXT.subarray(0, 5)),
  async (subtle) => subtle.decrypt({ name: 'AES-CBC', iv: IV }, await aes(subtle, 'AES-CBC'), SECRET), async (subtle) => subtle.decrypt({ name: 'AES-CBC', iv: IV }, await aes(subtle, 'AES-CBC'), TEXT),
  async (subtle) => subtle.decrypt({ name: 'AES-CBC', iv: IV }, await aes(subtle, 'AES-CBC', ['encrypt']), SECRET), async (subtle) => subtle.encrypt({ name: 'AES-CBC', iv: IV }, await aes(subtle, 'AES-GCM'), SECRET),
  ...['raw', 'jwk'].flatMap((format) => [['AES-KW', 'AES-KW'], ['AES-GCM', { name: 'AES-GCM', iv: IV }], ['AES-CBC', { name: 'AES-CBC', iv: IV }]].map(([name, params]) => async (subtle) => {
    const key = await aes(subtle, name, ['wrapKey', 'unwrapKey']);
    const wrapped = await subtle.wrapKey(format, await hmac(subtle), key, params);
    return [format === 'raw' && wrapped, await subtle.unwrapKey(format, wrapped, key, params, { name: 'HMAC', hash: 'SHA-256' }, true, ['sign'])];
  })),
  async (subtle) => subtle.unwrapKey('raw', SECRET, await aes(subtle, 'AES-KW', ['unwrapKey']), 'AES-KW', { name: 'HMAC', hash: 'SHA-256' }, true, ['sign']),
  async (subtle) => subtle.wrapKey('raw', await hmac(subtle, ['sign'], false), await aes(subtle, 'AES-KW', ['wrapKey']), 'AES-KW'),
]);

compare('derivation', [
  ...['SHA-1', 'SHA-256', 'SHA-512'].flatMap((hash) => [
    async (subtle) => subtle.deriveBits({ name: 'PBKDF2', hash, salt: IV, iterations: 5 }, await subtle.importKey('raw', SECRET, 'PBKDF2', false, ['deriveBits']), 264),
    async (subtle) => subtle.deriveBits({ name: 'HKDF', hash, salt: IV, info: TEXT }, await subtle.importKey('raw', SECRET, 'HKDF', false, ['deriveBits']), 264),
    async (subtle) => {
      const key = await subtle.deriveKey({ name: 'PBKDF2', hash, salt: IV, iterations: 5 }, await subtle.importKey('raw', SECRET, 'PBKDF2', false, ['deriveKey']), { name: 'AES-GCM', length: 192 }, true, ['encrypt']);
      return [key, await subtle.exportKey('raw', key)];
    },
    async (subtle) => {
      const key = await subtle.deriveKey({ name: 'HKDF', hash, salt: IV, info: TEXT }, await subtle.importKey('raw', SECRET, 'HKDF', false, ['deriveKey']), { name: 'HMAC', hash }, true, ['sign']);
      return [key, await subtle.exportKey('raw', key)];
    },
  ]),
  (subtle) => subtle.importKey('raw', SECRET, 'PBKDF2', true, ['deriveBits']), (subtle) => subtle.importKey('raw', SECRET, 'HKDF', false, ['sign']), (subtle) => subtle.importKey('raw', SECRET, 'HKDF', false, []),
  ...[null, undefined, 7, 0].map((length) => async (subtle) => subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-1', salt: IV, iterations: 5 }, await subtle.importKey('raw', SECRET, 'PBKDF2', false, ['deriveBits']), length)),
  async (subtle) => subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-1', salt: IV, iterations: 0 }, await subtle.importKey('raw', SECRET, 'PBKDF2', false, ['deriveBits']), 8),
  async (subtle) => subtle.deriveBits({ name: 'HKDF', hash: 'SHA-1', salt: IV, info: TEXT }, await subtle.importKey('raw', SECRET, 'HKDF', false, ['deriveBits']), 8 * 20 * 256),
]);

compare('pairs', [
  ...PAIRS.flatMap(([algorithm, pair, forPrivate, forPublic]) => {
    const { spki, pkcs8, publicJwk, privateJwk } = formsOf(pair);
    return [
      async (subtle) => { const key = await subtle.importKey('spki', spki, algorithm, true, forPublic); return [key, await subtle.exportKey('spki', key), await subtle.exportKey('jwk', key)]; },
      async (subtle) => { const key = await subtle.importKey('pkcs8', pkcs8, algorithm, true, forPrivate); return [key, await subtle.exportKey('pkcs8', key), await subtle.exportKey('jwk', key)]; },
      async (subtle) => { const key = await subtle.importKey('jwk', privateJwk, algorithm, true, forPrivate); return [key, await subtle.exportKey('pkcs8', key)]; },
      async (subtle) => { const key = await subtle.importKey('jwk', publicJwk, algorithm, true, forPublic); return [key, await subtle.exportKey('spki', key)]; },
      (subtle) => subtle.importKey('spki', spki, algorithm, true, []), (subtle) => subtle.importKey('pkcs8', pkcs8, algorithm, true, []), (subtle) => subtle.importKey('spki', spki, algorithm, true, forPrivate), (subtle) => subtle.importKey('pkcs8', pkcs8, algorithm, true, forPublic),
      (subtle) => subtle.importKey('spki', TEXT, algorithm, true, forPublic), (subtle) => subtle.importKey('pkcs8', TEXT, algorithm, true, forPrivate), async (subtle) => subtle.exportKey('pkcs8', await subtle.importKey('spki', spki, algorithm, true, forPublic)),
      async (subtle) => subtle.exportKey('spki', await subtle.importKey('pkcs8', pkcs8, algorithm, true, forPrivate)), async (subtle) => subtle.exportKey('pkcs8', await subtle.importKey('pkcs8', pkcs8, algorithm, false, forPrivate)),
      (subtle) => subtle.importKey('jwk', { ...publicJwk, kty: 'x' }, algorithm, true, forPublic), (subtle) => subtle.importKey('jwk', { ...publicJwk, use: 'enc' }, algorithm, true, forPublic), (subtle) => subtle.importKey('jwk', { ...publicJwk, key_ops: [] }, algorithm, true, forPublic),
      (subtle) => subtle.importKey('spki', formsOf(X).spki, algorithm, true, forPublic),
    ];
  }),
  async (subtle) => { const key = await subtle.importKey('raw', RAW_EC, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']); return [key, await subtle.exportKey('raw', key)]; },
  (subtle) => subtle.importKey('raw', RAW_EC, { name: 'ECDSA', namedCurve: 'P-384' }, true, ['verify']), (subtle) => subtle.importKey('raw', RAW_EC, { name: 'ECDSA', namedCurve: 'nope' }, true, ['verify']),
  (subtle) => subtle.importKey('spki', formsOf(EC['P-256']).spki, { name: 'ECDSA', namedCurve: 'P-384' }, true, ['verify']), (subtle) => subtle.importKey('jwk', formsOf(EC['P-256']).publicJwk, { name: 'ECDSA', namedCurve: 'P-384' }, true, ['verify']),
  async (subtle) => { const key = await subtle.importKey('raw', SECRET, 'Ed25519', true, ['verify']); return [key, await subtle.exportKey('raw', key)]; }, (subtle) => subtle.importKey('raw', IV, 'Ed25519', true, ['verify']),
  (subtle) => subtle.importKey('jwk', { ...formsOf(RSA).publicJwk, alg: 'RS512' }, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, true, ['verify']), (subtle) => subtle.importKey('jwk', { ...formsOf(RSA).publicJwk, alg: 'RS256' }, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, true, ['verify']),
  ...[[{ name: 'ECDSA', namedCurve: 'P-384' }, ['sign', 'verify']], [{ name: 'ECDH', namedCurve: 'P-256' }, ['deriveBits']], ['Ed25519', ['verify', 'sign']], ['X25519', ['deriveKey']], [{ name: 'RSA-PSS', modulusLength: 1024, publicExponent: bytes('010001'), hash: 'SHA-256' }, ['sign', 'verify']],
    [{ name: 'ECDSA', namedCurve: 'nope' }, ['sign']], [{ name: 'ECDSA', namedCurve: 'P-384' }, ['verify']], [{ name: 'ECDSA', namedCurve: 'P-384' }, ['encrypt']], [{ name: 'RSA-OAEP', modulusLength: 1024, publicExponent: bytes('010001'), hash: 'SHA-1' }, ['encrypt', 'decrypt', 'wrapKey']]]
    .flatMap(([algorithm, usages]) => [true, false].map((isExtractable) => (subtle) => subtle.generateKey(algorithm, isExtractable, usages))),
]);

describe('signatures', () => {
  for (const [algorithm, pair, forPrivate, forPublic, params] of PAIRS) {
    test(JSON.stringify([algorithm, params]), async () => {
      const { spki, pkcs8 } = formsOf(pair);
      for (const [signer, verifier] of [[own, nodes], [nodes, own], [own, own]]) {
        const signature = await signer.sign(params, await signer.importKey('pkcs8', pkcs8, algorithm, false, forPrivate), TEXT);
        const publicKey = await verifier.importKey('spki', spki, algorithm, false, forPublic);
        const verify = (given, text) => verifier.verify(params, publicKey, given, text);
        // Cut at its end: a zero at the start of an RSA signature may be left out.
        assert.deepEqual([await verify(signature, TEXT), await verify(signature, SECRET), await verify(signature.slice(0, -1), TEXT)], [true, false, false]);
      }
    });
  }
});

test('RSA-OAEP', async () => {
  const { spki, pkcs8 } = formsOf(RSA);
  for (const [hash, label] of [['SHA-1', undefined], ['SHA-256', SECRET]]) {
    for (const [from, to] of [[own, nodes], [nodes, own]]) {
      const algorithm = { name: 'RSA-OAEP', hash };
      const params = label === undefined ? 'RSA-OAEP' : { name: 'RSA-OAEP', label };
      const encrypted = await from.encrypt(params, await from.importKey('spki', spki, algorithm, false, ['encrypt']), SECRET);
      assert.deepEqual(new Uint8Array(await to.decrypt(params, await to.importKey('pkcs8', pkcs8, algorithm, false, ['decrypt']), encrypted)), SECRET);
    }
  }
});

const agree = (algorithm, pair, other, length) => async (subtle) => {
  const key = await subtle.importKey('pkcs8', formsOf(pair).pkcs8, algorithm, false, ['deriveBits']);
  const theirs = await subtle.importKey('spki', formsOf(other).spki, algorithm, true, []);
  return subtle.deriveBits({ name: key.algorithm.name, public: theirs }, key, length);
};
compare('agreement', [
  ...Object.keys(EC).flatMap((namedCurve) => [null, 128, 256, 8000].map((length) => agree({ name: 'ECDH', namedCurve }, EC[namedCurve], EC[namedCurve], length))),
  ...[null, 128, 256, 8000].map((length) => agree('X25519', X, X, length)),
  async (subtle) => {
    const key = await subtle.importKey('pkcs8', formsOf(X).pkcs8, 'X25519', false, ['deriveKey']);
    return subtle.exportKey('raw', await subtle.deriveKey({ name: 'X25519', public: await subtle.importKey('spki', formsOf(X).spki, 'X25519', true, []) }, key, { name: 'AES-GCM', length: 256 }, true, ['encrypt']));
  },
]);

test('keys cannot be made up', () => {
  assert.throws(() => new part.CryptoKey(), { name: 'TypeError', code: 'ERR_ILLEGAL_CONSTRUCTOR' });
  assert.throws(() => new part.SubtleCrypto(), { name: 'TypeError', code: 'ERR_ILLEGAL_CONSTRUCTOR' });
  assert.equal(part.CryptoKey.material, undefined);
});

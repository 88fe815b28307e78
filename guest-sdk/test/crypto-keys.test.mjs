/** Keys, signatures and agreement in `node:crypto` of the SDK: the same as Node's, and understood by Node. */

import assert from 'node:assert/strict';
import nodeCrypto from 'node:crypto';
import { describe, test } from 'node:test';
import { compare, IV, KEY, TEXT } from './crypto-compare.mjs';
import crypto from '../src/node/crypto.js';

const { Buffer } = globalThis;
const { constants } = nodeCrypto;

/** Pairs of keys of each kind, as text that both implementations read. */
const PAIRS = Object.fromEntries([
  ['rsa', 'rsa', { modulusLength: 1024 }],
  ['p256', 'ec', { namedCurve: 'P-256' }],
  ['p384', 'ec', { namedCurve: 'P-384' }],
  ['p521', 'ec', { namedCurve: 'P-521' }],
  ['ed', 'ed25519', {}],
  ['x', 'x25519', {}],
].map(([name, type, options]) => [name, nodeCrypto.generateKeyPairSync(type, { ...options, publicKeyEncoding: { format: 'pem', type: 'spki' }, privateKeyEncoding: { format: 'pem', type: 'pkcs8' } })]));
const { rsa: RSA, p256: P256, ed: ED, x: X } = PAIRS;
const privateDer = (pair) => nodeCrypto.createPrivateKey(pair.privateKey).export({ format: 'der', type: 'pkcs8' });
const jwkOf = (pair) => nodeCrypto.createPrivateKey(pair.privateKey).export({ format: 'jwk' });

/** A certificate over P-256 that nobody has to trust. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBdDCCARugAwIBAgIUCj81Zv8BttzpuUP4a1/asUaFQ6QwCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjUxMDA1MDdaGA8yMTI2MTEwMTEwMDUw
N1owDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPEp
DUt6EGUgQ6iVD9HCvDfjxXBB1Nq/3aJZMSy/p7CqCsXGgQmjVis/vgGvbnP0x8HO
gLAv55LePH4fFpQiwSCjUzBRMB0GA1UdDgQWBBQjHaoC6lIAF9zstLulBuWUvBw7
FzAfBgNVHSMEGDAWgBQjHaoC6lIAF9zstLulBuWUvBw7FzAPBgNVHRMBAf8EBTAD
AQH/MAoGCCqGSM49BAMCA0cAMEQCIERAx3ImJABzDl/rII9YcOpeKlvcz33dfZ5R
EtAWY6x9AiA0WhbI9sFmVa5/ob3Z9VcahgwtzzIWCHnQMZy9hpYWgQ==
-----END CERTIFICATE-----
`;

compare('keys', [
  ...Object.values(PAIRS).flatMap((pair) => [
    (module) => module.createPrivateKey(pair.privateKey), (module) => module.createPublicKey(pair.publicKey), (module) => module.createPublicKey(pair.privateKey), (module) => module.createPublicKey(module.createPrivateKey(pair.privateKey)),
    (module) => module.createPrivateKey({ key: privateDer(pair), format: 'der', type: 'pkcs8' }), (module) => module.createPrivateKey({ key: jwkOf(pair), format: 'jwk' }), (module) => module.createPublicKey({ key: jwkOf(pair), format: 'jwk' }),
    ...['pem', 'der', 'jwk', 'x', undefined].flatMap((format) => ['pkcs8', 'pkcs1', 'sec1', 'spki', 'x', undefined].flatMap((type) => [
      (module) => module.createPrivateKey(pair.privateKey).export({ format, type }), (module) => module.createPublicKey(pair.publicKey).export({ format, type })])),
    (module) => module.createPublicKey(pair.publicKey).equals(module.createPublicKey(pair.privateKey)),
    (module) => module.createPublicKey(pair.publicKey).equals(module.createPublicKey(RSA.publicKey)),
  ]),
  (module) => module.createPrivateKey(module.createPrivateKey(P256.privateKey).export({ format: 'pem', type: 'sec1' })), (module) => module.createPrivateKey(module.createPrivateKey(RSA.privateKey).export({ format: 'pem', type: 'pkcs1' })),
  (module) => module.createPublicKey(module.createPublicKey(RSA.publicKey).export({ format: 'pem', type: 'pkcs1' })), (module) => module.createPublicKey(`text before\n${RSA.publicKey}text after`), (module) => module.createPublicKey(RSA.publicKey.replaceAll('\n', '\r\n')),
  (module) => module.createPublicKey(Buffer.from(RSA.publicKey)), (module) => module.createPublicKey({ key: RSA.publicKey }), (module) => module.createPublicKey(CERTIFICATE), (module) => module.createPublicKey(`${P256.publicKey}${RSA.publicKey}`),
  (module) => module.createSecretKey(''), (module) => module.createSecretKey(5), (module) => module.createSecretKey(KEY), (module) => module.createSecretKey('abcd', 'hex'), (module) => module.createSecretKey(KEY).export(),
  (module) => module.createSecretKey(KEY).export({ format: 'der' }), (module) => module.createSecretKey(KEY).equals(module.createSecretKey(KEY)), (module) => module.createSecretKey(KEY).equals(module.createSecretKey(IV)),
  (module) => module.createPrivateKey('garbage'), (module) => module.createPublicKey('garbage'), (module) => module.createPrivateKey('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'),
  (module) => module.createPublicKey('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'), (module) => module.createPrivateKey(5), (module) => module.createPrivateKey(undefined), (module) => module.createPublicKey(undefined),
  (module) => module.createPrivateKey({}), (module) => module.createPublicKey({}), (module) => module.createPrivateKey({ key: KEY, format: 'der' }), (module) => module.createPrivateKey({ key: KEY, format: 'der', type: 'x' }),
  (module) => module.createPrivateKey({ key: KEY, format: 'der', type: 'pkcs8' }), (module) => module.createPublicKey({ key: KEY, format: 'der', type: 'spki' }), (module) => module.createPrivateKey({ key: KEY, format: 'x' }),
  (module) => module.createPrivateKey({ key: {}, format: 'jwk' }), (module) => module.createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }, format: 'jwk' }), (module) => module.createPublicKey({ key: { kty: 'EC', crv: 'P-2', x: 'AA', y: 'AA' }, format: 'jwk' }),
  (module) => module.createPublicKey({ key: { kty: 'RSA' }, format: 'jwk' }), (module) => module.createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: 'AA' }, format: 'jwk' }), (module) => module.createPublicKey(module.createPublicKey(RSA.publicKey)),
  (module) => module.createPrivateKey(module.createPrivateKey(RSA.privateKey)), (module) => module.createPrivateKey(RSA.publicKey), (module) => module.createPublicKey(module.createSecretKey(KEY)),
  (module) => module.createPublicKey(RSA.publicKey).export(), (module) => new module.KeyObject('secret', 5), (module) => new module.KeyObject('x', 5), (module) => module.KeyObject.from(5), (module) => module.createPublicKey(RSA.publicKey) instanceof module.KeyObject,
  (module) => Object.prototype.toString.call(module.createSecretKey(KEY)), (module) => [module.createPublicKey(RSA.publicKey).symmetricKeySize, module.createSecretKey(KEY).asymmetricKeyType],
]);

const signWith = (module, digest, key) => module.createSign(digest).update('The quick ').update(TEXT).sign(key, 'base64');

compare('signatures that are always the same', [
  ...['RSA-SHA256', 'sha1', 'sha384', 'RSA-SHA512', 'md5', 'sha3-256', 'ripemd160'].flatMap((digest) => [(module) => signWith(module, digest, RSA.privateKey), (module) => module.sign(digest, TEXT, RSA.privateKey), (module) => module.sign(digest, TEXT, module.createPrivateKey(RSA.privateKey))]),
  (module) => module.sign(null, TEXT, ED.privateKey), (module) => module.sign(undefined, TEXT, { key: ED.privateKey }), (module) => module.sign(null, TEXT, RSA.privateKey), (module) => module.sign('sha256', 'text', RSA.privateKey),
  (module) => signWith(module, 'sha256', RSA.publicKey), (module) => signWith(module, 'sha256', 'secret'), (module) => signWith(module, 'sha256', undefined), (module) => signWith(module, 'sha256', module.createSecretKey(KEY)),
  (module) => signWith(module, 'sha256', module.createPublicKey(RSA.publicKey)), (module) => signWith(module, 'nope', RSA.privateKey), (module) => module.sign('nope', TEXT, RSA.privateKey), (module) => module.createSign(5), (module) => signWith(module, 'sha256', ED.privateKey),
  (module) => module.sign('sha256', TEXT, ED.privateKey), (module) => module.sign(null, TEXT, X.privateKey), (module) => module.sign('sha256', TEXT, { key: RSA.privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING }),
  (module) => module.sign('sha256', TEXT, { key: RSA.privateKey, padding: constants.RSA_NO_PADDING }), (module) => module.sign('sha256', TEXT, { key: RSA.privateKey, padding: 'x' }),
  (module) => module.sign('sha256', TEXT, { key: RSA.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 500 }), (module) => module.sign('sha256', TEXT, { key: P256.privateKey, dsaEncoding: 'x' }),
  (module) => { const sign = module.createSign('sha256').update('a'); sign.sign(RSA.privateKey); sign.sign(RSA.privateKey); }, (module) => { const sign = module.createSign('sha256').update('a'); sign.sign(RSA.privateKey); sign.update('a'); },
  (module) => module.createSign('sha256').update(5), (module) => module.sign('sha256', 5, RSA.privateKey), (module) => module.createVerify('sha256').update('a').verify(P256.publicKey, 'zz'), (module) => module.createVerify('sha256').update('a').verify(P256.publicKey, 5),
  (module) => module.createVerify('sha256').update('a').verify('secret', 'a'), (module) => module.verify('sha256', TEXT, module.createSecretKey(KEY), KEY), (module) => module.createVerify('sha256').update('a').verify(P256.privateKey, 'zz'),
  (module) => new Promise((resolve) => { module.sign('sha256', TEXT, RSA.privateKey, (error, bytes) => resolve([error, bytes])); }),
  (module) => module.privateEncrypt(RSA.privateKey, TEXT.subarray(0, 20)),
]);

/** Each scheme, as the options that go with a key, and the digests it works with. */
const SCHEMES = [
  ['rsa', {}, ['sha1', 'sha256', 'sha512']],
  ['rsa', { padding: constants.RSA_PKCS1_PSS_PADDING }, ['sha1', 'sha256', 'sha384']],
  ['rsa', { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }, ['sha256', 'sha384']],
  ['rsa', { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 7 }, ['sha256']],
  ...['p256', 'p384', 'p521'].flatMap((name) => [[name, {}, ['sha1', 'sha256', 'sha384', 'sha512']], [name, { dsaEncoding: 'ieee-p1363' }, ['sha256', 'sha512']], [name, { dsaEncoding: 'der' }, [null]]]),
  ['ed', {}, [null]],
];

describe('signatures', () => {
  for (const [name, options, digests] of SCHEMES) {
    for (const digest of digests) {
      test(`${name} ${JSON.stringify(options)} ${digest}`, () => {
        const { publicKey, privateKey } = PAIRS[name];
        for (const [signer, verifier] of [[crypto, nodeCrypto], [nodeCrypto, crypto], [crypto, crypto]]) {
          const signature = signer.sign(digest, TEXT, { key: privateKey, ...options });
          const wrong = Buffer.from(signature);
          wrong[wrong.length - 3] ^= 1;
          const verify = (text, given) => verifier.verify(digest, text, { key: publicKey, ...options }, given);
          assert.deepEqual([verify(TEXT, signature), verify(KEY, signature), verify(TEXT, wrong), verify(TEXT, signature.subarray(1))], [true, false, false, false]);
          if (digest !== null) assert.equal(verifier.createVerify(digest).update(TEXT).verify({ key: publicKey, ...options }, signature.toString('hex'), 'hex'), true);
        }
      });
    }
  }
});

test('what one encrypts the other decrypts', () => {
  for (const [options, isSame] of [[{}, true], [{ oaepHash: 'sha256' }, true], [{ oaepHash: 'sha256', oaepLabel: KEY }, true], [{ oaepLabel: IV }, true]]) {
    for (const [from, to] of [[crypto, nodeCrypto], [nodeCrypto, crypto]]) {
      const encrypted = from.publicEncrypt({ key: RSA.publicKey, ...options }, KEY);
      assert.equal(to.privateDecrypt({ key: RSA.privateKey, ...options }, encrypted).equals(KEY), isSame);
    }
  }
});

compare('encryption that fails', [
  (module) => module.privateDecrypt(RSA.privateKey, Buffer.alloc(128)), (module) => module.privateDecrypt(RSA.privateKey, Buffer.alloc(10)), (module) => module.publicEncrypt(RSA.publicKey, Buffer.alloc(256)),
  (module) => module.publicEncrypt({ key: RSA.publicKey, padding: constants.RSA_PKCS1_PADDING }, Buffer.alloc(256)), (module) => module.publicEncrypt(P256.publicKey, KEY), (module) => module.publicEncrypt({ key: RSA.publicKey, oaepHash: 'nope' }, KEY),
  (module) => module.publicEncrypt(RSA.publicKey, 5), (module) => module.privateDecrypt('garbage', KEY),
]);

compare('agreement', [
  ...['p256', 'p384', 'p521', 'x'].map((name) => (module) => module.diffieHellman({ privateKey: module.createPrivateKey(PAIRS[name].privateKey), publicKey: module.createPublicKey(PAIRS[name].publicKey) })),
  (module) => module.diffieHellman({ privateKey: module.createPrivateKey(P256.privateKey), publicKey: module.createPublicKey(X.publicKey) }), (module) => module.diffieHellman({ privateKey: module.createPublicKey(X.publicKey), publicKey: module.createPublicKey(X.publicKey) }),
  (module) => module.diffieHellman({ privateKey: module.createPrivateKey(ED.privateKey), publicKey: module.createPublicKey(ED.publicKey) }),
  ...['prime256v1', 'secp384r1', 'secp521r1'].flatMap((curve) => ['compressed', 'uncompressed', 'hybrid', undefined].map((format) => (module) => {
    const side = module.createECDH(curve);
    side.setPrivateKey(KEY);
    const other = nodeCrypto.createECDH(curve);
    other.setPrivateKey(IV);
    return [side.getPublicKey('hex', format), side.getPrivateKey('hex'), side.computeSecret(other.getPublicKey()), module.ECDH.convertKey(side.getPublicKey(), curve, undefined, 'hex', format)];
  })),
  (module) => module.createECDH('nope'), (module) => { const side = module.createECDH('prime256v1'); side.generateKeys(); side.computeSecret(Buffer.alloc(65)); }, (module) => module.createECDH('prime256v1').getPublicKey(),
  (module) => module.createECDH('prime256v1').getPrivateKey(), (module) => module.createECDH('prime256v1').setPrivateKey(Buffer.alloc(32)), (module) => { const side = module.createECDH('prime256v1'); side.generateKeys(); side.getPublicKey('hex', 'x'); },
  (module) => module.ECDH.convertKey(Buffer.alloc(65), 'prime256v1'),
]);

const pairView = ({ publicKey, privateKey }) => [publicKey.asymmetricKeyType, publicKey.asymmetricKeyDetails, privateKey.type, privateKey.constructor.name];
compare('generation', [
  ...[['rsa', { modulusLength: 1024 }], ['ec', { namedCurve: 'P-256' }], ['ec', { namedCurve: 'secp384r1' }], ['ed25519', undefined], ['x25519', {}]].flatMap(([type, options]) => [
    (module) => pairView(module.generateKeyPairSync(type, options)),
    (module) => new Promise((resolve) => { module.generateKeyPair(type, options, (error, publicKey, privateKey) => resolve([error, pairView({ publicKey, privateKey })])); }),
  ]),
  (module) => { const { publicKey, privateKey } = module.generateKeyPairSync('ec', { namedCurve: 'P-256', publicKeyEncoding: { format: 'pem', type: 'spki' }, privateKeyEncoding: { format: 'der', type: 'pkcs8' } }); return [publicKey.slice(0, 26), privateKey.length]; },
  (module) => module.generateKeyPairSync('nope'), (module) => module.generateKeyPairSync(5), (module) => module.generateKeyPairSync('ec', { namedCurve: 'nope' }), (module) => module.generateKeyPairSync('ec', {}), (module) => module.generateKeyPairSync('rsa'),
  (module) => module.generateKeyPairSync('rsa', {}), (module) => module.generateKeySync('aes', { length: 5 }), (module) => module.generateKeySync('hmac', { length: 5 }), (module) => module.generateKeySync('hmac', { length: 9 }).symmetricKeySize,
  (module) => module.generateKeySync('aes', { length: 192 }).symmetricKeySize, (module) => module.generateKeySync('nope', { length: 5 }),
  (module) => new Promise((resolve) => { module.generateKey('aes', { length: 128 }, (error, key) => resolve([error, key.symmetricKeySize])); }),
]);

test('keys go back and forth between the module and WebCrypto', async () => {
  const { subtle } = globalThis[Symbol.for('rnode.runtime')].lazy('subtle');
  const secret = await subtle.importKey('raw', KEY, { name: 'HMAC', hash: 'SHA-256' }, true, ['sign']);
  const object = crypto.KeyObject.from(secret);
  assert.equal(object.export().equals(KEY), true);
  assert.equal(crypto.createHmac('sha256', secret).update('a').digest('hex'), nodeCrypto.createHmac('sha256', KEY).update('a').digest('hex'));
});

test('what is missing says what to use instead', () => {
  const encrypted = nodeCrypto.createPrivateKey(P256.privateKey).export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' });
  assert.throws(() => crypto.createPrivateKey(encrypted), { code: 'ERR_MISSING_PASSPHRASE', message: 'Passphrase required for encrypted key' });
  for (const action of [() => new crypto.X509Certificate(''), () => crypto.createDiffieHellman(2), () => crypto.getDiffieHellman('modp14'), () => crypto.publicDecrypt(RSA.publicKey, KEY),
    () => crypto.createPrivateKey({ key: encrypted, passphrase: 'x' }), () => crypto.createPrivateKey(P256.privateKey).export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' })]) {
    assert.throws(action, { code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', message: /is not available in the sandbox: \w+/ });
  }
});

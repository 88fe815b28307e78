/** `node:crypto` of the SDK gives what Node's own gives: the same rows on both. */

import assert from 'node:assert/strict';
import nodeCrypto from 'node:crypto';
import { test } from 'node:test';
import { compare, IV, KEY, NONCE, TEXT } from './crypto-compare.mjs';
import crypto, * as exported from '../src/node/crypto.js';

const { Buffer } = globalThis;

/** Keys of a kind that cannot be used for secrets. */
const RSA = nodeCrypto.generateKeyPairSync('rsa', { modulusLength: 1024, publicKeyEncoding: { format: 'pem', type: 'spki' }, privateKeyEncoding: { format: 'pem', type: 'pkcs8' } });

const DIGESTS = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512-224', 'sha512-256', 'sha3-224', 'sha3-256', 'sha3-384', 'sha3-512', 'ripemd160'];

compare('digests', [
  ...[...DIGESTS, 'RSA-SHA256', 'sha256WithRSAEncryption', 'SHA-256', 'SHA2-512', 'rmd160', 'RSA-SHA512/256', 'nope', ''].flatMap((name) => [
    (module) => module.createHash(name).update('a').update(TEXT).digest('hex'),
    (module) => module.createHmac(name, KEY).update(TEXT).digest('base64url'),
    (module) => module.hash(name, TEXT),
  ]),
  (module) => module.createHash('sha256', { outputLength: 32 }).digest('hex'),
  (module) => module.createHash('sha256', { outputLength: 5 }),
  (module) => module.createHash(5),
  (module) => module.createHmac(5, 'k'),
  (module) => module.createHmac('sha1', 5),
  (module) => module.createHmac('sha1', undefined),
  (module) => module.createHmac('sha1', module.createSecretKey(KEY)).update('a').digest('hex'),
  (module) => module.createHmac('sha1', module.createPrivateKey(RSA.privateKey)),
  (module) => module.createHmac('sha1', KEY).update('a', 'hex').update(new Uint16Array([1, 2])).digest('latin1'),
  (module) => {
    const hmac = module.createHmac('sha1', KEY);
    return [hmac.digest('hex'), hmac.digest('hex')];
  },
  (module) => {
    const data = Buffer.from('abc');
    const hash = module.createHash('sha1').update(data);
    data[0] = 0;
    return hash.digest('hex');
  },
  (module) => module.hash('sha1', 'a', 'buffer'),
  (module) => [module.createHash('sha1') instanceof module.Hash, module.createHmac('sha1', 'a') instanceof module.Hmac],
]);

test('the names of digests, ciphers and curves are some of Node\'s', () => {
  for (const name of ['getHashes', 'getCiphers', 'getCurves']) {
    const own = crypto[name]();
    assert.ok(own.length > 0);
    assert.deepEqual(own.filter((one) => !nodeCrypto[name]().includes(one)), []);
  }
  assert.deepEqual(Object.keys(exported).filter((name) => name !== 'default').sort(), Object.keys(crypto).sort());
  for (const [name, value] of Object.entries(crypto.constants)) assert.equal(value, nodeCrypto.constants[name], name);
});

compare('random', [
  (module) => module.randomBytes(-1), (module) => module.randomBytes('a'), (module) => module.randomBytes(1, 5), (module) => module.randomBytes(0), (module) => module.randomBytes(2 * 1024 * 1024).length,
  (module) => new Promise((resolve) => { module.randomBytes(3, (error, bytes) => resolve([error, bytes.length])); }),
  (module) => module.randomFillSync(5), (module) => module.randomFillSync(Buffer.alloc(5), 6), (module) => module.randomFillSync(Buffer.alloc(5), 2, 6), (module) => module.randomFillSync(new Uint32Array(5), 2).slice(0, 2),
  (module) => new Promise((resolve) => { module.randomFill(Buffer.alloc(5), 5, (error, bytes) => resolve([error, bytes])); }),
  (module) => module.randomFill(Buffer.alloc(4)), (module) => module.randomInt(1, 2 ** 50), (module) => module.randomInt('a'), (module) => module.randomInt(5, 6), (module) => module.randomInt(5, 5), (module) => module.randomInt(0, 5, 5),
  (module) => new Promise((resolve) => { module.randomInt(3, 4, (error, number) => resolve([error, number])); }),
  (module) => module.randomUUID(5), (module) => module.randomUUID({}).length, (module) => module.getRandomValues(new Uint8Array(4)).length,
  (module) => module.timingSafeEqual('a', KEY), (module) => module.timingSafeEqual(KEY, IV), (module) => module.timingSafeEqual(KEY, Buffer.from(KEY)), (module) => module.timingSafeEqual(new ArrayBuffer(2), Buffer.from([0, 1])),
]);

compare('derivations', [
  ...DIGESTS.slice(1, 6).flatMap((name) => [
    (module) => module.pbkdf2Sync('password', 'salt', 3, 50, name),
    (module) => module.hkdfSync(name, KEY, 'salt', 'info', 70),
  ]),
  (module) => module.pbkdf2Sync('a', 'b', 1, 1, 'nope'), (module) => module.pbkdf2Sync('a', 'b', 1, 1), (module) => module.pbkdf2Sync('a', 'b', 0, 1, 'sha1'), (module) => module.pbkdf2Sync('a', 'b', 1.5, 1, 'sha1'),
  (module) => module.pbkdf2Sync('a', 'b', 1, -1, 'sha1'), (module) => module.pbkdf2Sync(5, 'b', 1, 1, 'sha1'), (module) => module.pbkdf2('a', 'b', 1, 1, 'sha1'), (module) => module.pbkdf2Sync('a', 'b', 1, 0, 'sha1'),
  (module) => module.pbkdf2('a', 'b', 1, 1, () => {}), (module) => module.pbkdf2Sync('a', 'b', 'x', 1, 'sha1'),
  (module) => new Promise((resolve) => { module.pbkdf2('a', 'b', 1, 5, 'sha1', (error, key) => resolve([error, key])); }),
  (module) => module.scryptSync('a', 'b', 33), (module) => module.scryptSync('a', 'b', 33, { N: 16, r: 2, p: 3 }), (module) => module.scryptSync('a', 'b', 33, { cost: 16, blockSize: 2, parallelization: 3 }),
  (module) => module.scryptSync('a', 'b', 10, { N: 3 }), (module) => module.scryptSync('a', 'b', 10, { N: 2 ** 20 }), (module) => module.scryptSync('a', 'b', 1, { N: 2 ** 15 }), (module) => module.scryptSync('a', 'b', 10, { N: 16, cost: 16 }),
  (module) => module.scryptSync('a', 'b', 0), (module) => module.scryptSync('a', 'b', -1), (module) => module.scryptSync('a', 'b'), (module) => module.scryptSync('a', 'b', 5, { N: 2 ** 15, maxmem: 2 ** 26 }),
  (module) => new Promise((resolve) => { module.scrypt('a', 'b', 5, (error, key) => resolve([error, key])); }),
  (module) => module.scrypt('a', 'b', 5),
  (module) => module.hkdfSync('sha256', 'k', 's', 'i', 255 * 32 + 1), (module) => module.hkdfSync('nope', 'k', 's', 'i', 5), (module) => module.hkdfSync('sha256', 'k', 's', Buffer.alloc(1025), 5), (module) => module.hkdfSync('sha256', '', 's', 'i', 5),
  (module) => module.hkdfSync('sha256', module.createSecretKey(KEY), 's', 'i', 5),
  (module) => new Promise((resolve) => { module.hkdf('sha256', 'k', 's', 'i', 5, (error, key) => resolve([error, key])); }),
]);

const CIPHERS = [
  ...[128, 192, 256].flatMap((bits) => [[`aes-${bits}-cbc`, bits / 8, IV], [`aes-${bits}-ecb`, bits / 8, null], [`aes-${bits}-ctr`, bits / 8, IV], [`aes-${bits}-gcm`, bits / 8, NONCE]]),
  ['AES256', 32, IV], ['id-aes128-GCM', 16, IV], ['aes-128-gcm', 16, IV.subarray(0, 1)], ['chacha20-poly1305', 32, NONCE],
];
const encryptor = (module, name = 'aes-128-cbc', iv = IV, key = KEY.subarray(0, 16), options = undefined) => module.createCipheriv(name, key, iv, options);
const decryptor = (module, name = 'aes-128-cbc', iv = IV, key = KEY.subarray(0, 16), options = undefined) => module.createDecipheriv(name, key, iv, options);
const gcm = (module, options) => encryptor(module, 'aes-128-gcm', NONCE, undefined, options);
const ungcm = (module, options) => decryptor(module, 'aes-128-gcm', NONCE, undefined, options);

compare('ciphers', [
  ...CIPHERS.flatMap(([name, size, iv]) => [[58], [16, 16, 26], [1, 32, 25], [0, 7, 9, 42]].map((lengths) => (module) => {
    const isTagged = /gcm|poly/i.test(name);
    const cipher = module.createCipheriv(name, KEY.subarray(0, size), iv, isTagged ? { authTagLength: 16 } : undefined);
    if (isTagged) cipher.setAAD(KEY).setAAD(IV);
    let at = 0;
    const parts = lengths.map((length) => cipher.update(TEXT.subarray(at, at += length)));
    parts.push(cipher.final());
    const decipher = module.createDecipheriv(name, KEY.subarray(0, size), iv, isTagged ? { authTagLength: 16 } : undefined);
    if (isTagged) decipher.setAAD(Buffer.concat([KEY, IV])).setAuthTag(cipher.getAuthTag());
    const back = parts.map((part) => decipher.update(part));
    back.push(decipher.final());
    return [parts, isTagged && cipher.getAuthTag(), back];
  })),
  ...['hex', 'base64', 'base64url', 'latin1'].map((encoding) => (module) => {
    const cipher = encryptor(module);
    const decipher = decryptor(module);
    const text = cipher.update('één ', 'utf8', encoding) + cipher.update(TEXT, undefined, encoding) + cipher.final(encoding);
    return [text, decipher.update(text, encoding, 'utf8') + decipher.final('utf8')];
  }),
  (module) => encryptor(module, 'nope'), (module) => encryptor(module, 5), (module) => encryptor(module, 'aes-128-cbc', IV, KEY), (module) => encryptor(module, 'aes-128-cbc', NONCE), (module) => encryptor(module, 'aes-128-cbc', null),
  (module) => encryptor(module, 'aes-128-ecb'), (module) => encryptor(module, 'aes-128-ecb', Buffer.alloc(0)).final(), (module) => encryptor(module, 'aes-128-gcm', Buffer.alloc(0)), (module) => encryptor(module, 'chacha20-poly1305', IV, KEY),
  (module) => encryptor(module, 'aes-128-gcm', Buffer.alloc(129)), (module) => gcm(module, { authTagLength: 3 }), (module) => gcm(module, { authTagLength: 'x' }), (module) => encryptor(module, 'aes-128-cbc', undefined, 5),
  (module) => module.createCipheriv('aes-128-cbc', KEY.subarray(0, 16), undefined), (module) => encryptor(module, 'aes-128-cbc', 'b'.repeat(16), 'a'.repeat(16)).update('x'.repeat(16), 'utf8', 'hex'),
  (module) => encryptor(module, 'aes-256-cbc', IV, module.createSecretKey(KEY)).update(TEXT), (module) => encryptor(module, 'aes-128-cbc', IV, module.createPublicKey(RSA.publicKey)),
  (module) => { const cipher = encryptor(module); cipher.final(); return cipher.final(); }, (module) => { const cipher = encryptor(module); cipher.final(); return cipher.update('a'); }, (module) => encryptor(module).update(5),
  (module) => gcm(module).getAuthTag(), (module) => { const cipher = encryptor(module); cipher.final(); return cipher.getAuthTag(); }, (module) => { const cipher = gcm(module); cipher.update('a'); cipher.setAAD(IV); },
  (module) => encryptor(module).setAAD(IV), (module) => { const cipher = gcm(module); cipher.final(); return cipher.final(); }, (module) => { const cipher = gcm(module); cipher.final(); return cipher.getAuthTag(); },
  (module) => { const cipher = gcm(module, { authTagLength: 12 }); cipher.final(); return cipher.getAuthTag(); },
  (module) => ungcm(module).setAuthTag(Buffer.alloc(3)), (module) => ungcm(module).setAuthTag(Buffer.alloc(16)).setAuthTag(Buffer.alloc(16)), (module) => ungcm(module, { authTagLength: 12 }).setAuthTag(Buffer.alloc(16)),
  (module) => decryptor(module).setAuthTag(Buffer.alloc(16)), (module) => ungcm(module).setAuthTag('a'), (module) => { const decipher = ungcm(module).setAuthTag(Buffer.alloc(16)); decipher.update('abc'); decipher.final(); },
  (module) => { const decipher = ungcm(module); decipher.update('abc'); decipher.final(); }, (module) => { const decipher = decryptor(module); decipher.update(KEY); decipher.final(); },
  (module) => { const decipher = decryptor(module); decipher.update(Buffer.alloc(17)); decipher.final(); }, (module) => decryptor(module).final(),
  (module) => { const cipher = encryptor(module).setAutoPadding(false); cipher.update('abc'); cipher.final(); }, (module) => { const decipher = decryptor(module).setAutoPadding(false); decipher.update('abc'); decipher.final(); },
  (module) => { const cipher = encryptor(module).setAutoPadding(false); return [cipher.update(KEY), cipher.final()]; }, (module) => decryptor(module).setAutoPadding(false).update(KEY).length,
  (module) => { const cipher = encryptor(module); cipher.final(); cipher.setAutoPadding(false); }, (module) => encryptor(module).update('abc', 'utf8', 'nope'),
  (module) => [decryptor(module).getAuthTag, encryptor(module).setAuthTag], ...['aes-128-gcm', 'AES-256-CBC', 'aes-192-ctr', 'chacha20-poly1305', 'aes-128-ecb', 'nope', 'aes128'].map((name) => (module) => ({ ...module.getCipherInfo(name) })),
]);

const finished = (stream) => new Promise((resolve, reject) => { stream.on('end', resolve).on('error', reject); });
compare('streams', [
  (module) => { const hash = module.createHash('sha1'); hash.write('a'); hash.end('b'); return hash.read(); },
  (module) => { const hash = module.createHash('sha1'); hash.setEncoding('hex'); hash.end(TEXT); return hash.read(); },
  async (module) => { const hmac = module.createHmac('sha1', KEY); const chunks = []; hmac.on('data', (chunk) => chunks.push(chunk)); hmac.end(TEXT); await finished(hmac); return chunks; },
  async (module) => { const chunks = []; const cipher = encryptor(module); cipher.end(TEXT); for await (const chunk of cipher) chunks.push(chunk); return Buffer.concat(chunks); },
  async (module) => { const cipher = encryptor(module); const hash = module.createHash('sha1'); cipher.pipe(hash); cipher.write('a'); cipher.end(TEXT); await new Promise((resolve) => { hash.on('finish', resolve); }); return hash.read(); },
  (module) => new Promise((resolve) => { const decipher = decryptor(module); decipher.on('error', (error) => resolve(error.message)).on('data', () => {}); decipher.end(KEY); }),
  (module) => new Promise((resolve) => { module.createSign('sha256').end('abc', 'utf8', () => resolve('finished')); }),
  (module) => [module.pseudoRandomBytes(4).length, module.prng(3).length, module.rng(2).length],
]);

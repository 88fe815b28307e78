/** Digests by all the names that OpenSSL knows them by. */

/** By the name that compiled code takes: the size in bytes, and the other names. */
const DIGESTS = {
  md5: [16, 'RSA-MD5', 'md5WithRSAEncryption', 'ssl3-md5'],
  ripemd160: [20, 'RSA-RIPEMD160', 'ripemd', 'ripemd160WithRSA', 'rmd160'],
  sha1: [20, 'RSA-SHA1', 'RSA-SHA1-2', 'sha1WithRSAEncryption', 'ssl3-sha1'],
  sha224: [28, 'RSA-SHA224', 'sha224WithRSAEncryption'],
  sha256: [32, 'RSA-SHA256', 'sha256WithRSAEncryption'],
  'sha3-224': [28, 'RSA-SHA3-224', 'id-rsassa-pkcs1-v1_5-with-sha3-224'],
  'sha3-256': [32, 'RSA-SHA3-256', 'id-rsassa-pkcs1-v1_5-with-sha3-256'],
  'sha3-384': [48, 'RSA-SHA3-384', 'id-rsassa-pkcs1-v1_5-with-sha3-384'],
  'sha3-512': [64, 'RSA-SHA3-512', 'id-rsassa-pkcs1-v1_5-with-sha3-512'],
  sha384: [48, 'RSA-SHA384', 'sha384WithRSAEncryption'],
  sha512: [64, 'RSA-SHA512', 'sha512WithRSAEncryption'],
  'sha512-224': [28, 'RSA-SHA512/224', 'sha512-224WithRSAEncryption'],
  'sha512-256': [32, 'RSA-SHA512/256', 'sha512-256WithRSAEncryption'],
};

/** Names that are understood and not listed. */
const UNLISTED = {
  'sha-1': 'sha1', 'sha-224': 'sha224', 'sha-256': 'sha256', 'sha-384': 'sha384', 'sha-512': 'sha512',
  'sha2-224': 'sha224', 'sha2-256': 'sha256', 'sha2-384': 'sha384', 'sha2-512': 'sha512',
  'sha-512/224': 'sha512-224', 'sha-512/256': 'sha512-256', 'sha2-512/224': 'sha512-224', 'sha2-512/256': 'sha512-256', 'ripemd-160': 'ripemd160',
};

let others;

/** The name that compiled code takes; undefined when there is no such digest. */
export function digestOf(name) {
  if (DIGESTS[name] !== undefined) return name;
  if (others === undefined) {
    others = new Map(Object.entries(UNLISTED));
    for (const [digest, [, ...names]] of Object.entries(DIGESTS)) for (const other of [digest, ...names]) others.set(other.toLowerCase(), digest);
  }
  return others.get(name.toLowerCase());
}

/** How many bytes a digest has. */
export function digestSize(digest) {
  return DIGESTS[digest][0];
}

/** The names `createHash` takes, as OpenSSL lists them. */
export function getHashes() {
  return Object.entries(DIGESTS).flatMap(([digest, [, ...names]]) => [digest, ...names]).sort();
}

/** The ciphers that there are, by all their names. */

/** By mode: the size of a block and of the nonce that are usual, and how OpenSSL numbers the three lengths of key. */
const MODES = {
  ecb: { blockSize: 16, nids: [418, 422, 426] },
  cbc: { blockSize: 16, ivLength: 16, nids: [419, 423, 427] },
  ctr: { blockSize: 1, ivLength: 16, nids: [904, 905, 906] },
  gcm: { blockSize: 1, ivLength: 12, nids: [895, 898, 901] },
};
const KEY_BITS = [128, 192, 256];
const CHACHA = 'chacha20-poly1305';

function describe(name, mode, bits) {
  const { nids, ...sizes } = MODES[mode];
  return { name, mode, nid: nids[KEY_BITS.indexOf(bits)], ...sizes, keyLength: bits / 8 };
}

/** What a cipher is: mode, lengths and OpenSSL's name; undefined when there is none of that name. */
export function cipherOf(given) {
  const name = given.toLowerCase();
  if (name === CHACHA) return { name, mode: 'stream', nid: 1018, ivLength: 12, keyLength: 32 };
  const [, id, bits, mode = 'cbc'] = /^(id-)?aes-?(128|192|256)(?:-(ecb|cbc|ctr|gcm))?$/.exec(name) ?? [];
  if (bits === undefined) return undefined;
  const isNamed = mode === 'gcm' ? id !== undefined || name === `aes-${bits}-gcm` : id === undefined && (name === `aes${bits}` || name === `aes-${bits}-${mode}`);
  if (!isNamed) return undefined;
  return describe(mode === 'gcm' ? `id-aes${bits}-gcm` : `aes-${bits}-${mode}`, mode, Number(bits));
}

/** The names `createCipheriv` takes, as OpenSSL lists them. */
export function getCiphers() {
  const names = KEY_BITS.flatMap((bits) => [`aes${bits}`, `id-aes${bits}-GCM`, ...Object.keys(MODES).map((mode) => `aes-${bits}-${mode}`)]);
  return [...names, CHACHA].sort();
}

/** What Node tells of a cipher. */
export function getCipherInfo(name, options = {}) {
  const cipher = typeof name === 'string' ? cipherOf(name) : getCiphers().map(cipherOf).find(({ nid }) => nid === name);
  if (cipher === undefined) return undefined;
  const { keyLength, ivLength } = options;
  if (keyLength !== undefined && keyLength !== cipher.keyLength) return undefined;
  if (ivLength === undefined) return { mode: cipher.mode, name: cipher.name, nid: cipher.nid, ...cipher };
  const isFree = cipher.mode === 'gcm' && ivLength > 0 && ivLength <= 128;
  if (!isFree && ivLength !== (cipher.ivLength ?? 0)) return undefined;
  return { mode: cipher.mode, name: cipher.name, nid: cipher.nid, ...cipher, ivLength };
}

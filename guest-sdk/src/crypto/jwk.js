/** Keys as JSON (RFC 7517, RFC 7518, RFC 8037). */
import { Buffer } from '../node/buffer.js';
import { invalidArgType } from '../node-error.js';
import { exact, natives } from './bytes.js';
import { coded, invalidValue } from './failure.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

const CURVES = { 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' };
const CURVE_NAMES = Object.fromEntries(Object.entries(CURVES).map(([jwk, openssl]) => [openssl, jwk]));
const OKP = { Ed25519: 'ed25519', X25519: 'x25519' };
const RSA_PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi'];

function text(jwk, name) {
  if (typeof jwk[name] !== 'string') throw invalidArgType(`key.${name}`, 'of type string', jwk[name]);
  return exact(Buffer.from(jwk[name], 'base64url'));
}

function make(kind, curve, parts, message) {
  try {
    const der = natives().makeKey(kind, curve, parts);
    return natives().readKey(parts.d === undefined ? 'spki' : 'pkcs8', der);
  } catch (error) {
    if (error.fault === undefined) throw error;
    throw coded(TypeError, 'ERR_CRYPTO_INVALID_JWK', message);
  }
}

/**
 * Reads a JWK, as `readKey` of the natives gives a key.
 * @param {boolean} isPrivate which half is wanted
 */
export function readJwk(jwk, isPrivate) {
  if (typeof jwk !== 'object' || jwk === null) throw invalidArgType('key.key', 'of type object', jwk);
  if (jwk.kty === 'OKP') {
    if (OKP[jwk.crv] === undefined) throw invalidValue("property 'key.crv' must be one of: 'Ed25519', 'Ed448', 'X25519', 'X448'", jwk.crv);
    const parts = isPrivate ? { x: text(jwk, 'x'), d: text(jwk, 'd') } : { x: text(jwk, 'x') };
    // Node trusts the secret alone.
    return make(OKP[jwk.crv], '', isPrivate ? { d: parts.d } : parts, 'Invalid JWK data');
  }
  if (jwk.kty === 'EC') {
    if (CURVES[jwk.crv] === undefined) throw invalidValue("property 'key.crv' must be one of: 'P-256', 'secp256k1', 'P-384', 'P-521'", jwk.crv);
    const parts = { x: text(jwk, 'x'), y: text(jwk, 'y') };
    if (isPrivate) parts.d = text(jwk, 'd');
    return make('ec', CURVES[jwk.crv], parts, 'Invalid JWK EC key');
  }
  if (jwk.kty !== 'RSA') throw invalidValue("property 'key.kty' must be one of: 'RSA', 'EC', 'OKP'", jwk.kty);
  const parts = { n: text(jwk, 'n'), e: text(jwk, 'e') };
  if (isPrivate) for (const name of RSA_PRIVATE) parts[name] = text(jwk, name);
  return make('rsa', '', parts, 'Invalid JWK RSA key');
}

/** The JWK of a key of the kind and with the DER that compiled code knows. */
export function toJwk({ kind, curve, isPrivate, der }) {
  if (kind === 'rsa-pss') throw coded(Error, 'ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE', 'Unsupported JWK Key Type.');
  const parts = natives().keyParts(isPrivate, der);
  const encoded = Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, runtime.base64Encode(bytes, 0, bytes.byteLength, true)]));
  // The members stand in the order that Node has, which shows in JSON.
  if (kind === 'rsa') return { kty: 'RSA', ...encoded };
  const { x, y, d } = encoded;
  const secret = d === undefined ? {} : { d };
  if (kind === 'ec') return { kty: 'EC', x, y, crv: CURVE_NAMES[curve], ...secret };
  return { crv: Object.keys(OKP).find((name) => OKP[name] === kind), ...secret, x, kty: 'OKP' };
}

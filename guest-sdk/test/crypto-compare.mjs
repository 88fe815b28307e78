/** Rows that are asked of `node:crypto` of the SDK and of Node's own, and what both are asked about. */

import './runtime-stub.mjs';

import assert from 'node:assert/strict';
import nodeCrypto from 'node:crypto';
import { describe, test } from 'node:test';
import crypto from '../src/node/crypto.js';

const { Buffer } = globalThis;

export const KEY = Buffer.from('00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff', 'hex');
export const IV = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
export const NONCE = IV.subarray(0, 12);
export const TEXT = Buffer.from('The quick brown fox jumps over the lazy dog, twice: jumps.');

/** What a row gives, in a form that compares. */
async function outcome(row, module) {
  try {
    return plain(await row(module));
  } catch (error) {
    return { thrown: error.constructor.name, name: error.name, code: error.code, message: error.message, reason: error.reason, library: error.library };
  }
}

function plain(value) {
  if (value instanceof ArrayBuffer) return { buffer: [...new Uint8Array(value)] };
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (Array.isArray(value)) return value.map(plain);
  if (value?.[Symbol.toStringTag] === 'KeyObject') {
    return { key: value.constructor.name, type: value.type, kind: value.asymmetricKeyType, details: plain(value.asymmetricKeyDetails), size: value.symmetricKeySize, jwk: JSON.stringify(value.export({ format: 'jwk' })) };
  }
  if (value?.kty !== undefined) return JSON.stringify(value);
  if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
  return typeof value === 'function' || (typeof value === 'object' && value !== null) ? value.constructor.name : value;
}

/** Compares each row, a function of the module, on both. */
export function compare(name, rows) {
  describe(name, () => {
    rows.forEach((row, index) => {
      test(`${name} ${index}: ${String(row).replace(/\s+/g, ' ').slice(0, 110)}`, async () => {
        assert.deepEqual(await outcome(row, crypto), await outcome(row, nodeCrypto));
      });
    });
  });
}

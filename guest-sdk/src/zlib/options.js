/** The options of a compression, checked and with Node's defaults filled in. */
import { invalidArgType, nodeError, outOfRange } from '../node-error.js';
import { constants } from './constants.js';

/** The longest Buffer Node makes. */
export const LENGTH_MAX = 4294967296;

/** Ranges and defaults of the numbers that zlib takes. */
const ZLIB_NUMBERS = {
  flush: [constants.Z_NO_FLUSH, constants.Z_BLOCK, constants.Z_NO_FLUSH],
  finishFlush: [constants.Z_NO_FLUSH, constants.Z_BLOCK, constants.Z_FINISH],
  windowBits: [9, constants.Z_MAX_WINDOWBITS, constants.Z_DEFAULT_WINDOWBITS],
  level: [constants.Z_MIN_LEVEL, constants.Z_MAX_LEVEL, constants.Z_DEFAULT_COMPRESSION],
  memLevel: [constants.Z_MIN_MEMLEVEL, constants.Z_MAX_MEMLEVEL, constants.Z_DEFAULT_MEMLEVEL],
  strategy: [constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_DEFAULT_STRATEGY],
};

const BROTLI_NUMBERS = {
  flush: [constants.BROTLI_OPERATION_PROCESS, constants.BROTLI_OPERATION_EMIT_METADATA, constants.BROTLI_OPERATION_PROCESS],
  finishFlush: [constants.BROTLI_OPERATION_PROCESS, constants.BROTLI_OPERATION_EMIT_METADATA, constants.BROTLI_OPERATION_FINISH],
};

const BROTLI_PARAMS_MAX = { compress: constants.BROTLI_PARAM_NDIRECT, decompress: constants.BROTLI_DECODER_PARAM_LARGE_WINDOW };

/**
 * @param {object | undefined} given
 * @param {{format: string, direction: 'compress' | 'decompress'}} kind
 */
export function normalize(given, kind) {
  const options = given ?? {};
  const isBrotli = kind.format === 'br';
  const normalized = { chunkSize: atLeast('chunkSize', options.chunkSize, constants.Z_MIN_CHUNK, constants.Z_DEFAULT_CHUNK), info: Boolean(options.info) };
  const numbers = isBrotli ? BROTLI_NUMBERS : ZLIB_NUMBERS;
  for (const name of Object.keys(numbers)) normalized[name] = withinRange(name, options[name], ...rangeOf(name, numbers, kind));
  normalized.maxOutputLength = withinRange('maxOutputLength', options.maxOutputLength, 1, LENGTH_MAX, LENGTH_MAX);
  if (isBrotli) normalized.level = qualityOf(options.params, kind);
  if (options.dictionary !== undefined) {
    throw new Error('zlib: the option "dictionary" is not available in the sandbox; compress without it');
  }
  return normalized;
}

/** Decompressing takes the window from the data when it is 0. */
function rangeOf(name, numbers, { format, direction }) {
  const range = numbers[name];
  if (name !== 'windowBits') return range;
  return [direction === 'decompress' && format !== 'deflate-raw' ? 0 : format === 'gzip' ? 9 : 8, range[1], range[2]];
}

function isGiven(name, value) {
  if (value === undefined || Number.isNaN(value)) return false;
  if (typeof value !== 'number') throw invalidArgType(`options.${name}`, 'of type number', value);
  if (!Number.isFinite(value)) throw outOfRange(`options.${name}`, 'a finite number', value);
  return true;
}

function withinRange(name, value, lower, upper, fallback) {
  if (!isGiven(name, value)) return fallback;
  if (value < lower || value > upper) throw outOfRange(`options.${name}`, `>= ${lower} and <= ${upper}`, value);
  return value;
}

function atLeast(name, value, lower, fallback) {
  if (!isGiven(name, value)) return fallback;
  if (value < lower) throw outOfRange(`options.${name}`, `>= ${lower}`, value);
  return value;
}

/** The quality among Brotli's parameters; the others decide nothing that a reader of the output could see. */
function qualityOf(params = {}, { direction }) {
  for (const [key, value] of Object.entries(params)) {
    const number = Number(key);
    if (!(number >= 0 && number <= BROTLI_PARAMS_MAX[direction])) {
      throw nodeError(RangeError, 'ERR_BROTLI_INVALID_PARAM', `${key} is not a valid Brotli parameter`);
    }
    if (typeof value !== 'number' && typeof value !== 'boolean') throw invalidArgType('options.params[key]', 'of type number', value);
  }
  return params[constants.BROTLI_PARAM_QUALITY] ?? constants.BROTLI_DEFAULT_QUALITY;
}

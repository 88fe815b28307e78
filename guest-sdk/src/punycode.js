/** Names beyond ASCII, written in ASCII: Punycode as RFC 3492 describes it. */

/** The parameters of RFC 3492, section 5. */
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_N = 128;
const DELIMITER = '-';
const INTEGER_MAX = 2147483647;

const overflow = () => new RangeError('Overflow: input needs wider integers to process');

/** How the bias follows what was encoded so far (section 6.1). */
function adapted(delta, count, isFirst) {
  let rest = Math.floor(isFirst ? delta / DAMP : delta / 2);
  rest += Math.floor(rest / count);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}

const threshold = (k, bias) => Math.min(Math.max(k - bias, T_MIN), T_MAX);

const digitOf = (code) => {
  if (code >= 48 && code <= 57) return code - 22;
  if (code >= 65 && code <= 90) return code - 65;
  return code >= 97 && code <= 122 ? code - 97 : BASE;
};

const letterOf = (digit) => String.fromCharCode(digit < 26 ? digit + 97 : digit + 22);

/** The text that a Punycode string stands for. */
export function decode(input) {
  const end = Math.max(input.lastIndexOf(DELIMITER), 0);
  const output = [...input.slice(0, end)].map((character) => character.charCodeAt(0));
  if (output.some((code) => code >= INITIAL_N)) throw new RangeError('Illegal input >= 0x80 (not a basic code point)');
  let n = INITIAL_N;
  let i = 0;
  let bias = INITIAL_BIAS;
  for (let at = end > 0 ? end + 1 : 0; at < input.length;) {
    const start = i;
    for (let weight = 1, k = BASE; ; k += BASE) {
      if (at >= input.length) throw new RangeError('Invalid input');
      const digit = digitOf(input.charCodeAt(at));
      at += 1;
      if (digit >= BASE) throw new RangeError('Invalid input');
      if (digit > Math.floor((INTEGER_MAX - i) / weight)) throw overflow();
      i += digit * weight;
      const limit = threshold(k, bias);
      if (digit < limit) break;
      weight *= BASE - limit;
      if (weight > INTEGER_MAX) throw overflow();
    }
    const count = output.length + 1;
    bias = adapted(i - start, count, start === 0);
    n += Math.floor(i / count);
    i %= count;
    output.splice(i, 0, n);
    i += 1;
  }
  return String.fromCodePoint(...output);
}

/** The Punycode string of a text. */
export function encode(input) {
  const points = [...input].map((character) => character.codePointAt(0));
  let output = points.filter((point) => point < INITIAL_N).map((point) => String.fromCharCode(point)).join('');
  const basic = output.length;
  let handled = basic;
  if (basic > 0) output += DELIMITER;
  let n = INITIAL_N;
  let delta = 0;
  let bias = INITIAL_BIAS;
  while (handled < points.length) {
    const next = Math.min(...points.filter((point) => point >= n));
    if (next - n > Math.floor((INTEGER_MAX - delta) / (handled + 1))) throw overflow();
    delta += (next - n) * (handled + 1);
    n = next;
    for (const point of points) {
      if (point < n) delta += 1;
      if (point !== n) continue;
      output += variableLength(delta, bias);
      bias = adapted(delta, handled + 1, handled === basic);
      delta = 0;
      handled += 1;
    }
    delta += 1;
    n += 1;
  }
  return output;
}

/** A number in digits whose base depends on their place (section 3.3). */
function variableLength(number, bias) {
  let rest = number;
  let text = '';
  for (let k = BASE; ; k += BASE) {
    const limit = threshold(k, bias);
    if (rest < limit) return text + letterOf(rest);
    text += letterOf(limit + ((rest - limit) % (BASE - limit)));
    rest = Math.floor((rest - limit) / (BASE - limit));
  }
}

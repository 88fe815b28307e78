/** What depends on language and time zone, as Node answers by default: American English, UTC. */

/** Characters that sort before digits and letters, in the order in which they do (the Unicode Collation Algorithm's root order). */
const FIRST = new Map([...'_-,;:!?.\'"()[]{}@*/\\&#%`^+<=>|~$'].map((character, at) => [character, at + 1]));

/** Text that sorts as its code units do. */
const SIMPLE = /^[0-9a-z]*$/;
const MARKS = /[\u0300-\u036f]/g;

const { toLocaleString: engineNumber } = Number.prototype;
const { toString: engineDate, toTimeString: engineTime } = Date.prototype;
const { toLocaleDateString: engineLocaleDate, toLocaleTimeString: engineLocaleTime, toLocaleString: engineLocale } = Date.prototype;
const { localeCompare: engineCompare } = String.prototype;

function isEnglish(locales) {
  return locales === undefined || (typeof locales === 'string' && /^en(?:-US)?$/.test(locales));
}

/** Whether the options change nothing: there are none, or they name the only time zone. */
function isDefault(options) {
  return options === undefined || Object.keys(options).every((name) => name === 'timeZone' && options[name] === 'UTC');
}

/** Numbers in groups of three, with at most three digits of a fraction unless options say otherwise. */
export function numberText(locales, options) {
  const digits = options === undefined ? [] : Object.keys(options);
  if (!isEnglish(locales) || !digits.every((name) => name === 'minimumFractionDigits' || name === 'maximumFractionDigits')) {
    return engineNumber.call(this, locales, options);
  }
  const value = Number(this);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : `${value < 0 ? '-' : ''}∞`;
  const least = options?.minimumFractionDigits ?? 0;
  const most = options?.maximumFractionDigits ?? Math.max(3, least);
  let [whole, fraction] = rounded(Math.abs(value), most);
  while (fraction.length > least && fraction.endsWith('0')) fraction = fraction.slice(0, -1);
  whole = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return fraction === '' ? sign + whole : `${sign}${whole}.${fraction}`;
}

/** The digits before and after the point, rounded as they are written, not as they are stored. */
function rounded(value, most) {
  const [digitsWritten, exponent = '0'] = String(value).split('e');
  const [whole, fraction = ''] = exponent > 0 ? [digitsWritten.replace('.', '').padEnd(Number(exponent) + 1, '0')]
    : (exponent < 0 ? value.toFixed(most) : digitsWritten).split('.');
  if (fraction.length <= most) return [whole, fraction.padEnd(most, '0')];
  const digits = String(BigInt(whole + fraction.slice(0, most)) + (fraction[most] >= '5' ? 1n : 0n)).padStart(most + 1, '0');
  return [digits.slice(0, digits.length - most), digits.slice(digits.length - most)];
}

export function dateOf(date) {
  return `${date.getMonth() + 1}/${date.getDate()}/${date.getFullYear()}`;
}

export function timeOf(date) {
  const two = (number) => String(number).padStart(2, '0');
  return `${date.getHours() % 12 || 12}:${two(date.getMinutes())}:${two(date.getSeconds())} ${date.getHours() < 12 ? 'AM' : 'PM'}`;
}

/** A method of Date that writes in its own way what the engine writes otherwise. */
function localized(write, engineWrite) {
  return function toLocale(locales, options) {
    if (!isEnglish(locales) || !isDefault(options)) return engineWrite.call(this, locales, options);
    return Number.isNaN(this.getTime()) ? 'Invalid Date' : write(this);
  };
}

function named(text) {
  return text.endsWith('GMT+0000') ? `${text} (Coordinated Universal Time)` : text;
}

/** Where a character sorts: white space, punctuation, digits, letters. */
function weightOf(character) {
  if (/\s/.test(character)) return 0;
  return FIRST.get(character) ?? 0x100 + character.codePointAt(0);
}

/** Compares letters first, then accents, then case, small letters before capitals. */
export function compareText(other, locales, options) {
  if (options !== undefined || (locales !== undefined && typeof locales !== 'string')) return engineCompare.call(this, other, locales, options);
  if (SIMPLE.test(this) && SIMPLE.test(other)) return Math.sign(engineCompare.call(this, other));
  const one = String(this).normalize('NFD');
  const two = String(other).normalize('NFD');
  const letters = compareWeights(one.replace(MARKS, '').toLowerCase(), two.replace(MARKS, '').toLowerCase());
  if (letters !== 0) return letters;
  const accents = engineCompare.call(one.toLowerCase(), two.toLowerCase());
  if (accents !== 0) return Math.sign(accents);
  for (let at = 0; at < one.length; at += 1) {
    if (one[at] !== two[at]) return one[at] === one[at].toLowerCase() ? -1 : 1;
  }
  return 0;
}

function compareWeights(one, two) {
  const length = Math.min(one.length, two.length);
  for (let at = 0; at < length; at += 1) {
    if (one[at] !== two[at]) return Math.sign(weightOf(one[at]) - weightOf(two[at]));
  }
  return Math.sign(one.length - two.length);
}

/** Puts everything in place; only where the engine knows no language. */
export function installLocale() {
  const methods = [
    [Number.prototype, 'toLocaleString', numberText],
    [String.prototype, 'localeCompare', compareText],
    [Date.prototype, 'toString', function toString() { return named(engineDate.call(this)); }],
    [Date.prototype, 'toTimeString', function toTimeString() { return named(engineTime.call(this)); }],
    [Date.prototype, 'toLocaleDateString', localized(dateOf, engineLocaleDate)],
    [Date.prototype, 'toLocaleTimeString', localized(timeOf, engineLocaleTime)],
    [Date.prototype, 'toLocaleString', localized((date) => `${dateOf(date)}, ${timeOf(date)}`, engineLocale)],
  ];
  for (const [prototype, name, value] of methods) Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
}

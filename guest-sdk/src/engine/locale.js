/** What depends on language and time zone, as Node answers by default: American English, UTC. */

import { DateTimeFormat } from '../intl/date-time-format.js';
import { Intl } from '../intl/intl.js';
import { NumberFormat } from '../intl/number-format.js';

/** Characters that sort before digits and letters, in the order in which they do (the Unicode Collation Algorithm's root order). */
const FIRST = new Map([...'_-,;:!?.\'"()[]{}@*/\\&#%`^+<=>|~$'].map((character, at) => [character, at + 1]));

/** Text that sorts as its code units do. */
const SIMPLE = /^[0-9a-z]*$/;
const MARKS = /[\u0300-\u036f]/g;

const { toString: engineDate, toTimeString: engineTime } = Date.prototype;
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
  return new NumberFormat(locales, options).format(typeof this === 'bigint' ? this : Number(this));
}

export function dateOf(date) {
  return `${date.getMonth() + 1}/${date.getDate()}/${date.getFullYear()}`;
}

export function timeOf(date) {
  const two = (number) => String(number).padStart(2, '0');
  return `${date.getHours() % 12 || 12}:${two(date.getMinutes())}:${two(date.getSeconds())} ${date.getHours() < 12 ? 'AM' : 'PM'}`;
}

/** A method of Date that writes in its own way what is asked for most, and everything else as `Intl` does. */
function localized(write, required, defaults) {
  return function toLocale(locales, options) {
    if (Number.isNaN(this.getTime())) return 'Invalid Date';
    if (isEnglish(locales) && isDefault(options)) return write(this);
    return new DateTimeFormat(locales, options, required, defaults).format(this);
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

/** Compares letters first, then accents, then case, small letters before capitals; options leave some of it out. */
export function compareText(other, locales, options) {
  if (options === undefined && SIMPLE.test(this) && SIMPLE.test(other)) return Math.sign(engineCompare.call(this, other));
  const { numeric = false, sensitivity = 'variant', caseFirst = 'false' } = options ?? {};
  const one = String(this).normalize('NFD');
  const two = String(other).normalize('NFD');
  const compareLetters = numeric ? compareNumeric : compareWeights;
  const letters = compareLetters(one.replace(MARKS, '').toLowerCase(), two.replace(MARKS, '').toLowerCase());
  if (letters !== 0 || sensitivity === 'base') return letters;
  if (sensitivity === 'case') return compareCase(one.replace(MARKS, ''), two.replace(MARKS, ''), caseFirst);
  const accents = engineCompare.call(one.toLowerCase(), two.toLowerCase());
  return accents !== 0 || sensitivity === 'accent' ? Math.sign(accents) : compareCase(one, two, caseFirst);
}

/** Compares texts that differ in case only. */
function compareCase(one, two, caseFirst) {
  for (let at = 0; at < one.length; at += 1) {
    if (one[at] !== two[at]) return (one[at] === one[at]?.toLowerCase()) === (caseFirst === 'upper') ? 1 : -1;
  }
  return 0;
}

/** Runs of digits count as the numbers they are. */
function compareNumeric(one, two) {
  const runs = [one, two].map((text) => text.match(/\d+|\D+/g) ?? []);
  for (let at = 0; at < Math.min(runs[0].length, runs[1].length); at += 1) {
    const [first, second] = [runs[0][at], runs[1][at]];
    const isNumeric = /\d/.test(first) && /\d/.test(second);
    const order = isNumeric ? Math.sign(Number(first) - Number(second)) : compareWeights(first, second);
    if (order !== 0) return order;
  }
  return Math.sign(runs[0].length - runs[1].length);
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
    [BigInt.prototype, 'toLocaleString', numberText],
    [String.prototype, 'localeCompare', compareText],
    [Date.prototype, 'toString', function toString() { return named(engineDate.call(this)); }],
    [Date.prototype, 'toTimeString', function toTimeString() { return named(engineTime.call(this)); }],
    [Date.prototype, 'toLocaleDateString', localized(dateOf, 'date', 'date')],
    [Date.prototype, 'toLocaleTimeString', localized(timeOf, 'time', 'time')],
    [Date.prototype, 'toLocaleString', localized((date) => `${dateOf(date)}, ${timeOf(date)}`, 'any', 'all')],
  ];
  if (globalThis.Intl === undefined) Object.defineProperty(globalThis, 'Intl', { value: Intl, writable: true, configurable: true });
  for (const [prototype, name, value] of methods) Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
}

/** `Intl`: what programs ask of it for English, and numbers and dates in figures for some languages more. */

import { compareText } from '../engine/locale.js';
import { DateTimeFormat } from './date-time-format.js';
import { chooseLocale, oneOf, supportedLocalesOf } from './locales.js';
import { NumberFormat } from './number-format.js';

/** Compares texts. */
class Collator {
  #locale;
  #options;

  constructor(locales, options) {
    this.#locale = chooseLocale(locales).locale;
    this.#options = options === undefined ? {} : Object(options);
    oneOf('Intl.Collator', this.#options, 'sensitivity', ['base', 'accent', 'case', 'variant'], 'variant');
  }

  static supportedLocalesOf = supportedLocalesOf;

  get compare() {
    return (one, other) => compareText.call(String(one), String(other), this.#locale, this.#options);
  }

  resolvedOptions() {
    const { usage = 'sort', sensitivity = 'variant', ignorePunctuation = false, numeric = false, caseFirst = 'false' } = this.#options;
    return { locale: this.#locale, usage, sensitivity, ignorePunctuation, collation: 'default', numeric, caseFirst };
  }
}

/** Which form of a word goes with a number. */
class PluralRules {
  #locale;
  #isOrdinal;

  constructor(locales, options) {
    this.#locale = chooseLocale(locales).locale;
    this.#isOrdinal = oneOf('Intl.PluralRules', Object(options ?? {}), 'type', ['cardinal', 'ordinal'], 'cardinal') === 'ordinal';
  }

  static supportedLocalesOf = supportedLocalesOf;

  select(value) {
    const number = Number(value);
    if (!this.#isOrdinal) return Math.abs(number) === 1 ? 'one' : 'other';
    const [units, tens] = [number % 10, number % 100];
    if (units === 1 && tens !== 11) return 'one';
    if (units === 2 && tens !== 12) return 'two';
    return units === 3 && tens !== 13 ? 'few' : 'other';
  }

  resolvedOptions() {
    return { locale: this.#locale, type: this.#isOrdinal ? 'ordinal' : 'cardinal', pluralCategories: this.#isOrdinal ? ['few', 'one', 'two', 'other'] : ['one', 'other'] };
  }
}

/** Joins words to a list. */
class ListFormat {
  #type;
  #style;

  constructor(_locales, options = {}) {
    this.#type = oneOf('Intl.ListFormat', options, 'type', ['conjunction', 'disjunction', 'unit'], 'conjunction');
    this.#style = oneOf('Intl.ListFormat', options, 'style', ['long', 'short', 'narrow'], 'long');
  }

  static supportedLocalesOf = supportedLocalesOf;

  format(list) {
    const words = [...list];
    if (words.length < 2) return words.join('');
    if (this.#type === 'unit') return words.join(this.#style === 'narrow' ? ' ' : ', ');
    const conjunction = this.#type === 'disjunction' ? 'or' : this.#style === 'long' ? 'and' : '&';
    const last = this.#style === 'narrow' && this.#type === 'conjunction' ? ', ' : `${words.length > 2 ? ',' : ''} ${conjunction} `;
    return words.slice(0, -1).join(', ') + last + words.at(-1);
  }
}

const WORDS_FOR_DAYS = { day: ['yesterday', 'today', 'tomorrow'] };
const UNITS = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'];

/** Writes how far away something is. */
class RelativeTimeFormat {
  #isAuto;

  constructor(_locales, options = {}) {
    this.#isAuto = oneOf('Intl.RelativeTimeFormat', options, 'numeric', ['always', 'auto'], 'always') === 'auto';
  }

  static supportedLocalesOf = supportedLocalesOf;

  format(value, unit) {
    const name = String(unit).replace(/s$/, '');
    const number = Number(value);
    if (!UNITS.includes(name)) throw new RangeError(`Invalid unit argument for Intl.RelativeTimeFormat.prototype.format() '${unit}'`);
    if (this.#isAuto && Math.abs(number) <= 1 && Number.isInteger(number)) {
      if (name in WORDS_FOR_DAYS) return WORDS_FOR_DAYS[name][number + 1];
      if (number === 0) return name === 'second' ? 'now' : `this ${name}`;
      if (!['second', 'minute', 'hour'].includes(name)) return `${number < 0 ? 'last' : 'next'} ${name}`;
    }
    const amount = `${new NumberFormat('en-US').format(Math.abs(number))} ${name}${Math.abs(number) === 1 ? '' : 's'}`;
    return number < 0 || Object.is(number, -0) ? `${amount} ago` : `in ${amount}`;
  }
}

/** A constructor that may be called without `new`, as Intl's older ones may. */
function callable(Class) {
  function construct(locales, options) {
    return new Class(locales, options);
  }
  Object.defineProperties(construct, { name: { value: Class.name }, prototype: { value: Class.prototype }, supportedLocalesOf: { value: supportedLocalesOf } });
  Object.defineProperty(Class.prototype, 'constructor', { value: construct, writable: true, configurable: true });
  return construct;
}

export const Intl = Object.defineProperty({}, Symbol.toStringTag, { value: 'Intl', configurable: true });
const members = {
  Collator: callable(Collator), DateTimeFormat: callable(DateTimeFormat), ListFormat, NumberFormat: callable(NumberFormat), PluralRules, RelativeTimeFormat,
  getCanonicalLocales: (locales) => (typeof locales === 'string' ? [locales] : [...(locales ?? [])]),
};
for (const [name, value] of Object.entries(members)) Object.defineProperty(Intl, name, { value, writable: true, configurable: true });

/** `Intl.NumberFormat`: numbers, prices, parts of a hundred and quantities as people write them. */

import { chooseLocale, oneOf, supportedLocalesOf } from './locales.js';

const SYMBOLS = {
  __proto__: null, EUR: '€', GBP: '£', JPY: '¥', INR: '₹', CNY: 'CN¥', KRW: '₩', BRL: 'R$', CAD: 'CA$', AUD: 'A$', MXN: 'MX$', NZD: 'NZ$', ILS: '₪', VND: '₫', HKD: 'HK$',
  TWD: 'NT$', PHP: '₱',
};
const CURRENCY_NAMES = { __proto__: null, USD: 'US dollars', EUR: 'euros', GBP: 'British pounds', JPY: 'Japanese yen', CAD: 'Canadian dollars', AUD: 'Australian dollars' };
const CURRENCY_DIGITS = { __proto__: null, JPY: 0, KRW: 0, VND: 0, CLP: 0, ISK: 0, XAF: 0, XOF: 0, KWD: 3, BHD: 3, JOD: 3, OMR: 3, TND: 3 };
const UNITS = {
  __proto__: null, kilometer: 'km', meter: 'm', centimeter: 'cm', mile: 'mi', kilogram: 'kg', gram: 'g', pound: 'lb', liter: 'L', byte: 'byte', kilobyte: 'kB', megabyte: 'MB',
  gigabyte: 'GB', second: 'sec', minute: 'min', hour: 'hr', day: 'day', percent: '%', celsius: '°C', fahrenheit: '°F', 'kilometer-per-hour': 'km/h', 'mile-per-hour': 'mph',
};
/** Units whose short form has a plural, and those that stand right behind the number. */
const COUNTED_UNITS = new Set(['byte', 'day']);
const CLOSE_UNITS = new Set(['percent', 'celsius', 'fahrenheit']);
const COMPACT = [[1e12, 'T', 'trillion'], [1e9, 'B', 'billion'], [1e6, 'M', 'million'], [1e3, 'K', 'thousand']];
const DIGITS_MAX = 20;
const SIGNIFICANT_MAX = 21;

function digitsOption(options, name, least, most, fallback) {
  const value = options[name];
  if (value === undefined) return fallback;
  if (!(Number(value) >= least && Number(value) <= most)) throw new RangeError(`${name} value is out of range.`);
  return Math.floor(Number(value));
}

/** Options with their defaults, in the order in which `resolvedOptions` tells them. */
function resolve(locale, options) {
  const style = oneOf('Intl.NumberFormat', options, 'style', ['decimal', 'percent', 'currency', 'unit'], 'decimal');
  const currency = options.currency === undefined ? undefined : String(options.currency).toUpperCase();
  if (currency !== undefined && !/^[A-Z]{3}$/.test(currency)) throw new RangeError(`Invalid currency code : ${options.currency}`);
  if (style === 'currency' && currency === undefined) throw new TypeError('Currency code is required with currency style.');
  if (style === 'unit' && options.unit === undefined) throw new TypeError('Unit is required with unit style.');
  if (style === 'unit' && !(options.unit in UNITS)) throw new RangeError(`Invalid unit argument for Intl.NumberFormat() '${options.unit}'`);
  const resolved = { locale, numberingSystem: 'latn', style };
  if (style === 'currency') {
    resolved.currency = currency;
    resolved.currencyDisplay = oneOf('Intl.NumberFormat', options, 'currencyDisplay', ['symbol', 'narrowSymbol', 'code', 'name'], 'symbol');
    resolved.currencySign = oneOf('Intl.NumberFormat', options, 'currencySign', ['standard', 'accounting'], 'standard');
  }
  if (style === 'unit') Object.assign(resolved, { unit: options.unit, unitDisplay: oneOf('Intl.NumberFormat', options, 'unitDisplay', ['short', 'narrow', 'long'], 'short') });
  const notation = oneOf('Intl.NumberFormat', options, 'notation', ['standard', 'scientific', 'engineering', 'compact'], 'standard');
  resolved.minimumIntegerDigits = digitsOption(options, 'minimumIntegerDigits', 1, SIGNIFICANT_MAX, 1);
  resolveDigits(resolved, options, notation);
  const grouping = options.useGrouping ?? (notation === 'compact' ? 'min2' : 'auto');
  resolved.useGrouping = grouping === true ? 'always' : grouping === 'false' ? false : grouping;
  resolved.notation = notation;
  if (notation === 'compact') resolved.compactDisplay = oneOf('Intl.NumberFormat', options, 'compactDisplay', ['short', 'long'], 'short');
  resolved.signDisplay = oneOf('Intl.NumberFormat', options, 'signDisplay', ['auto', 'never', 'always', 'exceptZero', 'negative'], 'auto');
  return Object.assign(resolved, { roundingMode: 'halfExpand', roundingIncrement: 1, trailingZeroDisplay: 'auto', roundingPriority: 'auto' });
}

function resolveDigits(resolved, options, notation) {
  const { style, currency } = resolved;
  if (options.minimumSignificantDigits !== undefined || options.maximumSignificantDigits !== undefined) {
    resolved.minimumSignificantDigits = digitsOption(options, 'minimumSignificantDigits', 1, SIGNIFICANT_MAX, 1);
    resolved.maximumSignificantDigits = digitsOption(options, 'maximumSignificantDigits', resolved.minimumSignificantDigits, SIGNIFICANT_MAX, SIGNIFICANT_MAX);
    return;
  }
  if (notation === 'compact' && options.minimumFractionDigits === undefined && options.maximumFractionDigits === undefined) {
    Object.assign(resolved, { minimumFractionDigits: 0, maximumFractionDigits: 0, isCompactRounding: true });
    return;
  }
  const usual = style === 'currency' && notation === 'standard' ? CURRENCY_DIGITS[currency] ?? 2 : 0;
  const usualMost = style === 'percent' || (style === 'currency' && notation === 'standard') ? usual : 3;
  const least = digitsOption(options, 'minimumFractionDigits', 0, DIGITS_MAX, undefined);
  const most = digitsOption(options, 'maximumFractionDigits', 0, DIGITS_MAX, undefined);
  if (least !== undefined && most !== undefined && least > most) throw new RangeError('maximumFractionDigits value is out of range.');
  resolved.minimumFractionDigits = least ?? Math.min(usual, most ?? usual);
  resolved.maximumFractionDigits = most ?? Math.max(usualMost, resolved.minimumFractionDigits);
}

/** The digits of a number that is not negative before and after the point, as they are written and not as they are stored. */
function digitsOf(value) {
  const [digits, exponent = '0'] = String(value).split('e');
  const [whole, fraction = ''] = digits.split('.');
  const shift = Number(exponent);
  if (shift >= 0) return [whole + fraction.slice(0, shift).padEnd(shift, '0'), fraction.slice(shift)];
  return ['0', '0'.repeat(-shift - whole.length) + whole + fraction];
}

/** Rounds to so many digits of a fraction, which may be negative; halves go away from zero. */
function rounded([whole, fraction], most) {
  if (fraction.length <= most) return [whole, fraction];
  const digits = whole + fraction;
  const end = whole.length + most;
  const kept = end <= 0 ? '0' : digits.slice(0, end);
  const isUp = end >= 0 && digits[end] >= '5';
  const text = String(BigInt(kept) + (isUp ? 1n : 0n)).padStart(most > 0 ? kept.length : 1, '0') + '0'.repeat(Math.max(0, -most));
  return most > 0 ? [text.slice(0, text.length - most), text.slice(text.length - most)] : [text, ''];
}

/** Digits with what the options ask for in number. */
function fitted(digits, resolved) {
  const { minimumSignificantDigits, maximumSignificantDigits, isCompactRounding, minimumIntegerDigits } = resolved;
  let least = resolved.minimumFractionDigits;
  let most = resolved.maximumFractionDigits;
  const magnitude = () => {
    if (/^0*$/.test(digits[0] + digits[1])) return 1;
    return digits[0].replace(/^0+/, '').length || -/^0*/.exec(digits[1])[0].length;
  };
  if (isCompactRounding) {
    most = Math.max(0, 2 - digits[0].replace(/^0+/, '').length);
  } else if (maximumSignificantDigits !== undefined) {
    most = maximumSignificantDigits - magnitude();
    least = Math.max(0, minimumSignificantDigits - magnitude());
  }
  let [whole, fraction] = rounded(digits, most);
  fraction = fraction.replace(/0+$/, '').padEnd(least ?? 0, '0');
  return [whole.replace(/^0+(?=\d)/, '').padStart(minimumIntegerDigits, '0'), fraction];
}

function grouped(whole, { group, isIndian, groupsFrom = 4 }, useGrouping) {
  if (useGrouping === false || whole.length < (useGrouping === 'min2' ? 5 : useGrouping === 'always' ? 4 : groupsFrom)) return whole;
  return whole.replace(isIndian ? /\B(?=(?:\d\d)*\d{3}$)/g : /\B(?=(?:\d{3})+$)/g, group);
}

/** The text of one number. */
function write(value, resolved, language) {
  const isBig = typeof value === 'bigint';
  if (!isBig && Number.isNaN(value)) return around('NaN', false, true, resolved, language);
  const isNegative = isBig ? value < 0n : value < 0 || Object.is(value, -0);
  if (!isBig && !Number.isFinite(value)) return around('∞', isNegative, false, resolved, language);
  let digits = digitsOf(isBig ? (isNegative ? -value : value) : Math.abs(value));
  if (resolved.style === 'percent') digits = [digits[0] + digits[1].slice(0, 2).padEnd(2, '0'), digits[1].slice(2)];
  let tail = '';
  if (resolved.notation === 'compact') [digits, tail] = compacted(digits, resolved);
  else if (resolved.notation !== 'standard') [digits, tail] = scientific(digits, resolved.notation === 'engineering' ? 3 : 1);
  const [whole, fraction] = fitted(digits, resolved);
  const text = grouped(whole, language, resolved.useGrouping) + (fraction === '' ? '' : language.decimal + fraction) + tail;
  return around(text, isNegative, /^0*$/.test(whole + fraction), resolved, language);
}

function shifted([whole, fraction], places) {
  const padded = whole.padStart(places + 1, '0');
  return places === 0 ? [whole, fraction] : [padded.slice(0, -places), padded.slice(-places) + fraction];
}

function compacted(digits, resolved) {
  for (const [size, short, long] of COMPACT) {
    const places = String(size).length - 1;
    // 999,999 becomes 1M, not 1000K.
    const isLarge = digits[0].length > places || (digits[0].length === places && rounded(shifted(digits, places - 3), 0)[0] === '1000');
    if (isLarge) return [shifted(digits, places), resolved.compactDisplay === 'long' ? ` ${long}` : short];
  }
  return [digits, ''];
}

function scientific([whole, fraction], step) {
  const all = (whole + fraction).replace(/^0+/, '');
  if (all === '') return [['0', ''], 'E0'];
  const exponent = /^0*$/.test(whole) ? -/^0*/.exec(fraction)[0].length - 1 : whole.replace(/^0+/, '').length - 1;
  const shown = Math.floor(exponent / step) * step;
  const count = exponent - shown + 1;
  return [[all.padEnd(count, '0').slice(0, count), all.slice(count)], `E${shown}`];
}

/** The number with its sign and with what it is a number of. */
function around(text, isNegative, isZero, resolved, language) {
  const { signDisplay, currencySign } = resolved;
  const isMinus = isNegative && signDisplay !== 'never' && !(isZero && (signDisplay === 'exceptZero' || signDisplay === 'negative'));
  const isPlus = !isNegative && (signDisplay === 'always' || (signDisplay === 'exceptZero' && !isZero));
  const body = labelled(text, resolved, language);
  if (isMinus) return currencySign === 'accounting' ? `(${body})` : `${language.minus ?? '-'}${body}`;
  return isPlus ? `+${body}` : body;
}

function labelled(text, resolved, language) {
  const { style, currency, currencyDisplay, unit, unitDisplay } = resolved;
  if (style === 'percent') return text + language.percent;
  if (style === 'unit') return withUnit(text, unit, unitDisplay);
  if (style !== 'currency') return text;
  if (currencyDisplay === 'name') return `${text} ${CURRENCY_NAMES[currency] ?? currency}`;
  const narrow = currencyDisplay === 'narrowSymbol' ? SYMBOLS[currency]?.slice(-1) : undefined;
  const symbol = currencyDisplay === 'code' ? currency : currency === 'USD' ? (narrow ?? language.dollar) : narrow ?? SYMBOLS[currency] ?? currency;
  const isLetter = /[A-Z]$/.test(symbol) && /^\d/.test(text) && language.price === '¤#';
  return language.price.replace('¤', () => symbol + (isLetter ? '\u00a0' : '')).replace('#', () => text);
}

function withUnit(text, unit, display) {
  if (CLOSE_UNITS.has(unit) && display !== 'long') return text + UNITS[unit];
  if (display === 'long') return `${text} ${unit.replace(/-per-.*/, '')}${text === '1' ? '' : 's'}${/-per-(.*)/.exec(unit) ? ` per ${/-per-(.*)/.exec(unit)[1]}` : ''}`;
  const short = COUNTED_UNITS.has(unit) && text !== '1' && display !== 'narrow' && unit === 'day' ? 'days' : UNITS[unit];
  return `${text}${display === 'narrow' ? '' : ' '}${short}`;
}

/** Writes numbers. */
export class NumberFormat {
  #resolved;
  #language;
  #format;

  constructor(locales, options) {
    const { locale, language } = chooseLocale(locales);
    this.#language = language;
    this.#resolved = resolve(locale, options === undefined ? {} : Object(options));
  }

  static supportedLocalesOf = supportedLocalesOf;

  get format() {
    return (this.#format ??= (value) => write(typeof value === 'bigint' ? value : Number(value), this.#resolved, this.#language));
  }

  resolvedOptions() {
    const { isCompactRounding, ...told } = this.#resolved;
    return isCompactRounding ? { ...told, minimumSignificantDigits: 1, maximumSignificantDigits: 2, roundingPriority: 'morePrecision' } : told;
  }

  get [Symbol.toStringTag]() {
    return 'Intl.NumberFormat';
  }
}

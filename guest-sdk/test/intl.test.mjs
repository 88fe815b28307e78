/** Proves that numbers, dates and words are written as Node writes them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareText } from '../src/engine/locale.js';
import { DateTimeFormat } from '../src/intl/date-time-format.js';
import { Intl as Ours } from '../src/intl/intl.js';
import { NumberFormat } from '../src/intl/number-format.js';

process.env.TZ = 'UTC';

const LOCALES = ['en-US', 'en-GB', 'en-CA', 'en-IN', 'de-DE', 'fr-FR', 'es-ES', 'sv-SE', 'pt-BR', 'ja-JP', 'xx-XX', undefined];
const NUMBERS = [0, -0, 1, -5, 0.256, 1.005, 999, 999.995, 1234.5, 999999, 1234567.891, -98765.4321, 1e21, NaN, Infinity, 12345678901234567890n];
const NUMBER_OPTIONS = [
  undefined, { style: 'currency', currency: 'EUR' }, { style: 'percent' }, { style: 'percent', maximumFractionDigits: 2 }, { minimumFractionDigits: 2 },
  { maximumFractionDigits: 0 }, { minimumFractionDigits: 1, maximumFractionDigits: 2 }, { minimumIntegerDigits: 3 }, { useGrouping: false }, { maximumSignificantDigits: 3 },
  { signDisplay: 'always' }, { signDisplay: 'exceptZero' }, { style: 'currency' }, { style: 'odd' }, { minimumFractionDigits: 5, maximumFractionDigits: 2 },
];
const ENGLISH_NUMBER_OPTIONS = [
  { style: 'currency', currency: 'USD' }, { style: 'currency', currency: 'JPY' }, { style: 'currency', currency: 'CHF' }, { notation: 'compact' },
  { notation: 'compact', compactDisplay: 'long' }, { style: 'currency', currency: 'USD', currencyDisplay: 'name' }, { style: 'unit', unit: 'liter', unitDisplay: 'long' },
  { style: 'currency', currency: 'USD', currencySign: 'accounting' }, { style: 'unit', unit: 'celsius' },
];
const DATES = [0, 1709651049007, 946684799000].map((moment) => new Date(moment));
const DATE_OPTIONS = [
  { dateStyle: 'full', timeStyle: 'long' }, { dateStyle: 'medium', timeStyle: 'short' }, { dateStyle: 'short' }, { timeStyle: 'full' }, { month: 'odd' },
  { year: 'numeric', month: 'long', day: 'numeric' }, { weekday: 'short', year: 'numeric', month: 'short', day: '2-digit' }, { month: 'long', year: 'numeric' },
  { month: 'short', day: 'numeric' }, { weekday: 'long' }, { hour: 'numeric' }, { hour: '2-digit', minute: '2-digit' }, { year: 'numeric', month: '2-digit', day: '2-digit' },
  { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false }, { year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit' },
];
/** Methods of Date, with what each asks `DateTimeFormat` for. */
const DATE_METHODS = { toLocaleDateString: ['date', 'date'], toLocaleTimeString: ['time', 'time'], toLocaleString: ['any', 'all'] };
const WORDS = ['item 10', 'item 9', 'Item 9', 'éclair', 'eclair', 'É', 'Zebra', 'apple', '10', '9', ''];

/** What a function gives or how it fails. */
function outcome(work) {
  try {
    return work();
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
}

test('numbers', () => {
  const cases = [...LOCALES.flatMap((locale) => NUMBER_OPTIONS.map((options) => [locale, options])), ...ENGLISH_NUMBER_OPTIONS.map((options) => ['en-US', options])];
  for (const [locale, options] of cases) {
    for (const number of NUMBERS) {
      const [ours, theirs] = [NumberFormat, Intl.NumberFormat].map((Format) => outcome(() => new Format(locale, options).format(number)));
      assert.equal(ours, theirs, `${locale} ${JSON.stringify(options)} ${number}`);
    }
  }
});

test('dates', () => {
  for (const [method, asked] of Object.entries(DATE_METHODS)) {
    for (const date of DATES) {
      for (const locale of LOCALES) assert.equal(new DateTimeFormat(locale, undefined, ...asked).format(date), date[method](locale), `${method} ${locale} ${date}`);
      for (const options of DATE_OPTIONS) {
        for (const locale of ['en-US', 'en-GB']) {
          const [ours, theirs] = [() => new DateTimeFormat(locale, options, ...asked).format(date), () => date[method](locale, options)].map(outcome);
          assert.equal(ours, theirs, `${method} ${locale} ${JSON.stringify(options)} ${date}`);
        }
      }
    }
  }
});

test('words', () => {
  for (const options of [{}, { numeric: true }, { sensitivity: 'base' }, { sensitivity: 'accent' }, { caseFirst: 'upper' }]) {
    for (const one of WORDS) {
      for (const other of WORDS) {
        assert.equal(compareText.call(one, other, undefined, options), one.localeCompare(other, undefined, options), `${JSON.stringify(options)} ${one} ${other}`);
      }
    }
  }
  const asked = [
    ...[0, 1, 2, 3, 11, 21, 1.5].flatMap((number) => [undefined, { type: 'ordinal' }].map((options) => ['PluralRules', options, 'select', number])),
    ...[[], ['a'], ['a', 'b'], ['a', 'b', 'c']].flatMap((list) => [undefined, { type: 'disjunction' }, { type: 'unit' }].map((options) => ['ListFormat', options, 'format', list])),
    ...[-2, -1, 0, 1, 1000].flatMap((number) => [undefined, { numeric: 'auto' }].map((options) => ['RelativeTimeFormat', options, 'format', number, 'days'])),
  ];
  for (const [name, options, method, ...values] of asked) {
    assert.equal(new Ours[name]('en', options)[method](...values), new Intl[name]('en', options)[method](...values), `${name} ${JSON.stringify(options)} ${values}`);
  }
});

test('there is one time zone', () => {
  for (const zone of ['UTC', 'Etc/UTC', 'GMT']) assert.equal(new DateTimeFormat('en', { timeZone: zone }).format(0), '1/1/1970');
  assert.throws(() => new DateTimeFormat('en', { timeZone: 'Nowhere/Town' }), { message: 'Invalid time zone specified: Nowhere/Town' });
  assert.throws(() => new DateTimeFormat('en', { timeZone: 'Europe/Berlin' }), /UTC only/);
});

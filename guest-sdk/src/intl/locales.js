/** What is known of languages: how they write numbers, prices and dates in figures. */

const FIXED = '\u00a0';

const ENGLISH = { decimal: '.', group: ',', price: '¤#', percent: '%', date: 'm/d/y', halves: ['AM', 'PM'], joint: ', ', dollar: 'US$' };
const CONTINENTAL = { ...ENGLISH, decimal: ',', group: '.', price: `#${FIXED}¤`, percent: `${FIXED}%`, date: 'd/m/y', halves: undefined };

/** By language or by language and region. `groupsFrom` is how many digits a number needs to be grouped. */
const LOCALES = {
  __proto__: null,
  en: { ...ENGLISH, dollar: '$' },
  'en-GB': { ...ENGLISH, date: 'dd/mm/y', halves: undefined, isDayFirst: true },
  'en-AU': { ...ENGLISH, date: 'dd/mm/y', halves: ['am', 'pm'], isDayFirst: true },
  'en-CA': { ...ENGLISH, date: 'y-mm-dd', halves: ['a.m.', 'p.m.'] },
  'en-IN': { ...ENGLISH, date: 'd/m/y', halves: ['am', 'pm'], isDayFirst: true, dollar: '$', isIndian: true },
  de: { ...CONTINENTAL, date: 'd.m.y', dollar: '$' },
  es: { ...CONTINENTAL, groupsFrom: 5, isHourShort: true },
  fr: { ...CONTINENTAL, group: '\u202f', date: 'dd/mm/y', joint: ' ', dollar: '$US' },
  ja: { ...ENGLISH, date: 'y/m/d', halves: undefined, joint: ' ', dollar: '$', isHourShort: true },
  pt: { ...CONTINENTAL, price: `¤${FIXED}#`, percent: '%', date: 'dd/mm/y' },
  sv: { ...CONTINENTAL, group: FIXED, date: 'y-mm-dd', joint: ' ', minus: '\u2212' },
};

const TAG = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i;

/**
 * The first of the wanted languages that is known, American English when none is.
 * @param {string | string[] | undefined} wanted
 * @returns {{locale: string, language: object}}
 */
export function chooseLocale(wanted) {
  const tags = wanted === undefined ? [] : typeof wanted === 'string' ? [wanted] : Array.from(wanted, String);
  for (const tag of tags) if (!TAG.test(tag)) throw new RangeError('Incorrect locale information provided');
  for (const tag of tags) {
    const [first, ...rest] = tag.split('-');
    const region = rest.find((part) => /^[a-z]{2}$/i.test(part))?.toUpperCase();
    const locale = region === undefined ? first.toLowerCase() : `${first.toLowerCase()}-${region}`;
    const language = LOCALES[locale] ?? LOCALES[first.toLowerCase()];
    if (language !== undefined) return { locale, language };
  }
  return { locale: 'en-US', language: LOCALES.en };
}

/** The known ones among languages. */
export function supportedLocalesOf(wanted) {
  const tags = wanted === undefined ? [] : typeof wanted === 'string' ? [wanted] : [...wanted];
  return tags.filter((tag) => String(tag).split('-')[0].toLowerCase() in LOCALES);
}

/** An option that is one of some words; `caller` is who was given it. */
export function oneOf(caller, options, name, words, fallback) {
  const value = options[name];
  if (value === undefined) return fallback;
  if (!words.includes(String(value))) throw new RangeError(`Value ${value} out of range for ${caller} options property ${name}`);
  return String(value);
}

/** `Intl.DateTimeFormat`: moments as people write them, in the one time zone of the sandbox. */

import { chooseLocale, oneOf, supportedLocalesOf } from './locales.js';

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const UTC_NAMES = /^(?:UTC|GMT|Etc\/(?:UTC|GMT|UCT|Zulu|Universal|Greenwich)|Z(?:ulu)?|UCT|Universal|Greenwich)$/i;
const REGIONS = /^(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|US|Canada|Etc)\/[A-Z]/;

const DATE_FIELDS = ['weekday', 'year', 'month', 'day'];
const TIME_FIELDS = ['hour', 'minute', 'second'];
const WORDS = {
  weekday: ['narrow', 'short', 'long'], era: ['narrow', 'short', 'long'], year: ['2-digit', 'numeric'], month: ['2-digit', 'numeric', 'narrow', 'short', 'long'],
  day: ['2-digit', 'numeric'], hour: ['2-digit', 'numeric'], minute: ['2-digit', 'numeric'], second: ['2-digit', 'numeric'],
  timeZoneName: ['short', 'long', 'shortOffset', 'longOffset', 'shortGeneric', 'longGeneric'],
};
const DATE_STYLES = {
  full: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  long: { year: 'numeric', month: 'long', day: 'numeric' },
  medium: { year: 'numeric', month: 'short', day: 'numeric' },
  short: { year: '2-digit', month: 'numeric', day: 'numeric' },
};
const TIME_STYLES = {
  full: { hour: 'numeric', minute: '2-digit', second: '2-digit', timeZoneName: 'long' },
  long: { hour: 'numeric', minute: '2-digit', second: '2-digit', timeZoneName: 'short' },
  medium: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
  short: { hour: 'numeric', minute: '2-digit' },
};

/** Who is told to have been given a wrong option, by what is written when nothing is asked for. */
const CALLERS = { date: 'toLocaleDateString', time: 'toLocaleTimeString', all: 'toLocaleString' };

const two = (number) => String(number).padStart(2, '0');

/** What is to be written; `required` and `defaults` say what is there at least (`date`, `time`, `any`, `all`). */
function resolve(options, required, defaults, { isDayFirst }) {
  const caller = required === 'any' && defaults === 'date' ? 'Intl.DateTimeFormat' : `Date.prototype.${CALLERS[defaults]}`;
  const parts = {};
  for (const [name, words] of Object.entries(WORDS)) {
    const value = oneOf(caller, options, name, words, undefined);
    if (value !== undefined) parts[name] = value;
  }
  const styles = ['full', 'long', 'medium', 'short'];
  const dateStyle = oneOf(caller, options, 'dateStyle', styles, undefined);
  const timeStyle = oneOf(caller, options, 'timeStyle', styles, undefined);
  if (dateStyle !== undefined || timeStyle !== undefined) {
    const [first] = Object.keys(parts);
    if (first !== undefined) throw new TypeError(`Can't set option ${first} when ${dateStyle === undefined ? 'timeStyle' : 'dateStyle'} is used`);
    if ((required === 'date' && timeStyle !== undefined) || (required === 'time' && dateStyle !== undefined)) {
      throw new TypeError(`Invalid option : ${required === 'date' ? 'timeStyle' : 'dateStyle'}`);
    }
    const year = dateStyle === 'short' && isDayFirst ? { year: 'numeric' } : undefined;
    return { ...(dateStyle && DATE_STYLES[dateStyle]), ...year, ...(timeStyle && TIME_STYLES[timeStyle]), dateStyle, timeStyle };
  }
  const has = (names) => names.some((name) => parts[name] !== undefined);
  const isEnough = (required !== 'time' && has(DATE_FIELDS)) || (required !== 'date' && (has(TIME_FIELDS) || options.fractionalSecondDigits !== undefined));
  if (!isEnough && defaults !== 'time') Object.assign(parts, { year: 'numeric', month: 'numeric', day: 'numeric' });
  if (!isEnough && defaults !== 'date') Object.assign(parts, { hour: 'numeric', minute: '2-digit', second: '2-digit' });
  return parts;
}

/** The date in figures, in the order and with the marks of the language. */
function figures(date, { year, month, day }, pattern) {
  const mark = /[^dmy]/.exec(pattern)[0];
  const isPadded = (letter, length) => length === '2-digit' || (pattern.includes(letter + letter) && month !== undefined && (day ?? year) !== undefined);
  const texts = pattern.split(mark).map((part) => {
    if (part[0] === 'y') return year && (year === '2-digit' ? two(date.getUTCFullYear() % 100) : String(date.getUTCFullYear()));
    if (part[0] === 'm') return month && (isPadded('m', month) ? two(date.getUTCMonth() + 1) : String(date.getUTCMonth() + 1));
    return day && (isPadded('d', day) ? two(date.getUTCDate()) : String(date.getUTCDate()));
  });
  return texts.filter((text) => text !== undefined).join(mark);
}

const cut = (name, length) => (length === 'long' ? name : name.slice(0, length === 'narrow' ? 1 : 3));

function dateText(date, parts, language) {
  const { weekday, year, month, day } = parts;
  const weekdayText = weekday && cut(WEEKDAYS[date.getUTCDay()], weekday);
  if (month === undefined || month === 'numeric' || month === '2-digit') {
    const text = figures(date, parts, language.date);
    if (weekdayText === undefined) return year && day && !month ? `${text.split(/\D/).sort((one, other) => other.length - one.length)[0]} (day: ${date.getUTCDate()})` : text;
    if (month !== undefined) return weekdayText + behindWeekday(parts, language) + text;
    if (text === '') return weekdayText;
    return language.isDayFirst && day ? `${weekdayText} ${text}` : `${text} ${weekdayText}`;
  }
  const monthText = cut(MONTHS[date.getUTCMonth()], month);
  const dayText = day && (day === '2-digit' ? two(date.getUTCDate()) : String(date.getUTCDate()));
  const yearText = year && (year === '2-digit' ? two(date.getUTCFullYear() % 100) : String(date.getUTCFullYear()));
  if (language.isDayFirst) {
    const text = [dayText, monthText, yearText].filter((part) => part !== undefined).join(' ');
    if (weekdayText === undefined) return text;
    if (dayText === undefined) return `${text} ${weekdayText}`;
    return weekdayText + behindWeekday(parts, language) + text;
  }
  const front = [monthText, dayText].filter((part) => part !== undefined).join(' ');
  const text = yearText === undefined ? front : `${front}${dayText === undefined ? '' : ','} ${yearText}`;
  if (weekdayText === undefined) return text;
  return dayText === undefined ? `${text} ${weekdayText}` : `${weekdayText}, ${text}`;
}

/** Where the day comes first, a comma stands behind the weekday only when there is a year. */
function behindWeekday({ year }, { isDayFirst }) {
  return isDayFirst && year === undefined ? ' ' : ', ';
}

function timeText(date, parts, { halves, fraction, isHourShort }) {
  const { hour, minute, second } = parts;
  const hours = date.getUTCHours();
  const texts = [];
  if (hour !== undefined) {
    const shown = halves === 24 ? hours || 24 : halves === undefined ? hours : hours % 12 || 12;
    texts.push(hour === '2-digit' || !(Array.isArray(halves) || isHourShort) ? two(shown) : String(shown));
  }
  const isAlone = (hour === undefined ? 0 : 1) + (minute === undefined ? 0 : 1) + (second === undefined ? 0 : 1) === 1;
  if (minute !== undefined) texts.push(isAlone ? String(date.getUTCMinutes()) : two(date.getUTCMinutes()));
  if (second !== undefined || fraction > 0) {
    const whole = isAlone || (texts.length === 0) ? String(date.getUTCSeconds()) : two(date.getUTCSeconds());
    texts.push(fraction > 0 ? `${whole}.${String(date.getUTCMilliseconds()).padStart(3, '0').slice(0, fraction)}` : whole);
  }
  return texts.join(':') + (hour !== undefined && Array.isArray(halves) ? ` ${halves[hours < 12 ? 0 : 1]}` : '');
}

/** How hours are counted: two names of halves, 24 for 1 to 24, undefined for 0 to 23. */
function halvesOf(options, language, isAmerican) {
  if (options.hour12 !== undefined) return options.hour12 ? language.halves ?? ['am', 'pm'] : isAmerican ? 24 : undefined;
  if (options.hourCycle === undefined) return language.halves;
  return options.hourCycle === 'h23' ? undefined : options.hourCycle === 'h24' ? 24 : language.halves ?? ['am', 'pm'];
}

/** There is one time zone; of the others, those that exist are told from those that do not. */
function checkTimeZone(zone) {
  if (zone === undefined || UTC_NAMES.test(zone)) return;
  if (!REGIONS.test(zone)) throw new RangeError(`Invalid time zone specified: ${zone}`);
  throw new RangeError(`Dates are written in UTC only, not in the time zone ${zone}: add its offset before`);
}

/** Writes moments. `required` and `defaults` are for the methods of Date. */
export class DateTimeFormat {
  #locale;
  #language;
  #parts;
  #clock;
  #format;

  constructor(locales, options, required = 'any', defaults = 'date') {
    const given = options === undefined ? {} : Object(options);
    const { locale, language } = chooseLocale(locales);
    checkTimeZone(given.timeZone);
    this.#locale = locale;
    this.#language = language;
    this.#parts = resolve(given, required, defaults, language);
    this.#clock = { halves: halvesOf(given, language, Array.isArray(language.halves)), fraction: Number(given.fractionalSecondDigits ?? 0), isHourShort: language.isHourShort };
  }

  static supportedLocalesOf = supportedLocalesOf;

  get format() {
    return (this.#format ??= (date) => this.#write(date === undefined ? new Date() : new Date(date)));
  }

  formatRange(start, end) {
    const [from, to] = [this.format(start), this.format(end)];
    return from === to ? from : `${from}\u2009–\u2009${to}`;
  }

  resolvedOptions() {
    const { dateStyle, timeStyle, ...parts } = this.#parts;
    const told = { locale: this.#locale, calendar: 'gregory', numberingSystem: 'latn', timeZone: 'UTC' };
    if (parts.hour !== undefined) Object.assign(told, Array.isArray(this.#clock.halves) ? { hourCycle: 'h12', hour12: true } : { hourCycle: 'h23', hour12: false });
    if (dateStyle === undefined && timeStyle === undefined) return Object.assign(told, parts);
    return Object.assign(told, dateStyle && { dateStyle }, timeStyle && { timeStyle });
  }

  get [Symbol.toStringTag]() {
    return 'Intl.DateTimeFormat';
  }

  #write(date) {
    if (Number.isNaN(date.getTime())) throw new RangeError('Invalid time value');
    const parts = this.#parts;
    const isWordy = parts.month === 'long' || parts.dateStyle === 'full' || parts.dateStyle === 'long';
    let text = DATE_FIELDS.some((name) => parts[name] !== undefined) ? dateText(date, parts, this.#language) : '';
    if (parts.era !== undefined) text += ' AD';
    let time = timeText(date, parts, this.#clock);
    if (parts.timeZoneName !== undefined) time += `${time === '' ? '' : ' '}${parts.timeZoneName === 'long' ? 'Coordinated Universal Time' : parts.timeZoneName.endsWith('Offset') ? 'GMT' : 'UTC'}`;
    if (text === '' || time === '') return text + time;
    const isWeekday = parts.weekday !== undefined && parts.month === undefined && parts.year === undefined && parts.day === undefined;
    const isClose = isWeekday && parts.timeZoneName === undefined && (Array.isArray(this.#clock.halves) || parts.minute !== undefined);
    return text + (isWordy ? ' at ' : isClose ? ' ' : this.#language.joint) + time;
  }
}

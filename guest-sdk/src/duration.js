/** Durations as people write them: `'1d'`, `'2.5 hrs'`, `'500'`. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const YEAR = 365.25 * DAY;

/** Each unit with the spellings it has. */
const UNITS = [
  [1, /^(?:ms|msecs?|milliseconds?)?$/i],
  [SECOND, /^(?:s|secs?|seconds?)$/i],
  [MINUTE, /^(?:m|mins?|minutes?)$/i],
  [HOUR, /^(?:h|hrs?|hours?)$/i],
  [DAY, /^(?:d|days?)$/i],
  [WEEK, /^(?:w|weeks?)$/i],
  [YEAR, /^(?:y|yrs?|years?)$/i],
];

/** Longer texts are no durations. */
const TEXT_LENGTH_MAX = 100;

/**
 * The milliseconds that a text means; NaN when it means none.
 * @param {string} text
 * @returns {number}
 */
export function parseDuration(text) {
  if (text.length > TEXT_LENGTH_MAX) return Number.NaN;
  const parts = /^(-?(?:\d+)?\.?\d+) *([a-z]*)$/i.exec(text);
  const unit = parts && UNITS.find(([, spelling]) => spelling.test(parts[2]));
  return unit ? Number.parseFloat(parts[1]) * unit[0] : Number.NaN;
}

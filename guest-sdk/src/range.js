/** The `Range` request field (RFC 9110 §14.2). */

const DIGITS = /^\d+$/;

/** The header says nothing that could be understood. */
export const MALFORMED = -2;
/** No range of it lies within the size. */
export const UNSATISFIABLE = -1;

/**
 * The ranges that lie within `size`, as an array that also has the unit as `type`.
 * @param {number} size
 * @param {string} header
 * @param {{combine?: boolean}} [options] `combine` joins ranges that touch or overlap
 * @returns {({start: number, end: number}[] & {type: string}) | -1 | -2}
 */
export function parseRange(size, header, options) {
  const equals = header.indexOf('=');
  if (equals < 0) return MALFORMED;
  const ranges = [];
  for (const text of header.slice(equals + 1).split(',')) {
    const range = boundsOf(text, size);
    if (range === undefined) return MALFORMED;
    if (range.start <= range.end && range.start >= 0) ranges.push(range);
  }
  if (ranges.length === 0) return UNSATISFIABLE;
  const result = options?.combine ? combined(ranges) : ranges;
  result.type = header.slice(0, equals);
  return result;
}

function boundsOf(text, size) {
  const dash = text.indexOf('-');
  if (dash < 0) return undefined;
  const first = text.slice(0, dash).trim();
  const last = text.slice(dash + 1).trim();
  let start = DIGITS.test(first) ? Number(first) : Number.NaN;
  let end = DIGITS.test(last) ? Number(last) : Number.NaN;
  if (first === '') {
    start = size - end;
    end = size - 1;
  } else if (last === '') {
    end = size - 1;
  }
  end = Math.min(end, size - 1);
  return Number.isNaN(start) || Number.isNaN(end) ? undefined : { start, end };
}

/** Joined ranges keep the place of the earliest one in them. */
function combined(ranges) {
  const ordered = ranges.map(({ start, end }, place) => ({ start, end, place })).sort((a, b) => a.start - b.start);
  const joined = [ordered[0]];
  for (const range of ordered.slice(1)) {
    const current = joined.at(-1);
    if (range.start > current.end + 1) {
      joined.push(range);
    } else if (range.end > current.end) {
      current.end = range.end;
      current.place = Math.min(current.place, range.place);
    }
  }
  return joined.sort((a, b) => a.place - b.place).map(({ start, end }) => ({ start, end }));
}

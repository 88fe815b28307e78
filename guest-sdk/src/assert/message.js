/** What a failed comparison says: both values, or the lines in which they differ. */
import { inspect } from '../inspect.js';

const EXPECTATIONS = {
  __proto__: null,
  strictEqual: 'Expected values to be strictly equal:',
  strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notIdentical: 'Values have same structure but are not reference-equal:',
};

/** Values that are shorter than this together are shown beside each other. */
const SHORT_LENGTH_MAX = 12;
/** Longer values are not compared line by line. */
const LINES_MAX = 1000;

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

function linesOf(value) {
  const options = { compact: false, customInspect: false, depth: 1000, maxArrayLength: Infinity, breakLength: Infinity, sorted: true, getters: true };
  return inspect(value, options).split('\n');
}

/** The message of a comparison that failed. */
export function comparisonMessage(operator, actual, expected, given) {
  const lines = linesOf(actual);
  const text = lines.join('\n');
  if (operator === '==' || operator === '!=') return `${text} ${operator} ${linesOf(expected).join('\n')}`;
  if (operator.startsWith('not')) return unequalMessage(operator, actual, lines);
  const others = linesOf(expected);
  if (operator === 'deepEqual') return `${EXPECTATIONS.deepEqual}\n\n${text}\n\nshould loosely deep-equal\n\n${others.join('\n')}`;
  if (operator === 'strictEqual' && isObject(actual) && text === others.join('\n')) return `${EXPECTATIONS.notIdentical}\n\n${text}\n`;
  const both = operator === 'strictEqual' && isObject(actual) && isObject(expected) ? `${operator}Object` : operator;
  return differenceMessage(given ?? EXPECTATIONS[both], lines, others, !isObject(actual) && !isObject(expected));
}

function unequalMessage(operator, actual, lines) {
  const head = EXPECTATIONS[operator === 'notStrictEqual' && isObject(actual) ? 'notStrictEqualObject' : operator];
  if (operator === 'notDeepEqual') return `${head}\n\n${lines.join('\n')}`;
  if (lines.length === 1) return `${head}${lines[0].length > 5 ? '\n\n' : ' '}${lines[0]}`;
  return `${head}\n\n${lines.join('\n')}\n`;
}

function differenceMessage(head, lines, others, isPrimitive) {
  if (lines.length === 1 && others.length === 1) {
    const [one, other] = [lines[0], others[0]];
    const isShort = one.length + other.length <= SHORT_LENGTH_MAX && !(Number(one) === 0 && Number(other) === 0);
    if (isPrimitive && isShort) return `${head}\n\n${one} !== ${other}\n`;
    return `${head}\n+ actual - expected\n\n+ ${one}\n- ${other}${mark(one, other)}`;
  }
  if (lines.length > LINES_MAX || others.length > LINES_MAX) return `${head}\n\n${lines.slice(0, LINES_MAX).join('\n')}\n`;
  const { text, isCut } = shown(differences(lines, others));
  return `${head}\n+ actual - expected${isCut ? ' ... Lines skipped' : ''}\n\n${text}`;
}

/** An arrow below the first character in which two lines differ, if they begin alike. */
function mark(one, other) {
  let at = 0;
  while (one[at] === other[at]) at += 1;
  return at > 2 ? `\n${' '.repeat(at + 2)}^` : '';
}

const isAlike = (one, other) => one === other || `${one},` === other || one === `${other},`;

/** The fewest lines to add and to take away, by the longest lines that both have in order. */
function differences(lines, others) {
  const lengths = Array.from({ length: lines.length + 1 }, () => new Uint16Array(others.length + 1));
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    for (let to = others.length - 1; to >= 0; to -= 1) {
      lengths[at][to] = isAlike(lines[at], others[to]) ? lengths[at + 1][to + 1] + 1 : Math.max(lengths[at + 1][to], lengths[at][to + 1]);
    }
  }
  const parts = [];
  let [at, to] = [0, 0];
  while (at < lines.length || to < others.length) {
    if (at < lines.length && to < others.length && isAlike(lines[at], others[to])) {
      parts.push([' ', lines[at].endsWith(',') ? lines[at] : others[to]]);
      at += 1;
      to += 1;
    } else if (to >= others.length || (at < lines.length && lengths[at + 1][to] >= lengths[at][to + 1])) {
      parts.push(['+', lines[at++]]);
    } else {
      parts.push(['-', others[to++]]);
    }
  }
  return parts;
}

/** The lines with their marks; of many that are alike, those next to a difference. */
function shown(parts) {
  const texts = [];
  let isCut = false;
  for (let start = 0; start < parts.length;) {
    let end = start;
    while (end < parts.length && (parts[end][0] === ' ') === (parts[start][0] === ' ')) end += 1;
    const run = parts.slice(start, end).map(([sign, line]) => `${sign} ${line}`);
    const [first, last] = start === 0 ? [2, 2] : end === parts.length ? [1, 3] : [1, 2];
    if (parts[start][0] === ' ' && run.length > first + last + (start === 0 ? 1 : 0)) {
      texts.push(...run.slice(0, first), '...', ...run.slice(-last));
      isCut = true;
    } else {
      texts.push(...run);
    }
    start = end;
  }
  return { text: texts.join('\n'), isCut };
}

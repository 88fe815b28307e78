/** The `node:assert` module. */
import { comparisonMessage } from '../assert/message.js';
import { inspect } from '../inspect.js';
import { isDeepLooseEqual, isDeepStrictEqual } from '../deep-equal.js';
import { invalidArgType, nodeError } from '../node-error.js';

/** Comparisons whose failure can be put in words. */
const COMPARING = /^(?:==|!=|(?:not)?(?:strict|deep|deepStrict)Equal|not(?:Strict|Deep|DeepStrict)Equal)$/;

/** A message that is given stands in front of the difference only where equality is strict. */
function messageOf({ message, actual, expected, operator }, isGiven) {
  if (isGiven && operator !== 'strictEqual' && operator !== 'deepStrictEqual') return String(message);
  if (COMPARING.test(operator)) return comparisonMessage(operator, actual, expected, isGiven ? String(message) : undefined);
  return `${inspect(actual)} ${operator} ${inspect(expected)}`;
}

/** What a failed assertion throws. */
export class AssertionError extends Error {
  constructor(options) {
    const { message, actual, expected, operator } = options;
    const isGiven = message !== undefined && message !== null;
    super(messageOf(options, isGiven));
    this.generatedMessage = !isGiven;
    Object.defineProperty(this, 'name', { value: 'AssertionError', writable: true, configurable: true, enumerable: false });
    this.code = 'ERR_ASSERTION';
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }
}

/** A failure whose message is the module's own unless one is given. */
function own(options, said) {
  if (options.message !== undefined) return new AssertionError(options);
  return Object.assign(new AssertionError({ ...options, message: said }), { generatedMessage: true });
}

/** Throws unless the value is truthy. */
export default function assert(...values) {
  ok(...values);
}

/** Throws unless the value is truthy. */
export function ok(...values) {
  const [value, message] = values;
  if (value) return;
  if (message instanceof Error) throw message;
  const said = values.length === 0 ? 'No value argument passed to `assert.ok()`' : 'The expression evaluated to a falsy value';
  throw own({ message, actual: value, expected: true, operator: '==' }, said);
}

/** Throws always. */
export function fail(message) {
  if (message instanceof Error) throw message;
  throw own({ message, operator: 'fail' }, 'Failed');
}

/** Each comparison: its name, the test, and how the failure is put when no message is given. */
const COMPARISONS = [
  ['equal', (a, b) => a == b || (a !== a && b !== b), '=='],
  ['notEqual', (a, b) => !(a == b || (a !== a && b !== b)), '!='],
  ['strictEqual', Object.is, 'strictEqual'],
  ['notStrictEqual', (a, b) => !Object.is(a, b), 'notStrictEqual'],
  ['deepEqual', isDeepLooseEqual, 'deepEqual'],
  ['notDeepEqual', (a, b) => !isDeepLooseEqual(a, b), 'notDeepEqual'],
  ['deepStrictEqual', isDeepStrictEqual, 'deepStrictEqual'],
  ['notDeepStrictEqual', (a, b) => !isDeepStrictEqual(a, b), 'notDeepStrictEqual'],
];

const comparisons = {};
for (const [name, test, operator] of COMPARISONS) {
  comparisons[name] = (...values) => {
    const [actual, expected, message] = values;
    if (values.length < 2) throw nodeError(TypeError, 'ERR_MISSING_ARGS', 'The "actual" and "expected" arguments must be specified');
    if (test(actual, expected)) return;
    if (message instanceof Error) throw message;
    throw new AssertionError({ message, actual, expected, operator });
  };
}

export const { equal, notEqual, strictEqual, notStrictEqual, deepEqual, notDeepEqual, deepStrictEqual, notDeepStrictEqual } = comparisons;

/** Throws unless `action` throws, and throws what is expected. */
export function throws(action, expected, message) {
  if (typeof action !== 'function') throw invalidArgType('fn', 'of type function', action);
  let thrown;
  try {
    action();
  } catch (error) {
    thrown = { error };
  }
  checkThrown(thrown, expected, message, 'throws', 'Missing expected exception');
}

/** Throws if `action` does. */
export function doesNotThrow(action, expected, message) {
  try {
    action();
  } catch (error) {
    throw unwanted(error, typeof expected === 'string' ? expected : message, 'doesNotThrow', 'exception');
  }
}

/** Rejects unless the promise, or what the function returns, rejects with what is expected. */
export async function rejects(promiseOrFunction, expected, message) {
  let thrown;
  try {
    await (typeof promiseOrFunction === 'function' ? promiseOrFunction() : promiseOrFunction);
  } catch (error) {
    thrown = { error };
  }
  checkThrown(thrown, expected, message, 'rejects', 'Missing expected rejection');
}

/** Rejects if the promise, or what the function returns, does. */
export async function doesNotReject(promiseOrFunction, expected, message) {
  try {
    await (typeof promiseOrFunction === 'function' ? promiseOrFunction() : promiseOrFunction);
  } catch (error) {
    throw unwanted(error, typeof expected === 'string' ? expected : message, 'doesNotReject', 'rejection');
  }
}

/** Throws unless the text matches. */
export function match(text, pattern, message) {
  if (typeof text === 'string' && pattern.test(text)) return;
  if (message instanceof Error) throw message;
  const said = `The input did not match the regular expression ${pattern}. Input:\n\n${inspect(text)}\n`;
  throw own({ message, actual: text, expected: pattern, operator: 'match' }, said);
}

/** Throws if the text matches. */
export function doesNotMatch(text, pattern, message) {
  if (typeof text !== 'string' || !pattern.test(text)) return;
  if (message instanceof Error) throw message;
  const said = `The input was expected to not match the regular expression ${pattern}. Input:\n\n${inspect(text)}\n`;
  throw own({ message, actual: text, expected: pattern, operator: 'doesNotMatch' }, said);
}

/** Throws what it is given, unless that is nothing. */
export function ifError(value) {
  if (value === null || value === undefined) return;
  throw new AssertionError({ message: `ifError got unwanted exception: ${value?.message ?? inspect(value)}`, actual: value, expected: null, operator: 'ifError' });
}

function checkThrown(thrown, expected, message, operator, missing) {
  const text = typeof expected === 'string' ? expected : message;
  if (thrown === undefined) {
    if (text instanceof Error) throw text;
    const name = typeof expected === 'function' && expected.name ? ` (${expected.name})` : '';
    throw new AssertionError({ message: `${missing}${text === undefined ? `${name}.` : `${name}: ${text}`}`, expected, operator });
  }
  const { error } = thrown;
  if (expected === undefined || typeof expected === 'string' || isExpected(error, expected)) return;
  if (text instanceof Error) throw text;
  if (typeof expected === 'function' && (expected === Error || expected.prototype instanceof Error)) {
    const kind = error?.constructor?.name ?? typeof error;
    const said = `The error is expected to be an instance of "${expected.name}". Received "${kind}"\n\nError message:\n\n${error?.message}`;
    throw own({ message: text, actual: error, expected, operator }, said);
  }
  if (text === undefined && expected instanceof RegExp) {
    const said = `The input did not match the regular expression ${expected}. Input:\n\n${inspect(String(error))}\n`;
    throw own({ actual: error, expected, operator }, said);
  }
  throw own({ message: text, actual: error, expected, operator }, `The error is not the expected one:\n\n${inspect(error)}\n`);
}

function isExpected(error, expected) {
  if (expected instanceof RegExp) return expected.test(String(error));
  if (typeof expected !== 'function') {
    return [...Object.keys(expected), ...(expected instanceof Error ? ['name', 'message'] : [])].every((name) => (
      expected[name] instanceof RegExp && typeof error[name] === 'string' ? expected[name].test(error[name]) : isDeepStrictEqual(error[name], expected[name])));
  }
  if (expected.prototype !== undefined && error instanceof expected) return true;
  return !(expected === Error || expected.prototype instanceof Error) && expected.call({}, error) === true;
}

function unwanted(error, message, operator, kind) {
  return new AssertionError({ message: `Got unwanted ${kind}${message === undefined ? '.' : `: ${message}`}\nActual message: "${error?.message}"`, actual: error, operator });
}

Object.assign(assert, comparisons, { AssertionError, doesNotMatch, doesNotReject, doesNotThrow, fail, ifError, match, ok, rejects, throws });

/** The same functions, of which the loose ones compare strictly. */
export const strict = Object.assign((...values) => ok(...values), assert, {
  equal: strictEqual, notEqual: notStrictEqual, deepEqual: deepStrictEqual, notDeepEqual: notDeepStrictEqual,
});
strict.strict = strict;
assert.strict = strict;

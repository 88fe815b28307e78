/** Errors that carry a Node.js error code. */

/**
 * Makes an error as Node 20 makes its own: `name` stays the plain one, the code shows in `code`, in the stack and in `toString()`.
 * @param {ErrorConstructor} Base the class of the error
 * @param {string} code for example `ERR_INVALID_CHAR`
 * @param {string} message
 * @returns {Error & {code: string}}
 */
export function nodeError(Base, code, message) {
  const error = new Base(message);
  const { name } = error;
  Object.defineProperty(error, 'name', { value: `${name} [${code}]`, enumerable: false, writable: true, configurable: true });
  // The stack's first line is written when it is captured, and has to show the code.
  Error.captureStackTrace(error, nodeError);
  void error.stack;
  delete error.name;
  Object.defineProperty(error, 'toString', { value: codedToString, enumerable: false, writable: true, configurable: true });
  error.code = code;
  return error;
}

function codedToString() {
  return `${this.name} [${this.code}]: ${this.message}`;
}

/**
 * The `ERR_INVALID_ARG_TYPE` of Node.
 * @param {string} name the argument (`chunk`) or option (`options.size`)
 * @param {string} expected what follows "must be", for example `of type string`
 * @param {unknown} actual
 */
export function invalidArgType(name, expected, actual) {
  const kind = name.endsWith(' argument') ? `The ${name}` : `The "${name}" ${name.includes('.') ? 'property' : 'argument'}`;
  return nodeError(TypeError, 'ERR_INVALID_ARG_TYPE', `${kind} must be ${expected}.${received(actual)}`);
}

/**
 * The `ERR_OUT_OF_RANGE` of Node.
 * @param {string} name
 * @param {string} range
 * @param {unknown} actual
 */
export function outOfRange(name, range, actual) {
  const shown = typeof actual === 'bigint' ? `${actual > 2n ** 32n || actual < -(2n ** 32n) ? grouped(String(actual)) : actual}n`
    : Number.isInteger(actual) && Math.abs(actual) > 2 ** 32 ? grouped(String(actual)) : String(actual);
  return nodeError(RangeError, 'ERR_OUT_OF_RANGE', `The value of "${name}" is out of range. It must be ${range}. Received ${shown}`);
}

function grouped(digits) {
  let text = '';
  let end = digits.length;
  const start = digits[0] === '-' ? 1 : 0;
  for (; end >= start + 4; end -= 3) text = `_${digits.slice(end - 3, end)}${text}`;
  return digits.slice(0, end) + text;
}

/** The end of Node's sentence about an argument of the wrong type. */
export function received(value) {
  if (value === null || value === undefined) return ` Received ${value}`;
  if (typeof value === 'function') return ` Received function ${value.name}`;
  if (typeof value === 'object') {
    const name = value.constructor?.name;
    return name ? ` Received an instance of ${name}` : ' Received [Object: null prototype] {}';
  }
  let shown = typeof value === 'string' ? `'${value.length > 28 ? `${value.slice(0, 25)}...` : value}'` : String(value);
  if (typeof value === 'bigint') shown += 'n';
  return ` Received type ${typeof value} (${shown})`;
}

/** The `node:console` module: the global console, and a class of consoles that write to streams. */
import { invalidArgType } from '../node-error.js';
import { formatWithOptions, inspect } from './util.js';

/** A console over one or two streams. */
export class Console {
  #stdout;
  #stderr;
  #inspectOptions;
  #indentation = '';
  #counts = new Map();
  #started = new Map();

  /** @param {{stdout: object, stderr?: object, inspectOptions?: object} | object} options or the two streams */
  constructor(options, stderr) {
    const given = typeof options?.write === 'function' ? { stdout: options, stderr } : options ?? {};
    if (typeof given.stdout?.write !== 'function') throw invalidArgType('stdout', 'an object with a write method', given.stdout);
    this.#stdout = given.stdout;
    this.#stderr = given.stderr ?? given.stdout;
    this.#inspectOptions = given.inspectOptions ?? {};
    // Methods are passed around alone.
    for (const name of Object.getOwnPropertyNames(Console.prototype)) {
      if (name !== 'constructor') this[name] = this[name].bind(this);
    }
  }

  #write(stream, values) {
    const text = formatWithOptions(this.#inspectOptions, ...values);
    stream.write(`${this.#indentation}${text.replaceAll('\n', `\n${this.#indentation}`)}\n`);
  }

  log(...values) {
    this.#write(this.#stdout, values);
  }

  info(...values) {
    this.log(...values);
  }

  debug(...values) {
    this.log(...values);
  }

  error(...values) {
    this.#write(this.#stderr, values);
  }

  warn(...values) {
    this.error(...values);
  }

  trace(...values) {
    this.error(`Trace: ${formatWithOptions(this.#inspectOptions, ...values)}\n${new Error().stack.split('\n').slice(2).join('\n')}`);
  }

  dir(value, options) {
    this.log(inspect(value, { ...this.#inspectOptions, ...options }));
  }

  assert(condition, ...values) {
    if (condition) return;
    if (typeof values[0] === 'string') values[0] = `Assertion failed: ${values[0]}`;
    else values.unshift('Assertion failed');
    this.warn(...values);
  }

  count(label = 'default') {
    this.#counts.set(label, (this.#counts.get(label) ?? 0) + 1);
    this.log(`${label}: ${this.#counts.get(label)}`);
  }

  countReset(label = 'default') {
    this.#counts.delete(label);
  }

  group(...values) {
    if (values.length > 0) this.log(...values);
    this.#indentation += '  ';
  }

  groupCollapsed(...values) {
    this.group(...values);
  }

  groupEnd() {
    this.#indentation = this.#indentation.slice(2);
  }

  time(label = 'default') {
    this.#started.set(label, performance.now());
  }

  timeLog(label = 'default', ...values) {
    if (this.#started.has(label)) this.log('%s: %sms', label, (performance.now() - this.#started.get(label)).toFixed(3), ...values);
  }

  timeEnd(label = 'default') {
    this.timeLog(label);
    this.#started.delete(label);
  }

  clear() {}
}

const { console } = globalThis;
console.Console ??= Console;

export const { assert, clear, count, countReset, debug, dir, error, group, groupCollapsed, groupEnd, info, log, table, time, timeEnd, timeLog, trace, warn } = console;
export default console;

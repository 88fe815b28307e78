/** The part of `node:readline` that needs no terminal: a stream, line by line. */
import { allUnavailable, unavailable } from '../unavailable.js';
import { EventEmitter, on } from './events.js';
import { StringDecoder } from './string_decoder.js';

const NO_TERMINAL = 'there is no terminal in the sandbox; read from a request or from a file of the bundle';

/** The ends of lines that Node knows. */
const LINE_END = /\r\n|\n|\r(?!$)/;

/** Reads lines from `input` and tells them as 'line'. */
export class Interface extends EventEmitter {
  #decoder = new StringDecoder('utf8');
  #rest = '';
  #listeners;

  /** @param {{input: import('node:stream').Readable}} options */
  constructor(options) {
    super();
    this.input = options.input ?? options;
    this.output = options.output;
    this.closed = false;
    this.terminal = false;
    this.line = '';
    this.#listeners = { data: (chunk) => this.#take(chunk), end: () => this.#end(), error: (error) => this.emit('error', error) };
    for (const [name, listener] of Object.entries(this.#listeners)) this.input.on(name, listener);
    this.input.resume?.();
  }

  #take(chunk) {
    const lines = (this.#rest + (typeof chunk === 'string' ? chunk : this.#decoder.write(chunk))).split(LINE_END);
    this.#rest = lines.pop();
    for (const line of lines) this.emit('line', line);
  }

  #end() {
    const rest = (this.#rest + this.#decoder.end()).replace(/\r$/, '');
    this.#rest = '';
    if (rest !== '') this.emit('line', rest);
    this.close();
  }

  close() {
    if (this.closed) return;
    this.closed = true;
    this.pause();
    for (const [name, listener] of Object.entries(this.#listeners)) this.input.removeListener(name, listener);
    this.emit('close');
  }

  pause() {
    this.input.pause?.();
    this.emit('pause');
    return this;
  }

  resume() {
    this.input.resume?.();
    this.emit('resume');
    return this;
  }

  async* [Symbol.asyncIterator]() {
    const lines = on(this, 'line', { close: ['close'] });
    try {
      for await (const [line] of lines) yield line;
    } finally {
      this.close();
    }
  }
}

Object.assign(Interface.prototype, allUnavailable('readline', 'prompt question setPrompt write', NO_TERMINAL));

/** As `new Interface()`. */
export function createInterface(input, output) {
  return new Interface(input?.input === undefined ? { input, output } : input);
}

export const { clearLine, clearScreenDown, cursorTo, emitKeypressEvents, moveCursor } = allUnavailable('readline',
  'clearLine clearScreenDown cursorTo emitKeypressEvents moveCursor', NO_TERMINAL);

export const promises = { Interface, Readline: unavailable('new readline.Readline()', NO_TERMINAL), createInterface };

export default { Interface, clearLine, clearScreenDown, createInterface, cursorTo, emitKeypressEvents, moveCursor, promises };

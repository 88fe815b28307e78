/** `URLSearchParams`: the pairs of a query, as forms write them. */

import { custom, inspect } from '../inspect.js';
import { invalidArgType, nodeError } from '../node-error.js';
import { formEscaped, unescaped, wellFormed } from './percent.js';

/** What tells a URL that its query changed. */
export const onChange = Symbol('on change');

/** Replaces the pairs by those of a text, without telling. */
export const replacePairs = Symbol('replace pairs');

const ITERATOR = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));

/** Node's words for arguments that are missing. */
function missing(...names) {
  const quoted = names.map((name) => `"${name}"`);
  const subject = quoted.length === 1 ? `${quoted[0]} argument` : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)} arguments`;
  return nodeError(TypeError, 'ERR_MISSING_ARGS', `The ${subject} must be specified`);
}

function checkThis(value, name = 'URLSearchParams') {
  if (!(value instanceof URLSearchParams)) throw nodeError(TypeError, 'ERR_INVALID_THIS', `Value of "this" must be of type ${name}`);
}

/** The pairs of a query, its names and values decoded. */
export class URLSearchParams {
  #pairs = [];

  constructor(init) {
    if (init === undefined || init === null) return;
    if (typeof init === 'object' || typeof init === 'function') this.#pairs = pairsOf(init);
    else this[replacePairs](wellFormed(init).replace(/^\?/, ''));
  }

  get size() {
    checkThis(this);
    return this.#pairs.length;
  }

  append(name, value) {
    checkThis(this);
    if (arguments.length < 2) throw missing('name', 'value');
    this.#pairs.push([wellFormed(name), wellFormed(value)]);
    this[onChange]?.();
  }

  delete(name, value) {
    checkThis(this);
    if (arguments.length < 1) throw missing('name');
    const isMeant = matcher(name, value);
    this.#pairs = this.#pairs.filter((pair) => !isMeant(pair));
    this[onChange]?.();
  }

  get(name) {
    checkThis(this);
    if (arguments.length < 1) throw missing('name');
    return this.#pairs.find(matcher(name))?.[1] ?? null;
  }

  getAll(name) {
    checkThis(this);
    if (arguments.length < 1) throw missing('name');
    return this.#pairs.filter(matcher(name)).map(([, value]) => value);
  }

  has(name, value) {
    checkThis(this);
    if (arguments.length < 1) throw missing('name');
    return this.#pairs.some(matcher(name, value));
  }

  set(name, value) {
    checkThis(this);
    if (arguments.length < 2) throw missing('name', 'value');
    const pair = [wellFormed(name), wellFormed(value)];
    const isMeant = matcher(pair[0]);
    const at = this.#pairs.findIndex(isMeant);
    if (at < 0) this.#pairs.push(pair);
    else this.#pairs = this.#pairs.filter((each, index) => index <= at || !isMeant(each)).with(at, pair);
    this[onChange]?.();
  }

  /** Puts the pairs in the order of their names. */
  sort() {
    checkThis(this);
    this.#pairs.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
    this[onChange]?.();
  }

  forEach(callback, thisArg) {
    checkThis(this);
    if (typeof callback !== 'function') throw invalidArgType('callback', 'of type function', callback);
    for (let at = 0; at < this.#pairs.length; at += 1) callback.call(thisArg, this.#pairs[at][1], this.#pairs[at][0], this);
  }

  entries() {
    checkThis(this);
    return this.#iterate('entries', ([name, value]) => [name, value]);
  }

  keys() {
    checkThis(this);
    return this.#iterate('keys', ([name]) => name);
  }

  values() {
    checkThis(this);
    return this.#iterate('values', ([, value]) => value);
  }

  toString() {
    checkThis(this);
    return this.#pairs.map(([name, value]) => `${formEscaped(name)}=${formEscaped(value)}`).join('&');
  }

  [custom](depth, options) {
    if (typeof depth === 'number' && depth < 0) return '[Object]';
    const shown = this.#pairs.map(([name, value]) => `${inspect(name, options)} => ${inspect(value, options)}`);
    return shown.length === 0 ? 'URLSearchParams {}' : `URLSearchParams { ${shown.join(', ')} }`;
  }

  [replacePairs](text) {
    this.#pairs = text === '' ? [] : text.split('&').filter((part) => part !== '').map((part) => {
      const equals = part.indexOf('=');
      return (equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)]).map((each) => unescaped(each.replaceAll('+', ' ')));
    });
  }

  /** The pairs as they are when they are reached, which may be changed meanwhile. */
  #iterate(kind, take) {
    let at = 0;
    const next = () => (at < this.#pairs.length ? { value: take(this.#pairs[at++]), done: false } : { value: undefined, done: true });
    const left = () => this.#pairs.slice(at).map((pair) => inspect(take(pair)));
    return Object.create(ITERATOR, {
      next: { value: next },
      [Symbol.toStringTag]: { value: 'URLSearchParams Iterator' },
      [custom]: { value: () => `URLSearchParams Iterator { ${left().join(', ')} }` },
    });
  }
}

function matcher(name, value) {
  const wanted = wellFormed(name);
  if (value === undefined) return ([each]) => each === wanted;
  const wantedValue = wellFormed(value);
  return ([each, of]) => each === wanted && of === wantedValue;
}

/** Pairs of a list of pairs, of another `URLSearchParams` or of an object. */
function pairsOf(init) {
  const iterate = init[Symbol.iterator];
  if (iterate === undefined || iterate === null) return pairsOfObject(init);
  if (typeof iterate !== 'function') throw nodeError(TypeError, 'ERR_ARG_NOT_ITERABLE', 'Query pairs must be iterable');
  return Array.from(init, (pair) => {
    const isList = pair !== null && (typeof pair === 'object' || typeof pair === 'function') && typeof pair[Symbol.iterator] === 'function';
    const list = isList ? [...pair] : [];
    if (list.length !== 2) throw nodeError(TypeError, 'ERR_INVALID_TUPLE', 'Each query pair must be an iterable [name, value] tuple');
    return list.map(wellFormed);
  });
}

function pairsOfObject(init) {
  const pairs = new Map();
  for (const key of Reflect.ownKeys(init)) {
    if (Object.getOwnPropertyDescriptor(init, key)?.enumerable) pairs.set(wellFormed(key), wellFormed(init[key]));
  }
  return [...pairs];
}

for (const name of ['append', 'delete', 'get', 'getAll', 'has', 'set', 'size', 'sort', 'entries', 'forEach', 'keys', 'values', 'toString']) {
  Object.defineProperty(URLSearchParams.prototype, name, { enumerable: true });
}
Object.defineProperties(URLSearchParams.prototype, {
  [Symbol.toStringTag]: { value: 'URLSearchParams', configurable: true },
  [Symbol.iterator]: { value: URLSearchParams.prototype.entries, configurable: true, writable: true },
});

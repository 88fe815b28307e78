/** The messages of errors that the engine throws, in V8's words, which apps pass on to their clients. */

import { installJsonWords } from './json-words.js';
import { installLocale } from './locale.js';
import { installRegexpWords } from './regexp-words.js';
import { calleeAt, destructuredAt, iteratedAt, memberAt, numberGivenTo, sourceOf } from './source-text.js';

const NOT_ITERABLE = 'is not iterable (cannot read property Symbol(Symbol.iterator))';

/** What needs nothing but other words. */
const PLAIN = new Map(Object.entries({
  'Date value is NaN': 'Invalid time value',
  'invalid array length': 'Invalid array length',
  'invalid string length': 'Invalid string length',
  'bad normalization form': 'The normalization form should be one of NFC, NFD, NFKC, NFKD.',
  'empty array': 'Reduce of empty array with no initial value',
  'BigInt are forbidden in JSON.stringify': 'Do not know how to serialize a BigInt',
  'cannot convert BigInt to number': 'Cannot mix BigInt and other types, use explicit conversions',
  'bigint argument with unary +': 'Cannot convert a BigInt value to a number',
  'BigInt division by zero': 'Division by zero',
  'cannot convert symbol to string': 'Cannot convert a Symbol value to a string',
  'cannot convert symbol to number': 'Cannot convert a Symbol value to a number',
  'cannot invoke a running generator': 'Generator is already running',
  'not a Date object': 'this is not a Date object.',
  'invalid value used as WeakMap key': 'Invalid value used as weak map key',
  'invalid value used as WeakSet key': 'Invalid value used in weak set',
  'invalid value used in WeakSet': 'Invalid value used in weak set',
  'circular prototype chain': 'Cyclic __proto__ value',
  toPrimitive: 'Cannot convert object to primitive value',
  'this is not initialized': "Must call super constructor in derived class before accessing 'this' or returning from derived constructor",
}));

for (const message of ['expecting %', 'expecting hex digit', 'expecting surrogate pair', 'invalid character', 'malformed UTF-8']) {
  PLAIN.set(message, 'URI malformed');
}

/** What needs a part of the engine's own words. */
const PATTERNS = [
  [/^cannot read property '(.*)' of (undefined|null)$/s, (key, value, place) => {
    if (key === 'Symbol.iterator') return notIterable(place, value === 'null' ? 'object null' : value);
    return `Cannot read properties of ${value} (reading '${symbolic(key)}')`;
  }],
  [/^cannot set property '(.*)' of (undefined|null)$/s, (key, value) => `Cannot set properties of ${value} (setting '${symbolic(key)}')`],
  [/^(.*) is not initialized$/s, (name) => `Cannot access '${name}' before initialization`],
  [/^'(.*)' is read-only$/s, (key) => `Cannot assign to read only property '${key}' of object '#<Object>'`],
  [/^private class field '(.*)' does not exist$/s, (name) => `Cannot read private member ${name} from an object whose class did not declare it`],
];

/** What needs the code that failed. Each is given the place of it and may find nothing. */
const BY_PLACE = new Map(Object.entries({
  'not a function': notFunction,
  'not a constructor': (place) => notConstructor(place),
  'value is not iterable': (place) => notIterable(place, 'object'),
  'Cannot convert undefined or null to object': ({ site }) => (site.isNative() ? undefined : destructuredAt(sourceOf(site))),
  'no setter for property': noSetter,
  'object is not extensible': (place) => withMember(place, (member) => `Cannot add property ${member.name}, object is not extensible`),
  'could not delete property': (place) => withMember(place, (member) => `Cannot delete property '${member.name}' of #<Object>`),
  "class constructors must be invoked with 'new'": ({ site }) => `Class constructor ${site.getFunctionName() ?? ''} cannot be invoked without 'new'`,
  'must be called with new': ({ site }) => {
    const name = site.getFunctionName();
    return name === 'Promise' ? "Promise constructor cannot be invoked without 'new'" : `Constructor ${name} requires 'new'`;
  },
  'invalid number of digits': ({ site }) => {
    const name = site.getFunctionName();
    if (name === 'toPrecision') return 'toPrecision() argument must be between 1 and 100';
    return `${name}() ${name === 'toFixed' ? 'digits ' : ''}argument must be between 0 and 100`;
  },
  'invalid repeat count': ({ caller }) => {
    const count = caller && numberGivenTo('repeat', sourceOf(caller));
    return count && `Invalid count value: ${count}`;
  },
  "regexp must have the 'g' flag": ({ site }) => `String.prototype.${site.getFunctionName()} called with a non-global RegExp argument`,
}));

/** How a request and an answer are called by those who write handlers. */
const CLASS_BY_NAME = { req: 'IncomingMessage', request: 'IncomingMessage', res: 'ServerResponse', response: 'ServerResponse' };

/** The message in V8's words; undefined when there is nothing to change. `sites` are the calls that led here, the innermost first. */
export function reworded(message, sites) {
  const place = { site: sites[0], caller: sites[1] };
  const write = writerFor(message);
  return write === undefined || isMadeByApp(place) ? undefined : write(place);
}

/** What says a message in other words, given the place; undefined when nobody does. */
function writerFor(message) {
  const plain = PLAIN.get(message);
  if (plain !== undefined) return () => plain;
  const byPlace = BY_PLACE.get(message);
  if (byPlace !== undefined) return (place) => (place.site === undefined ? undefined : byPlace(place));
  for (const [pattern, write] of PATTERNS) {
    const match = pattern.exec(message);
    if (match !== null) return (place) => write(...match.slice(1), place);
  }
  return undefined;
}

/** Whether the place makes an error itself, which happens to be worded like one of the engine. */
function isMadeByApp({ site }) {
  if (site === undefined || site.isNative()) return false;
  const callee = calleeAt(sourceOf(site));
  return callee !== undefined && callee.text.endsWith('Error');
}

/** `Symbol.iterator` as V8 writes it. */
function symbolic(key) {
  return key.startsWith('Symbol.') ? `Symbol(${key})` : key;
}

function notFunction(place) {
  const { site } = place;
  if (site.isNative()) {
    const name = site.getFunctionName();
    if (name === 'sort' || name === 'toSorted') return 'The comparison function must be either a function or undefined';
    return name === 'Promise' ? 'Promise resolver undefined is not a function' : 'undefined is not a function';
  }
  const callee = calleeAt(sourceOf(site));
  return callee && `${callee.text} is not a ${callee.isConstructed ? 'constructor' : 'function'}`;
}

function notConstructor({ site }) {
  const callee = site.isNative() ? undefined : calleeAt(sourceOf(site));
  return callee && `${callee.text} is not a constructor`;
}

function notIterable({ site }, kind) {
  if (site === undefined || site.isNative()) return `${kind} ${NOT_ITERABLE}`;
  const iterated = iteratedAt(sourceOf(site));
  if (iterated === undefined) return `${kind} ${NOT_ITERABLE}`;
  if (!iterated.isArgument) return `${iterated.text} is not iterable`;
  if (kind === 'undefined') return `${iterated.text} is not iterable (cannot read property undefined)`;
  return 'Spread syntax requires ...iterable[Symbol.iterator] to be a function';
}

function noSetter(place) {
  return withMember(place, ({ object, name }) => `Cannot set property ${name} of #<${CLASS_BY_NAME[object] ?? 'Object'}> which has only a getter`);
}

function withMember({ site }, write) {
  const member = site.isNative() ? undefined : memberAt(sourceOf(site));
  return member && write(member);
}

/** The classes of the errors that the engine throws; plain errors and those of an app's own classes it does not. */
const ENGINE_PROTOTYPES = new Set([TypeError, RangeError, ReferenceError, SyntaxError, URIError].map((constructor) => constructor.prototype));

/** Whether errors of this engine need other words: V8 itself says it like this. */
function speaksOtherwise() {
  try {
    return null.property;
  } catch (error) {
    return error.message.startsWith('cannot read');
  }
}

if (speaksOtherwise()) {
  installJsonWords();
  installRegexpWords();
  if (typeof Intl === 'undefined') installLocale();
  const write = Error.prepareStackTrace;
  // Called by the engine for every error, before anybody can catch it.
  Error.prepareStackTrace = function prepareStackTrace(error, sites) {
    try {
      const message = ENGINE_PROTOTYPES.has(Object.getPrototypeOf(error)) ? reworded(error.message, sites) : undefined;
      if (message !== undefined) error.message = message;
    } catch {
      // The engine's own words stay.
    }
    return write?.(error, sites);
  };
}

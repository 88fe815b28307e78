/** `JSON.parse` and `JSON.stringify` with V8's words for what is wrong. */

import { jsonErrorMessage } from '../body/json-error.js';

/** Deeper than this a value is not searched for the way back to itself. */
const DEPTH_MAX = 1000;
/** How many steps of a circle V8 shows before it leaves some out. */
const FIRST_STEPS = 2;

const { parse: engineParse, stringify: engineStringify } = JSON;

/** The engine's own, for who words its mistakes anyway. */
export { engineParse as parseNatively };

function parse(text, reviver) {
  try {
    return engineParse(text, reviver);
  } catch (error) {
    if (error instanceof SyntaxError) {
      // A text without mistake means that the reviver threw.
      const message = jsonErrorMessage(String(text));
      if (message !== undefined) error.message = message;
    }
    throw error;
  }
}

function stringify(value, replacer, space) {
  try {
    return engineStringify(value, replacer, space);
  } catch (error) {
    rewordJsonError(error, value);
    throw error;
  }
}

/**
 * Says of a value that lies in itself by which way it does.
 * @param {unknown} error what writing the value as JSON threw; changed when it is about that
 * @param {unknown} value
 */
export function rewordJsonError(error, value) {
  if (!(error instanceof TypeError) || error.message !== 'circular reference') return;
  const circle = circleIn(value, [], []);
  if (circle !== undefined) error.message = circularMessage(circle);
}

/** The objects from the one that comes back to the one that holds it, and the keys between them. */
function circleIn(value, objects, keys) {
  if (typeof value !== 'object' || value === null || objects.length > DEPTH_MAX) return undefined;
  const start = objects.indexOf(value);
  if (start >= 0) return { objects: objects.slice(start), keys: keys.slice(start) };
  objects.push(value);
  for (const key of Object.keys(value)) {
    keys.push(Array.isArray(value) ? Number(key) : key);
    const circle = circleIn(value[key], objects, keys);
    if (circle !== undefined) return circle;
    keys.pop();
  }
  objects.pop();
  return undefined;
}

function circularMessage({ objects, keys }) {
  const constructorOf = (object) => `object with constructor '${object.constructor?.name || 'Object'}'`;
  const keyOf = (key) => (typeof key === 'number' ? `index ${key}` : `property '${key}'`);
  const last = keys.length - 1;
  const lines = [`--> starting at ${constructorOf(objects[0])}`];
  for (let at = 0; at < last; at += 1) {
    if (at < FIRST_STEPS || at === last - 1) lines.push(`|     ${keyOf(keys[at])} -> ${constructorOf(objects[at + 1])}`);
    else if (at === FIRST_STEPS) lines.push('|     ...');
  }
  lines.push(`--- ${keyOf(keys[last])} closes the circle`);
  return `Converting circular structure to JSON\n    ${lines.join('\n    ')}`;
}

/** Puts both in place; only where the engine speaks otherwise. */
export function installJsonWords() {
  for (const method of [parse, stringify]) Object.defineProperty(JSON, method.name, { value: method, writable: true, configurable: true });
}

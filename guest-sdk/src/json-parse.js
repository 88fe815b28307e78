/** `JSON.parse` that says what is wrong with a text in the words of V8: apps and packages pass its message on to their clients. */
import { jsonErrorMessage } from './body/json-error.js';

/** The engine's own, for who words its mistakes anyway. */
export const { parse: parseNatively } = JSON;

JSON.parse = function parse(text, reviver) {
  try {
    return parseNatively(text, reviver);
  } catch (error) {
    // What a reviver throws, or a value that cannot be a text, is no matter of wording.
    const message = error instanceof SyntaxError ? jsonErrorMessage(String(text)) : undefined;
    throw message === undefined ? error : new SyntaxError(message);
  }
};

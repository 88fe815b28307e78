/** The part of `node:vm` that needs no second global object: code that runs in this one. */
import { invalidArgType } from '../node-error.js';
import { allUnavailable } from '../unavailable.js';

const REASON = 'there is one global object in the sandbox; use vm.runInThisContext() or a function';

export const { Module, SourceTextModule, SyntheticModule, createContext, measureMemory, runInContext, runInNewContext } = allUnavailable('vm',
  'Module SourceTextModule SyntheticModule createContext measureMemory runInContext runInNewContext', REASON);

/** No object is a context. */
export function isContext(object) {
  if (typeof object !== 'object' || object === null) throw invalidArgType('object', 'of type object', object);
  return false;
}

/** Runs a script in the global scope. */
export function runInThisContext(code) {
  return (0, eval)(String(code));
}

/** A function of the given code. */
export function compileFunction(code, parameters = []) {
  if (typeof code !== 'string') throw invalidArgType('code', 'of type string', code);
  return new Function(...parameters, code);
}

/** A script that can run again and again; it is parsed each time. */
export class Script {
  #code;

  constructor(code) {
    this.#code = String(code);
    // A mistake in it shows here, as in Node.
    void new Function(`if (false) {${this.#code}\n}`);
  }

  runInThisContext() {
    return runInThisContext(this.#code);
  }
}

Object.assign(Script.prototype, { runInContext, runInNewContext });

export default { Module, Script, SourceTextModule, SyntheticModule, compileFunction, createContext, isContext, measureMemory, runInContext, runInNewContext,
  runInThisContext };

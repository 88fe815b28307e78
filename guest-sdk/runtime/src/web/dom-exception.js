/** `DOMException` (Web IDL, 3.14): an error whose name says what it is. */
(function (global, shared) {
  'use strict';

  const { lazy } = global[Symbol.for('rnode.runtime')];
  const { constants, expose } = lazy('interface');

  /** Names with a code, in the order of their codes; those that Web IDL no longer throws only have the constant. */
  const CODED = ['IndexSize', '*DOMStringSize', 'HierarchyRequest', 'WrongDocument', 'InvalidCharacter', '*NoDataAllowed', 'NoModificationAllowed', 'NotFound', 'NotSupported',
    'InUseAttribute', 'InvalidState', 'Syntax', 'InvalidModification', 'Namespace', 'InvalidAccess', '*Validation', 'TypeMismatch', 'Security', 'Network', 'Abort', 'URLMismatch',
    'QuotaExceeded', 'Timeout', 'InvalidNodeType', 'DataClone'];
  const codes = new Map();
  const values = {};
  CODED.forEach((marked, at) => {
    const name = marked.replace('*', '');
    const words = name.replace('DOMString', 'Domstring').replace('InUse', 'Inuse').replace('URL', 'Url').replace(/\B[A-Z]/g, '_$&');
    if (name === marked) codes.set(`${name}Error`, at + 1);
    values[`${words.toUpperCase()}_ERR`] = at + 1;
  });

  /** Puts the state into an error that exists already, so that it is a true one. */
  class Stated extends (function given(error) { return error; }) {
    #name; #message;
    constructor(error, name, message) {
      super(error);
      this.#name = name;
      this.#message = message;
    }
    static name(error) { return error.#name; }
    static message(error) { return error.#message; }
    static is(value) { return #name in value; }
  }

  class DOMException {
    constructor(message = '', options = 'Error') {
      const text = `${message}`;
      const isObject = typeof options === 'object' && options !== null;
      const name = isObject ? options.name : options;
      const error = Reflect.construct(Error, [], new.target);
      new Stated(error, name === undefined ? 'Error' : `${name}`, text);
      if (isObject && 'cause' in options) Object.defineProperty(error, 'cause', { value: options.cause, writable: true, configurable: true });
      Error.captureStackTrace(error, DOMException);
      return error;
    }
    get name() { return Stated.name(this); }
    get message() { return Stated.message(this); }
    get code() { return codes.get(Stated.name(this)) ?? 0; }
  }
  Object.setPrototypeOf(DOMException.prototype, Error.prototype);
  constants(expose(DOMException), values);

  shared.isDOMException = (value) => typeof value === 'object' && value !== null && Stated.is(value);
  shared.DOMException = DOMException;
})

/** `structuredClone` (HTML, 2.7): copies of values with all their references to each other, and buffers that change hands. */
(function (global, shared) {
  'use strict';

  const ERRORS = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
  const VIEWS = [DataView, Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, BigInt64Array, BigUint64Array, Float32Array, Float64Array];
  const BOXES = [[Boolean, Boolean.prototype.valueOf], [Number, Number.prototype.valueOf], [String, String.prototype.valueOf], [BigInt, BigInt.prototype.valueOf]];
  /** Classes of the language whose objects have a state that nothing can copy. */
  const CLOSED = [Promise, WeakMap, WeakSet, WeakRef, FinalizationRegistry];

  const { toString } = Object.prototype;

  function failure(value) {
    const shown = typeof value === 'object' ? `#<${value.constructor?.name || 'Object'}>` : String(value);
    return new global.DOMException(`${shown} could not be cloned.`, 'DataCloneError');
  }

  /** What a method of a class gives for an object that has the class's state; undefined for one that only looks so. */
  function state(Class, method, value) {
    if (!(value instanceof Class)) return undefined;
    try {
      return method.call(value);
    } catch {
      return undefined;
    }
  }

  function copyOfBuffer(buffer) {
    if (buffer.detached) throw failure(buffer);
    const isResizable = buffer.resizable === true;
    const copy = isResizable ? new ArrayBuffer(buffer.byteLength, { maxByteLength: buffer.maxByteLength }) : new ArrayBuffer(buffer.byteLength);
    new Uint8Array(copy).set(new Uint8Array(buffer));
    return copy;
  }

  function copyOfView(view, clone) {
    const Class = VIEWS.find((candidate) => view instanceof candidate);
    const buffer = clone(view.buffer);
    return new Class(buffer, view.byteOffset, Class === DataView ? view.byteLength : view.length);
  }

  function copyOfError(error, seen, clone) {
    const Class = Object.hasOwn(ERRORS, error.name) ? ERRORS[error.name] : Error;
    const copy = new Class();
    seen.set(error, copy);
    const hidden = (name, value) => Object.defineProperty(copy, name, { value, writable: true, configurable: true, enumerable: false });
    const message = Object.getOwnPropertyDescriptor(error, 'message');
    if (message !== undefined && 'value' in message) hidden('message', String(message.value));
    hidden('stack', String(error.stack));
    if (Object.hasOwn(error, 'cause')) hidden('cause', clone(error.cause));
    return copy;
  }

  function copyProperties(value, copy, clone) {
    for (const name of Object.keys(value)) {
      Object.defineProperty(copy, name, { value: clone(value[name]), writable: true, configurable: true, enumerable: true });
    }
    return copy;
  }

  /** A copy of what has a class of its own; undefined when there is nothing special about the object. */
  function special(value, seen, clone) {
    const known = (copy) => {
      seen.set(value, copy);
      return copy;
    };
    if (ArrayBuffer.isView(value)) return known(copyOfView(value, clone));
    if (value instanceof ArrayBuffer) return known(copyOfBuffer(value));
    const time = state(Date, Date.prototype.getTime, value);
    if (time !== undefined) return known(new Date(time));
    const entries = state(Map, Map.prototype.entries, value);
    if (entries !== undefined) {
      const pairs = [...entries];
      const copy = known(new Map());
      for (const [key, item] of pairs) copy.set(clone(key), clone(item));
      return copy;
    }
    const items = state(Set, Set.prototype.values, value);
    if (items !== undefined) {
      const list = [...items];
      const copy = known(new Set());
      for (const item of list) copy.add(clone(item));
      return copy;
    }
    if (value instanceof RegExp) return known(new RegExp(value.source, value.flags));
    if (value instanceof global.DOMException) return known(new global.DOMException(value.message, value.name));
    if (value instanceof Error) return copyOfError(value, seen, clone);
    for (const [Class, valueOf] of BOXES) {
      const inner = state(Class, valueOf, value);
      if (inner !== undefined) return known(Object(inner));
    }
    if (state(Symbol, Symbol.prototype.valueOf, value) !== undefined) throw new global.DOMException('[object Symbol] could not be cloned.', 'DataCloneError');
    if (CLOSED.some((Class) => value instanceof Class) || toString.call(value) === '[object Arguments]') throw failure(value);
    return undefined;
  }

  function copyOf(root, seen) {
    const clone = (value) => {
      if (typeof value === 'symbol' || typeof value === 'function') throw failure(value);
      if (typeof value !== 'object' || value === null) return value;
      const before = seen.get(value);
      if (before !== undefined) return before;
      const isPlain = Object.getPrototypeOf(value) === Object.prototype && toString.call(value) === '[object Object]';
      if (!isPlain && !Array.isArray(value)) {
        const copy = special(value, seen, clone);
        if (copy !== undefined) return copy;
      }
      const copy = Array.isArray(value) ? new Array(value.length) : {};
      seen.set(value, copy);
      return copyProperties(value, copy, clone);
    };
    return clone(root);
  }

  function structuredClone(value, options) {
    if (arguments.length === 0) throw Object.assign(new TypeError('The "value" argument must be specified'), { code: 'ERR_MISSING_ARGS' });
    const transfer = options?.transfer === undefined ? [] : [...options.transfer];
    const seen = new Map();
    transfer.forEach((buffer, index) => {
      const isMovable = buffer instanceof ArrayBuffer && !buffer.detached;
      if (!isMovable) throw new global.DOMException('Value not transferable', 'DataCloneError');
      if (transfer.indexOf(buffer) !== index) throw new global.DOMException(`ArrayBuffer at index ${index} is a duplicate of an earlier ArrayBuffer.`, 'DataCloneError');
    });
    // A buffer is detached only once everything else has been copied; until then its copy stands for it.
    for (const buffer of transfer) seen.set(buffer, copyOfBuffer(buffer));
    const copy = copyOf(value, seen);
    for (const buffer of transfer) buffer.transfer(0);
    return copy;
  }

  shared.structuredClone = structuredClone;
})

/** `structuredClone` (HTML, 2.7): copies of values with all their references to each other, and buffers that change hands. */
(function (global, shared) {
  'use strict';

  const runtime = global[Symbol.for('rnode.runtime')];
  const { dictionary, isPlatformObject, needs, sequence } = runtime.lazy('interface');
  const ERRORS = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
  const VIEWS = [DataView, Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, BigInt64Array, BigUint64Array, Float32Array, Float64Array, global.Float16Array ?? DataView];
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

  /** A copy of an object of the Web platform; undefined when it is none. What no app has looked at yet cannot be there. */
  function platformCopy(value) {
    if (runtime.made('exceptions')?.isDOMException(value)) {
      const copy = new global.DOMException(value.message, value.name);
      Object.defineProperty(copy, 'stack', { value: String(value.stack), writable: true, configurable: true });
      return copy;
    }
    const blobs = runtime.made('blob');
    if (blobs?.isBlob(value)) return blobs.copyOfBlob(value);
    const keys = runtime.made('subtle');
    if (keys?.is(value)) return keys.make(value.type, value.extractable, value.algorithm, value.usages, keys.material(value));
    const { URL, URLSearchParams } = runtime.made('url') ?? {};
    if (isPlatformObject(value) || (URL !== undefined && (value instanceof URL || value instanceof URLSearchParams))) throw failure(value);
    return undefined;
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
    const platform = platformCopy(value);
    if (platform !== undefined) return known(platform);
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

  /** What `transfer` lists hands over: a buffer, or a port of a channel. */
  function checkTransfer(transfer, source) {
    const isPort = runtime.made('messaging')?.isPort ?? (() => false);
    transfer.forEach((item, index) => {
      const isMovable = isPort(item) ? item !== source : item instanceof ArrayBuffer;
      if (!isMovable) throw new global.DOMException('Value not transferable', 'DataCloneError');
      if (transfer.indexOf(item) !== index) throw new global.DOMException(`ArrayBuffer at index ${index} is a duplicate of an earlier ArrayBuffer.`, 'DataCloneError');
    });
    return transfer.filter(isPort);
  }

  /** A copy, and the ports that were handed over for it. `source` is the port that sends it, which cannot send itself. */
  function cloneWith(value, transfer, source) {
    const ports = checkTransfer(transfer, source);
    const buffers = transfer.filter((item) => !ports.includes(item));
    const isDetached = buffers.some((buffer) => buffer.detached) || ports.some((port) => runtime.made('messaging').isDetached(port));
    if (isDetached) throw new global.DOMException('Value not transferable', 'DataCloneError');
    const seen = new Map();
    // A buffer is detached only once everything else has been copied; until then its copy stands for it. So does a port's copy.
    for (const buffer of buffers) seen.set(buffer, copyOfBuffer(buffer));
    const moved = new Map(ports.map((port) => [port, runtime.made('messaging').standIn()]));
    for (const [port, copy] of moved) seen.set(port, copy);
    const copy = copyOf(value, seen);
    for (const buffer of buffers) buffer.transfer(0);
    for (const [port, taker] of moved) runtime.made('messaging').movePort(port, taker);
    return { copy, ports: [...moved.values()] };
  }

  function structuredClone(value, options = undefined) {
    needs(1, arguments.length);
    const { transfer } = dictionary(options);
    return cloneWith(value, transfer === undefined ? [] : sequence(transfer, 'The transfer list'), undefined).copy;
  }

  shared.cloneWith = cloneWith;
  shared.structuredClone = structuredClone;
})

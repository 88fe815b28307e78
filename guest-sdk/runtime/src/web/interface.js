/** What Web IDL asks of every interface: how its members are defined, and how what a caller gives becomes what a member takes. */
(function (global, shared) {
  'use strict';

  const FUNCTION_KEYS = ['length', 'name', 'prototype'];

  /** Classes whose objects have a state that only the runtime knows. */
  const classes = new Set();

  /** Makes the members of a class as visible as those of an interface, and gives its objects their tag. */
  shared.expose = (Class) => {
    const { prototype } = Class;
    for (const name of Object.getOwnPropertyNames(prototype)) {
      if (name !== 'constructor') Object.defineProperty(prototype, name, { enumerable: true });
    }
    for (const name of Object.getOwnPropertyNames(Class)) {
      if (!FUNCTION_KEYS.includes(name)) Object.defineProperty(Class, name, { enumerable: true });
    }
    Object.defineProperty(prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
    classes.add(Class);
    return Class;
  };
  shared.isPlatformObject = (value) => [...classes].some((Class) => value instanceof Class);

  /** Constants stand on the interface and on its prototype. */
  shared.constants = (Class, values) => {
    for (const [name, value] of Object.entries(values)) {
      for (const holder of [Class, Class.prototype]) Object.defineProperty(holder, name, { value, enumerable: true });
    }
  };

  /** One array of all the bytes; a copy, even of a single one. */
  shared.joinBytes = (parts) => {
    const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  };

  shared.needs = (count, given) => {
    if (given >= count) return;
    const error = new TypeError(`${count} argument${count === 1 ? '' : 's'} required, but only ${given} present`);
    error.code = 'ERR_MISSING_ARGS';
    throw error;
  };

  shared.illegalConstructor = () => Object.assign(new TypeError('Illegal constructor'), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });

  shared.isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

  shared.text = (value) => `${value}`;

  /** A string of Unicode characters: half a surrogate pair does not stay. */
  shared.unicode = (value) => `${value}`.toWellFormed();

  /** A dictionary: what is not given is an empty one. */
  shared.dictionary = (value) => {
    if (value === undefined || value === null) return {};
    if (!shared.isObject(value)) throw new TypeError('The options must be an object');
    return value;
  };

  /** The items of a sequence, each converted before the next one is taken. */
  shared.sequence = (value, what, convert = undefined) => {
    const method = shared.isObject(value) ? value[Symbol.iterator] : undefined;
    if (typeof method !== 'function') throw new TypeError(`${what} must be a sequence`);
    return Array.from({ [Symbol.iterator]: () => method.call(value) }, convert);
  };

  /** One of the words of an enumeration. */
  shared.word = (value, words, what) => {
    const word = `${value}`;
    if (!words.includes(word)) throw new TypeError(`${what} cannot be '${word}'`);
    return word;
  };

  /** `[EnforceRange] unsigned long long`. */
  shared.wholeNumber = (value, what) => {
    const number = Math.trunc(Number(value));
    if (!(number >= 0 && number <= Number.MAX_SAFE_INTEGER)) throw new TypeError(`${what} is out of range`);
    return number + 0;
  };

  /** `[Clamp] long long`. */
  shared.clamped = (value) => {
    const number = Number(value);
    if (Number.isNaN(number)) return 0;
    const near = Math.min(Math.max(number, -Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
    const down = Math.floor(near);
    const isDown = near - down < 0.5 || (near - down === 0.5 && down % 2 === 0);
    return (isDown ? down : down + 1) + 0;
  };

  /** `long long`, which wraps around. */
  shared.integer = (value) => {
    const number = Math.trunc(Number(value));
    return Number.isFinite(number) ? Number(BigInt.asIntN(64, BigInt(number))) : 0;
  };

  shared.isBytes = (value) => ArrayBuffer.isView(value) || value instanceof ArrayBuffer || (typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer);

  /** The bytes of a buffer or a view, not copied. */
  shared.bytesOf = (value) => {
    if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    if (!shared.isBytes(value)) throw Object.assign(new TypeError('The value must be an ArrayBuffer or a view of one'), { code: 'ERR_INVALID_ARG_TYPE' });
    return value.detached === true ? new Uint8Array(0) : new Uint8Array(value);
  };

  /** An iterator prototype as that of an interface's pairs. */
  shared.iteratorPrototype = (name, next) => Object.create(Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())), {
    next: { value: next, writable: true, enumerable: true, configurable: true },
    [Symbol.toStringTag]: { value: `${name} Iterator`, configurable: true },
  });
})

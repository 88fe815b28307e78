/** What a value is: `util.types`. */

const tagOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

/** The tag that a typed array has whatever its class says. */
const typedArrayTag = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
const typedArrayName = (value) => (ArrayBuffer.isView(value) ? typedArrayTag.call(value) : undefined);

export const isDate = (value) => value instanceof Date;
export const isRegExp = (value) => value instanceof RegExp;
export const isNativeError = (value) => value instanceof Error;
export const isPromise = (value) => value instanceof Promise;
export const isMap = (value) => value instanceof Map;
export const isSet = (value) => value instanceof Set;
export const isWeakMap = (value) => value instanceof WeakMap;
export const isWeakSet = (value) => value instanceof WeakSet;
export const isArrayBuffer = (value) => value instanceof ArrayBuffer;
export const isSharedArrayBuffer = (value) => typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer;
export const isAnyArrayBuffer = (value) => isArrayBuffer(value) || isSharedArrayBuffer(value);
export const isArrayBufferView = (value) => ArrayBuffer.isView(value);
export const isDataView = (value) => value instanceof DataView;
export const isTypedArray = (value) => typedArrayName(value) !== undefined;
export const isUint8Array = (value) => typedArrayName(value) === 'Uint8Array';
export const isUint8ClampedArray = (value) => typedArrayName(value) === 'Uint8ClampedArray';
export const isUint16Array = (value) => typedArrayName(value) === 'Uint16Array';
export const isUint32Array = (value) => typedArrayName(value) === 'Uint32Array';
export const isInt8Array = (value) => typedArrayName(value) === 'Int8Array';
export const isInt16Array = (value) => typedArrayName(value) === 'Int16Array';
export const isInt32Array = (value) => typedArrayName(value) === 'Int32Array';
export const isFloat32Array = (value) => typedArrayName(value) === 'Float32Array';
export const isFloat64Array = (value) => typedArrayName(value) === 'Float64Array';
export const isBigInt64Array = (value) => typedArrayName(value) === 'BigInt64Array';
export const isBigUint64Array = (value) => typedArrayName(value) === 'BigUint64Array';
export const isNumberObject = (value) => value instanceof Number;
export const isStringObject = (value) => value instanceof String;
export const isBooleanObject = (value) => value instanceof Boolean;
export const isBigIntObject = (value) => typeof value === 'object' && value !== null && tagOf(value) === 'BigInt';
export const isSymbolObject = (value) => typeof value === 'object' && value !== null && tagOf(value) === 'Symbol';
export const isBoxedPrimitive = (value) => isNumberObject(value) || isStringObject(value) || isBooleanObject(value) || isBigIntObject(value) || isSymbolObject(value);
export const isAsyncFunction = (value) => typeof value === 'function' && /^Async(Generator)?Function$/.test(tagOf(value));
export const isGeneratorFunction = (value) => typeof value === 'function' && /^(Async)?GeneratorFunction$/.test(tagOf(value));
export const isGeneratorObject = (value) => /^(Async)?Generator$/.test(tagOf(value));
export const isMapIterator = (value) => tagOf(value) === 'Map Iterator';
export const isSetIterator = (value) => tagOf(value) === 'Set Iterator';
export const isArgumentsObject = (value) => tagOf(value) === 'Arguments';
/** The engine does not tell a proxy from what is behind it; those who ask do so to spare it, which here nothing needs. */
export const isProxy = () => false;
/** There is no native code that could make one. */
export const isExternal = () => false;

/** Bytes on their way between an app and compiled code. */
import { Buffer } from '../node/buffer.js';
import { invalidArgType, nodeError } from '../node-error.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

/** The functions of the runtime that compute with keys and ciphers; they come in with the first call. */
export function natives() {
  return runtime.lazy('crypto');
}

/** Whether a value is bytes: an ArrayBuffer or a view of one. */
export function isBytes(value) {
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
}

/** Text in an encoding, or bytes, as a Buffer over the same memory. */
export function bytesOf(data, encoding) {
  if (typeof data === 'string') return Buffer.from(data, encoding === 'buffer' ? undefined : encoding);
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
}

/** An ArrayBuffer of just these bytes, as compiled code takes it. */
export function exact(bytes) {
  const { buffer, byteOffset, byteLength } = bytes;
  return byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
}

/** What an argument holds, as compiled code takes it; anything but text and bytes is an error. */
export function argument(value, name, encoding, expected = 'of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView') {
  if (typeof value !== 'string' && !isBytes(value)) throw invalidArgType(name, expected, value);
  return exact(bytesOf(value, encoding));
}

/** What `update` of a hash, a cipher or a signature takes: text in an encoding, or a view of bytes. */
export function input(data, encoding) {
  if (typeof data !== 'string') {
    if (!ArrayBuffer.isView(data)) throw invalidArgType('data', 'of type string or an instance of Buffer, TypedArray, or DataView', data);
    return bytesOf(data);
  }
  if (data.length % 2 !== 0 && encoding === 'hex') {
    throw nodeError(TypeError, 'ERR_INVALID_ARG_VALUE', `The argument 'encoding' is invalid for data of length ${data.length}. Received '${encoding}'`);
  }
  return bytesOf(data, encoding);
}

/** A result as Node gives it: a Buffer, or text in an encoding. */
export function output(buffer, encoding) {
  const bytes = Buffer.from(buffer);
  return encoding && encoding !== 'buffer' ? bytes.toString(encoding) : bytes;
}

/** Calls a callback with what an action gives, after the code that asked has run. */
export function later(callback, action) {
  let result;
  let failure = null;
  try {
    result = action();
  } catch (error) {
    failure = error;
  }
  setImmediate(() => {
    if (failure !== null) callback(failure);
    else if (Array.isArray(result)) callback(null, ...result);
    else callback(null, result);
  });
}

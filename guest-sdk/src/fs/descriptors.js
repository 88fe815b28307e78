/** Open files: a number for each, with the place the next read starts at. */
import { invalidArgType, outOfRange } from '../node-error.js';
import { checkReading, descriptorOf, pathOf } from './arguments.js';
import { fileError } from './error.js';
import { canonicalPath, nodeAt } from './tree.js';

const runtime = globalThis[Symbol.for('rnode.runtime')];

/** 0, 1 and 2 are the standard streams. */
const DESCRIPTOR_FIRST = 3;
/** Files that one request may have open. */
const OPEN_MAX = 1024;

/** What is open, by descriptor less `DESCRIPTOR_FIRST`; undefined where something was closed. */
const open = [];

/** Opens a file or directory for reading. */
export function openSync(path, flags) {
  const name = pathOf(path);
  checkReading(flags, name);
  const node = nodeAt(name, 'open');
  const free = open.indexOf(undefined);
  const place = free < 0 ? open.length : free;
  if (place >= OPEN_MAX) throw fileError('EMFILE', 'open', name);
  open[place] = { node, path: canonicalPath(name), position: 0 };
  return place + DESCRIPTOR_FIRST;
}

export function closeSync(descriptor) {
  opened(descriptor, 'close');
  open[descriptor - DESCRIPTOR_FIRST] = undefined;
}

/** What a descriptor stands for. */
export function opened(descriptor, syscall) {
  const file = open[descriptorOf(descriptor) - DESCRIPTOR_FIRST];
  if (file === undefined) throw fileError('EBADF', syscall);
  return file;
}

/**
 * Reads into a buffer; with a position from there, without one from where the last read ended.
 * @returns {number} how many bytes were read, 0 at the end
 */
export function readSync(descriptor, buffer, offsetOrOptions, length, position) {
  const file = opened(descriptor, 'read');
  if (!ArrayBuffer.isView(buffer)) throw invalidArgType('buffer', 'an instance of Buffer, TypedArray, or DataView', buffer);
  const given = typeof offsetOrOptions === 'object' && offsetOrOptions !== null ? offsetOrOptions : { offset: offsetOrOptions, length, position };
  const offset = given.offset ?? 0;
  const wanted = given.length ?? buffer.byteLength - offset;
  checkSpan(buffer, offset, wanted);
  if (wanted === 0) return 0;
  const from = given.position ?? -1;
  const start = from < 0 ? file.position : Number(from);
  const bytes = bytesOf(file, start, start + wanted);
  new Uint8Array(buffer.buffer, buffer.byteOffset + offset, wanted).set(bytes);
  if (from < 0) file.position += bytes.length;
  return bytes.length;
}

function checkSpan(buffer, offset, length) {
  if (offset < 0 || offset > buffer.byteLength) throw outOfRange('offset', `>= 0 && <= ${buffer.byteLength}`, offset);
  if (length < 0 || length > buffer.byteLength - offset) throw outOfRange('length', `>= 0 && <= ${buffer.byteLength - offset}`, length);
}

/** The bytes of an open file between two places, as far as they exist. */
export function bytesOf({ node, path }, start, end) {
  if (node.names !== undefined) throw fileError('EISDIR', 'read');
  const last = Math.min(end, node.size);
  return start >= last ? new Uint8Array(0) : new Uint8Array(runtime.readFile(path, start, last));
}

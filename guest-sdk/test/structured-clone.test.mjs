/** `structuredClone` of the runtime gives what Node's own gives. */

import './runtime-stub.mjs';

import assert from 'node:assert/strict';
import { test } from 'node:test';

const own = globalThis[Symbol.for('rnode.runtime')].lazy('structuredClone').structuredClone;

class Point {
  #hidden = 1;
  x = 1;
  get y() { return this.#hidden; }
}
const cycle = { list: [] };
cycle.list.push(cycle, cycle.list);
const buffer = new Uint8Array([1, 2, 3, 4]).buffer;
const caused = new TypeError('outer', { cause: new RangeError('inner') });
caused.extra = 1;
const named = new Error('m');
named.name = 'Custom';

/** Each value, made anew for each implementation. */
const ROWS = [
  ...[1, -0, NaN, 'text', true, null, undefined, 10n, Symbol('x'), () => {}, class {}].map((value) => () => value),
  () => ({ a: 1, b: { c: [1, , 3] }, d: undefined }), () => Object.assign([1, 2], { extra: 'x' }), () => new Array(3), () => new Point(), () => Object.create(null, { a: { value: 1, enumerable: true }, b: { value: 2 } }), () => ({ [Symbol('k')]: 1, get a() { return 5; } }),
  () => cycle, () => { const shared = {}; const copy = [shared, shared, new Map([[shared, shared]])]; return copy; }, () => ({ __proto__: null, ['__proto__']: 1 }),
  () => new Date(5), () => /a.b/giy, () => new Map([[{ a: 1 }, new Set([1, [2]])]]), () => new Set(['a', new Map()]), () => new Boolean(false), () => new Number(5), () => new String('text'), () => Object(5n), () => Object(Symbol('x')),
  () => buffer, () => new Uint8Array(buffer, 1, 2), () => new DataView(buffer, 1), () => [new Uint16Array(buffer), new Uint8Array(buffer)], () => new BigInt64Array([1n]), () => new Float64Array([1.5]), () => new Uint8ClampedArray([300]),
  () => new Error('message'), () => caused, () => new AggregateError([new Error('x')], 'many'), () => named, () => Object.assign(new Error('x'), { code: 'E' }),
  () => new WeakMap(), () => Promise.resolve(), () => new WeakRef({}), () => ({ deep: { f() {} } }), () => [Symbol('x')], () => Object.create(Map.prototype), () => Object.create(Date.prototype), () => (function () { return arguments; })(1, 2), () => new (class extends Map {})([[1, 2]]),
  () => new (class extends Array {})(1, 2), () => ({ get a() { throw new RangeError('from a getter'); } }),
];

function outcome(clone, value) {
  try {
    const copy = clone(value);
    const isOther = typeof value !== 'object' || value === null || copy !== value;
    return { copy, isOther, prototype: copy === null || copy === undefined ? copy : Object.getPrototypeOf(copy), names: typeof copy === 'object' && copy !== null && !ArrayBuffer.isView(copy) ? Object.getOwnPropertyNames(copy).sort() : [], stack: copy?.stack, cause: copy?.cause };
  } catch (error) {
    return { thrown: error.name, isException: error instanceof DOMException, code: error.code, message: error.message };
  }
}

ROWS.forEach((row, index) => {
  test(`structuredClone ${index}: ${String(row).slice(0, 100)}`, () => {
    const value = row();
    assert.deepStrictEqual(outcome(own, value), outcome(structuredClone, value));
  });
});

test('references stay references, and what Node cannot compare is the same, too', () => {
  const copy = own(cycle);
  assert.equal(copy.list[0], copy);
  assert.equal(copy.list[1], copy.list);
  assert.equal(Number.isNaN(own(new Date(NaN)).getTime()), true);
  const exception = own(new DOMException('text', 'AbortError'));
  assert.deepEqual([exception.name, exception.message, exception.code], ['AbortError', 'text', 20]);
  const [wide, narrow] = own([new Uint16Array(buffer), new Uint8Array(buffer)]);
  assert.equal(wide.buffer, narrow.buffer);
});

test('buffers change hands', () => {
  for (const clone of [own, structuredClone]) {
    const moved = new Uint8Array([1, 2, 3]);
    const original = moved.buffer;
    const copy = clone({ moved, again: original }, { transfer: [original] });
    assert.deepEqual([[...copy.moved], copy.again === copy.moved.buffer, original.byteLength], [[1, 2, 3], true, 0]);
    const twice = new ArrayBuffer(1);
    assert.throws(() => clone(1, { transfer: [twice, twice] }), { name: 'DataCloneError' });
    assert.equal(twice.byteLength, 1);
    assert.throws(() => clone(), { name: 'TypeError', code: 'ERR_MISSING_ARGS' });
  }
  // Node 20 has an error of its own for what cannot change hands.
  assert.throws(() => own(1, { transfer: [new ArrayBuffer(1), {}] }), { name: 'DataCloneError', code: 25 });
});

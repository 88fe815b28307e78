/** The engine's words and habits, told in V8's: what the runtime's QuickJS says is given, what V8 says is asked of V8 itself. */

import './runtime-stub.mjs';

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rewordJsonError } from '../src/engine/json-words.js';
import { compareText, dateOf, numberText, timeOf } from '../src/engine/locale.js';
import { regexpMessage } from '../src/engine/regexp-words.js';
import { calleeAt, destructuredAt, iteratedAt, memberAt } from '../src/engine/source-text.js';
import { reworded } from '../src/engine/words.js';

const { toLocaleString } = Number.prototype;
const { toLocaleDateString, toLocaleTimeString } = Date.prototype;
const { localeCompare } = String.prototype;

/** The place that a mark stands for in the text of a function. */
const at = (marked) => ({ text: marked.replace('¦', ''), index: marked.indexOf('¦'), isExact: marked.lastIndexOf('\n', marked.indexOf('¦')) >= 0 });

const native = (name) => ({ getFunction: () => undefined, getFunctionName: () => name, getLineNumber: () => -1, getColumnNumber: () => -1, isNative: () => true });

const MESSAGES = [
  ["cannot read property 'name' of undefined", "Cannot read properties of undefined (reading 'name')"],
  ["cannot read property 'it's' of null", "Cannot read properties of null (reading 'it's')"],
  ["cannot set property 'x' of null", "Cannot set properties of null (setting 'x')"],
  ["cannot read property 'Symbol.toStringTag' of null", "Cannot read properties of null (reading 'Symbol(Symbol.toStringTag)')"],
  ['Date value is NaN', 'Invalid time value'],
  ['expecting hex digit', 'URI malformed'],
  ['invalid array length', 'Invalid array length'],
  ['x is not initialized', "Cannot access 'x' before initialization"],
  ["'a' is read-only", "Cannot assign to read only property 'a' of object '#<Object>'"],
  ['x is not defined', undefined],
  ['my own words', undefined],
];

const NATIVE_MESSAGES = [
  ['not a function', 'map', 'undefined is not a function'],
  ['not a function', 'sort', 'The comparison function must be either a function or undefined'],
  ['not a function', 'Promise', 'Promise resolver undefined is not a function'],
  ['must be called with new', 'Map', "Constructor Map requires 'new'"],
  ['must be called with new', 'Promise', "Promise constructor cannot be invoked without 'new'"],
  ['invalid number of digits', 'toFixed', 'toFixed() digits argument must be between 0 and 100'],
  ['value is not iterable', 'Map', 'object is not iterable (cannot read property Symbol(Symbol.iterator))'],
  ['Cannot convert undefined or null to object', 'keys', undefined],
];

/** Calls, with the mark where the engine puts it, and what V8 says is not a function. */
const CALLS = [
  ['() => {\n  o.¦foo();\n}', 'o.foo'],
  ['() => {\n  keep.push(o.b.c(¦o.x));\n}', 'o.b.c'],
  ['() => {\n  ¦g();\n}', 'g'],
  ['() => {\n  return ¦o["a b"]();\n}', 'o.a b'],
  ['() => {\n  return o[¦k](1);\n}', 'o[k]'],
  ['() => {\n  return new ¦o.X();\n}', 'o.X', true],
  ['async () => {\n  return await o.¦missing("x");\n}', 'o.missing'],
  ['() => {\n  return o.fn(1).¦bar(2).baz(3);\n}', 'o.fn(...).bar'],
  ['() => {\n  res.status(200).¦jsn({});\n}', 'res.status(...).jsn'],
  ['() => o.fo¦o(1, 2)', 'o.foo'],
  ['(x) => x.y(¦)', 'x.y'],
  ['() => {\n  return list[0].¦go();\n}', 'list[0].go'],
  ['() => {\n  this.¦go();\n}', 'this.go'],
];

const DESTRUCTURED = [
  ['() => {\n¦  const { name, age } = req.body;\n}', "Cannot destructure property 'name' of 'req.body' as it is undefined."],
  ['() => {\n¦  const { name: other } = o.n;\n}', "Cannot destructure property 'name' of 'o.n' as it is undefined."],
  ['() => {\n¦  const { name = "x" } = req.body;\n}', "Cannot read properties of undefined (reading 'name')"],
  ['() => {\n¦  const { "x-y": q } = o.body;\n}', "Cannot destructure property 'x-y' of 'o.body' as it is undefined."],
  ['() => {\n¦  const {} = o.body;\n}', "Cannot destructure 'o.body' as it is undefined."],
  ['() => {\n¦  const { id } = a.b ?? c.d;\n}', "Cannot destructure property 'id' of '(a.b ?? c.d)' as it is undefined."],
  ['() => {\n¦  ({ z } = o.body);\n}', "Cannot destructure property 'z' of 'o.body' as it is undefined."],
  ['¦({ q }) => q', "Cannot destructure property 'q' of 'undefined' as it is undefined."],
  ['() => {\n¦  return 1;\n}', undefined],
];

const ITERATED = [
  ['() => {\n¦  for (const x of o.list) keep(x);\n}', 'o.list', false],
  ['¦() => [...o.list]', 'o.list', false],
  ['¦() => Math.max(...o.list)', 'o.list', true],
  ['() => {\n¦  const [a] = o.list;\n}', undefined],
];

const MEMBERS = [
  ['() => {\n  ¦req.query = { a: 1 };\n}', 'req', 'query'],
  ['() => {\n  Object.freeze(¦o.b).zed = 5;\n}', 'freeze', 'zed'],
  ['() => {\n  ¦delete z.a;\n}', 'z', 'a'],
];

describe('messages of the engine', () => {
  for (const [said, expected] of MESSAGES) test(said, () => assert.equal(reworded(said, [native('any')]), expected));
  for (const [said, name, expected] of NATIVE_MESSAGES) test(`${said} in ${name}`, () => assert.equal(reworded(said, [native(name)]), expected));
  for (const [marked, text, isConstructed = false] of CALLS) {
    test(`call ${marked}`, () => {
      const callee = calleeAt(at(marked));
      assert.deepEqual([callee?.text, callee?.isConstructed], [text, isConstructed]);
    });
  }
  for (const [marked, message] of DESTRUCTURED) test(`pattern ${marked}`, () => assert.equal(destructuredAt(at(marked)), message));
  for (const [marked, text, isArgument] of ITERATED) {
    test(`iteration ${marked}`, () => assert.deepEqual(iteratedAt(at(marked)), text === undefined ? undefined : { text, isArgument }));
  }
  for (const [marked, object, name] of MEMBERS) test(`member ${marked}`, () => assert.deepEqual(memberAt(at(marked)), { object, name }));
});

const CIRCLES = {
  itself: () => { const one = {}; one.self = one; return one; },
  list: () => { const list = []; list.push({ list }); return list; },
  class: () => { class Foo {} return Object.assign(new Foo(), { x: { y: 1 } }); },
  below: () => { const inner = {}; inner.top = inner; return { a: 1, inner }; },
  long: () => { const top = {}; top.a = { b: { c: { d: { e: { top } } } } }; return top; },
  bare: () => { const bare = Object.create(null); bare.me = bare; return bare; },
};

describe('values that lie in themselves', () => {
  for (const [name, make] of Object.entries(CIRCLES)) {
    test(name, () => {
      const value = make();
      if (name === 'class') value.x.back = value;
      const error = new TypeError('circular reference');
      rewordJsonError(error, value);
      assert.throws(() => JSON.stringify(value), { message: error.message });
    });
  }
});

const NUMBERS = [0, -0, 1, -1234.5, 1234567.891, 1.0005, 123456.7895, 0.0005, 1e20, 1e21, 1e-9, NaN, Infinity, -Infinity, 999999.9999];
const DIGITS = [undefined, { minimumFractionDigits: 2 }, { maximumFractionDigits: 0 }, { minimumFractionDigits: 2, maximumFractionDigits: 2 }];
const WORDS = ['', 'a', 'A', 'b', 'ab', 'Ab', 'é', 'e', 'E', 'z', 'Z', 'ä', 'zeta', '1', '10', '2', ' ', '_', '-a', 'a b', '$', '@x', 'ñ', 'n', 'résumé', 'resume'];
const MOMENTS = [0, 1e12, 1669888800000, 46800000, 43200000, -1e11];

describe('language', () => {
  test('numbers', () => {
    for (const value of NUMBERS) for (const digits of DIGITS) assert.equal(numberText.call(value, undefined, digits), toLocaleString.call(value, 'en-US', digits), `${value} ${JSON.stringify(digits)}`);
  });
  test('order of words', () => {
    for (const one of WORDS) for (const two of WORDS) assert.equal(compareText.call(one, two), Math.sign(localeCompare.call(one, two, 'en-US')), `${one} ${two}`);
  });
  test('moments', () => {
    for (const moment of MOMENTS) {
      const date = new Date(moment);
      assert.deepEqual([dateOf(date), timeOf(date)], [toLocaleDateString, toLocaleTimeString].map((method) => method.call(date, 'en-US')));
    }
  });
});

test('wrong patterns', () => {
  const cases = [
    ['unexpected end', '[a', ''], ['unexpected end', 'a\\', ''], ["expecting ')'", '(a', 'i'], ['nothing to repeat', '*', ''], ['extraneous characters at the end', 'a)', ''],
    ['invalid class range', '[b-a]', 'g'], ['invalid repetition count', 'a{2,1}', ''], ['duplicate group name', '(?<n>a)(?<n>b)', ''], ['invalid group name', '(?<1>a)', ''],
    ['group name not defined', '\\k<x>', 'u'], ['invalid escape sequence in regular expression', '\\u{110000}', 'u'], ['invalid regular expression flags', 'a', 'gg'],
  ];
  for (const [message, pattern, flags] of cases) assert.throws(() => new RegExp(pattern, flags), { message: regexpMessage(message, pattern, flags) });
});

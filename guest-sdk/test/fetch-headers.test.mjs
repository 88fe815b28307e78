/** `Headers`, beside Node's own. */

import { compare } from './web-compare.mjs';

const T = 'const t = (action) => { try { return ["value", action()]; } catch (error) { return ["thrown", error.name, error.constructor.name]; } };';

/** What may not be a name, and what may not be a value. */
const BAD_NAMES = ['""', '"a b"', '"a:b"', '"ä"', '"a\\n"', '"\\0"', '"{"', '"a,b"', 'Symbol()'];
const BAD_VALUES = ['"a\\nb"', '"a\\rb"', '"a\\0b"', '"\\u0100"', '"😀"', '"\\ud800"', 'Symbol()'];
const GOOD_VALUES = ['""', '" a "', '"\\t a\\t\\n\\r"', '"a\\tb"', '"\\x01"', '"\\x7f"', '"é\\xff"', '"\\xa0a\\xa0"', '"\\fa\\v"', '1', 'null', 'undefined', 'true', '{}', '["a", "b"]', '-0'];

/** What an `init` can be. */
const INITS = ['undefined', 'null', '1', '"a"', 'true', 'Symbol()', '10n', '{}', '[]', '{ a: 1 }', '{ a: null, b: undefined }', '[["a", "b"], ["A", "c"]]', '[["a"]]', '[["a", "b", "c"]]', '["ab"]', '[1]', '[null]',
  '[[]]', 'new Map([["a", "b"]])', 'new Set([["a", "b"]])', 'new Headers({ x: "y" })', '{ [Symbol.iterator]: null, a: "b" }', '{ [Symbol.iterator]: undefined, a: "b" }', '{ [Symbol.iterator]: 1 }', '{ [Symbol()]: "a" }',
  '{ *[Symbol.iterator]() { yield ["a", "b"]; } }', '[new Set(["a", "b"])]', '[{ *[Symbol.iterator]() { yield "a"; yield "b"; } }]', 'Object.create({ inherited: "x" })',
  '{ a: "1", A: "2" }', '{ "Set-Cookie": "a, b" }', '[["set-cookie", "a"], ["Set-Cookie", "b"], ["x", "y"]]', '{ "a b": "c" }', '{ a: "b\\n" }', '{ a: "\\nb\\nc" }', '{ ä: "a" }', '{ a: "\\u0100" }', 'new URLSearchParams("a=b")',
  'new Date(0)', 'new Proxy({ a: "b" }, {})', '{ __proto__: { a: "b" } }', '{ "10": "a", "9": "b", z: "c", a: "d" }'];

/** Where Node also takes what is not enumerable, which the standard does not. */
const PROPERTIES = [['() => {}', []], ['Object.assign(() => {}, { a: "b" })', [['a', 'b']]], ['/a/', []], ['Object.defineProperty({}, "hidden", { value: "x" })', []],
  ['{ ["__proto__"]: "a", constructor: "b" }', [['__proto__', 'a'], ['constructor', 'b']]]];

compare('headers from', INITS.map((init) => `${T} return t(() => [...new Headers(${init})]);`));

compare('headers from properties', PROPERTIES.map(([init, expected]) => [`return [...new Headers(${init})];`, expected]));

compare('headers with names', BAD_NAMES.flatMap((name) => ['get(NAME)', 'has(NAME)', 'delete(NAME)', 'set(NAME, "a")', 'append(NAME, "a")'].map((call) => `${T} return t(() => new Headers().${call.replace('NAME', name)} ?? null);`)));

compare('headers with values', [...BAD_VALUES, ...GOOD_VALUES].flatMap((value) => ['set', 'append'].map((method) => `${T} const h = new Headers(); return [t(() => h.${method}("a", ${value}) ?? null), [...h]];`)));

compare('headers', [
  'const h = new Headers({ a: "1" }); h.append("A", "2"); h.append("a", ""); return [h.get("a"), h.has("A"), h.get("b"), [...h]];',
  'const h = new Headers([["b", "1"], ["a", "2"], ["C", "3"], ["b", "4"]]); return [[...h.keys()], [...h.values()], [...h.entries()], [...h]];',
  'const h = new Headers(); h.append("set-cookie", "a=1"); h.append("Set-Cookie", "b=2"); h.append("z", "x"); h.append("a", "y"); return [h.get("set-cookie"), h.getSetCookie(), [...h]];',
  'const h = new Headers([["Set-Cookie", "a"], ["Set-Cookie", "b"]]); h.set("SET-COOKIE", "c"); const first = h.getSetCookie(); h.delete("Set-Cookie"); return [first, h.getSetCookie(), h.has("set-cookie"), h.get("set-cookie")];',
  'const h = new Headers({ "set-cookie": "a" }); const list = h.getSetCookie(); list.push("b"); return h.getSetCookie();',
  'const h = new Headers([["set-cookie", "a"], ["set-cookie", "b"]]); const copy = new Headers(h); copy.append("set-cookie", "c"); return [h.getSetCookie(), copy.getSetCookie()];',
  'const h = new Headers({ a: "1", c: "3" }); const seen = []; for (const [name] of h) { seen.push(name); if (name === "a") h.append("b", "2"); } return seen;',
  'const h = new Headers({ a: "1", b: "2", c: "3" }); const seen = []; for (const [name] of h) { seen.push(name); h.delete(name); } return seen;',
  'const h = new Headers({ a: "1", b: "2" }); const seen = []; h.forEach(function (value, name, all) { seen.push(value, name, all === h, this.x); }, { x: 5 }); return seen;',
  'const h = new Headers({ a: "1" }); const seen = []; h.forEach((value, name) => { seen.push(name); if (seen.length < 4) h.set(name + "a", "x"); }); return seen;',
  `${T} const h = new Headers(); return [t(() => h.forEach()), t(() => h.forEach(null)), t(() => h.forEach({})), t(() => h.append("a")), t(() => h.append()), t(() => h.set("a")), t(() => h.get()), t(() => h.has()), t(() => h.delete())];`,
  `${T} return [t(() => Headers()), t(() => Headers.prototype.get.call({}, "a")), t(() => Headers.prototype.append.call(null)), t(() => Headers.prototype.entries.call([])), t(() => Headers.prototype.getSetCookie.call({}))];`,
  'const iterator = new Headers({ a: "b" }).entries(); const prototype = Object.getPrototypeOf(iterator); return [Object.prototype.toString.call(iterator), iterator[Symbol.iterator]() === iterator, Object.getPrototypeOf(prototype) === Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())), iterator.next(), iterator.next(), iterator.next()];',
  `${T} const next = new Headers().keys().next; return [t(() => next.call({})), t(() => next.call([].keys()))];`,
  'return [Headers.length, Headers.name, Headers.prototype.append.length, Headers.prototype.get.length, Headers.prototype.forEach.length, Headers.prototype.getSetCookie.length, Headers.prototype[Symbol.iterator] === Headers.prototype.entries, Object.keys(Headers.prototype).sort(), String(new Headers())];',
  // What an init is asked, and in which order.
  `const log = []; const seen = (target, name) => new Proxy(target, { get(t, key) { log.push("get " + String(key)); return t[key]; }, ownKeys(t) { log.push("keys"); return Reflect.ownKeys(t); }, getOwnPropertyDescriptor(t, key) { log.push("property " + String(key)); return Reflect.getOwnPropertyDescriptor(t, key); } });
    new Headers(seen({ b: "1", a: "2" })); return log;`,
  `${T} const log = []; const h = new Proxy({ a: "1", b: "2" }, { get(t, key) { if (key === "b") throw new RangeError("no"); return t[key]; } }); return t(() => new Headers(h));`,
  `${T} return t(() => new Headers(new Proxy({}, { getOwnPropertyDescriptor() { throw new RangeError(); }, ownKeys() { return ["a"]; } })));`,
  'const h = new Headers({ a: "b" }); h[Symbol.iterator] = function* () { yield ["c", "d"]; }; return [...new Headers(h).keys()];',
  'class Own extends Headers { get(name) { return "own " + super.get(name); } } const h = new Own({ a: "b" }); return [h.get("a"), h instanceof Headers, [...h]];',
  `${T} const list = ["accept-charset", "accept-encoding", "connection", "content-length", "cookie", "date", "dnt", "expect", "host", "keep-alive", "origin", "referer", "te", "trailer", "transfer-encoding", "upgrade", "via", "proxy-a", "sec-a"];
    const request = new Request("http://a/"); const response = new Response(); return list.map((name) => [t(() => request.headers.append(name, "x") ?? request.headers.get(name)), t(() => response.headers.append(name, "x") ?? response.headers.get(name))]);`,
  `${T} const response = new Response(); response.headers.append("set-cookie", "a"); response.headers.append("set-cookie2", "b"); return [[...response.headers], t(() => Response.error().headers.append("a", "b")), t(() => Response.redirect("http://a/").headers.set("a", "b")), t(() => Response.redirect("http://a/").headers.delete("a b"))];`,
  'const h = new Headers({ "x-a": "1" }); const r = new Response("", { headers: h }); h.set("x-a", "2"); r.headers.set("x-a", "3"); return [h.get("x-a"), r.headers.get("x-a"), r.headers === r.headers];',
]);

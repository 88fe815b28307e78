/** `Request`, `Response` and their bodies, beside Node's own. */

import { compare } from './web-compare.mjs';

const T = 'const t = (action) => { try { return ["value", action()]; } catch (error) { return ["thrown", error.name, error.constructor.name]; } };';
const F = 'const f = (promise) => promise.then((value) => ["value", value], (error) => ["rejected", error?.name ?? error]);';
const STREAM = 'const stream = (...chunks) => new ReadableStream({ start(c) { for (const chunk of chunks) c.enqueue(chunk); c.close(); } }); const bytes = (text) => new TextEncoder().encode(text);';
const SHOW = `const show = async (m) => { const type = m.headers.get("content-type"); return [type === null ? null : type.replace(/boundary=.*/, "boundary=B"), m.bodyUsed, m.body === null, await m.text(), m.bodyUsed]; };`;

/** What a body can be made of. */
const BODIES = ['undefined', 'null', '""', '"text ä😀"', '"\\ud800"', '"\\ufefftext"', '5', 'true', '{}', '[1, 2]', '{ toString() { return "own"; } }', 'new Uint8Array([97, 98])', 'new Uint8Array([97, 98]).buffer', 'new DataView(new Uint8Array([97, 98, 99]).buffer, 1)',
  'new Uint16Array([0x6261])', 'new Blob(["blob"])', 'new Blob(["blob"], { type: "Text/X; A=B" })', 'new File(["file"], "n", { type: "a/b" })', 'new URLSearchParams("a=b c&d=ä")', 'stream()', 'stream(bytes("a"), bytes("ä"))', 'new Uint8Array([0xef, 0xbb, 0xbf, 0x61, 0xff])'];

compare('response bodies', BODIES.map((body) => `${STREAM} ${SHOW} return show(new Response(${body}));`));
compare('response bodies with a type', BODIES.map((body) => `${STREAM} ${SHOW} return show(new Response(${body}, { headers: { "Content-Type": "x/y" } }));`));
compare('request bodies', BODIES.map((body) => `${STREAM} ${SHOW} return show(new Request("http://a/", { method: "POST", duplex: "half", body: ${body} }));`));
compare('body readers', ['"{\\"a\\":1}"', '""', 'null', '"\\ufeff[1]"', 'new Uint8Array([1, 2])', 'stream(bytes("[1"), bytes("]"))', 'stream("text")', 'stream(bytes("a"), 5)', 'stream(new ArrayBuffer(1))', 'new Blob(["[1]"], { type: "a/B;c=D" })', '"a=b"']
  .flatMap((body) => ['arrayBuffer', 'bytes', 'json', 'text', 'formData'].map((method) => `${STREAM} ${F} const r = new Response(${body}); const p = r.${method}(); const before = r.bodyUsed; return [before, await f(p), r.bodyUsed, await f(r.text())];`)));
compare('body as a blob', ['"a"', 'null', 'new Blob(["x"], { type: "Text/PLAIN;charset=UTF-8" })', 'stream(bytes("x"))', 'new URLSearchParams("a=b")']
  .map((body) => `${STREAM} const b = await new Response(${body}).blob(); return [b instanceof Blob, b.type, b.size, await b.text()];`));
compare('types of blobs', ['text/plain', 'TEXT/Plain;Charset=UTF-8', 'a', '', 'a/b;c', 'a/b;c="d e"', 'a/b;c="d\\\\"e"', 'a/b; c=d ;e=f', '*/*', 'a/b, c/d', 'a/b;charset=x, a/b', 'a/b;charset=x, */*', 'a/b;c=",", d/e', 'a/b;=x', 'a/b;c=', 'a/b;c=d;C=e', ' a/b ', 'a/ b', 'a/b;c=\u00ff', 'a/b;"c"=d', 'a/b;c="d']
  .map((type) => `const b = await new Response("x", { headers: { "content-type": ${JSON.stringify(type)} } }).blob(); return b.type;`));

compare('forms', [
  'const form = new FormData(); form.append("a", "1"); form.append("f", new Blob(["x"], { type: "t/x" }), "n.x"); const r = new Response(form); const type = r.headers.get("content-type"); const back = await r.formData(); return [type.startsWith("multipart/form-data; boundary="), back.get("a"), back.get("f").name, back.get("f").type, await back.get("f").text()];',
  'const back = await new Request("http://a/", { method: "POST", body: new URLSearchParams("a=1&b=2&a=3") }).formData(); return [...back];',
  `${F} return [await f(new Response("a=b", { headers: { "content-type": "text/plain" } }).formData()), await f(new Response("x", { headers: { "content-type": "multipart/form-data" } }).formData()), await f(new Response(null).formData()), await f(new Response("--b--\\r\\n", { headers: { "content-type": "multipart/form-data; boundary=b" } }).formData().then((form) => [...form]))];`,
  'const r = new Response("a=%C3%A4+b&c", { headers: { "content-type": "Application/x-www-form-urlencoded; charset=utf-8" } }); return [...await r.formData()];',
  'return [...await new Response(new FormData()).formData()];',
]);

compare('response', [
  `${T} return [undefined, null, {}, { status: 200 }, { status: 299.9 }, { status: "404" }, { status: 599 }, { status: 199 }, { status: 600 }, { status: 0 }, { status: NaN }, { status: 65736 }, { status: null }, { status: 101 }, { status: 204 }, { status: undefined }, 1, "a", () => {}, []].map((init) => t(() => { const r = new Response(null, init); return [r.status, r.ok]; }));`,
  `${T} return ["OK", "", "\\n", "\\u0100", "ä", "a\\tb", null, undefined, {}, 5, "\\x7f"].map((statusText) => t(() => new Response(null, { statusText }).statusText));`,
  `${T} return [101, 103, 200, 204, 205, 304].flatMap((status) => ["", "a", null, undefined].map((body) => t(() => new Response(body, { status }).status)));`,
  'const r = new Response(); return [r.type, r.url, r.redirected, r.status, r.ok, r.statusText, r.body, r.bodyUsed, [...r.headers], String(r)];',
  'const r = Response.error(); return [r.type, r.url, r.status, r.ok, r.statusText, r.body, [...r.headers]];',
  `${T} return [["http://a/b c?ä#x"], ["http://a", 301], ["http://a", 302], ["http://a", 303], ["http://a", 307], ["http://a", 308], ["http://a", 200], ["http://a", 304], ["http://a", "301"], ["http://a", null], ["/relative"], [""], [], ["http://a:x"], [new URL("http://a/b")], ["data:,x"]].map((args) => t(() => { const r = Response.redirect(...args); return [r.status, r.headers.get("location"), r.type, r.body, r.redirected]; }));`,
  `${T} return Promise.all([[1], [null], ["a"], [{ a: [1] }], [undefined], [() => {}], [Symbol()], [1n], [], [{ toJSON() { return "x"; } }], [1, { status: 201, statusText: "x", headers: { a: "b" } }], [1, { headers: { "content-type": "x/y" } }], [1, { status: 204 }], [1, { status: 700 }], ["ä\\ud800"]].map(async (args) => { let r; try { r = Response.json(...args); } catch (error) { return error.name; } return [r.status, r.statusText, [...r.headers], r.type, await r.text()]; }));`,
  `${T} const cycle = {}; cycle.a = cycle; return [t(() => Response.json(cycle)), t(() => Response.json({ get a() { throw new RangeError(); } }))];`,
  'return [Response.length, Response.json.length, Response.redirect.length, Response.error.length, Object.keys(Response.prototype).sort(), Object.keys(Response).sort(), Response.prototype.clone.length, Response.prototype.text.length];',
  `${T} ${F} return [t(() => Response()), t(() => Response.prototype.status), t(() => Response.prototype.clone.call({})), await f(Response.prototype.text.call({})), await f(Response.prototype.json.call(null)), t(() => Object.getOwnPropertyDescriptor(Response.prototype, "body").get.call({})), t(() => Object.getOwnPropertyDescriptor(Response.prototype, "bodyUsed").get.call(new Request("http://a/")))];`,
  // Web IDL reads them in the order of their names; Node does not.
  ['const log = []; const init = new Proxy({}, { get(t, key) { log.push(key); return undefined; } }); new Response(null, init); return log;', ['headers', 'status', 'statusText']],
  'class Own extends Response { constructor(body) { super(body, { status: 201 }); } get extra() { return 1; } } const r = new Own("x"); return [r.status, r.extra, await r.text(), r instanceof Response, r.clone === Response.prototype.clone];',
]);

compare('clones', [
  'const r = new Response("a", { status: 201, statusText: "t", headers: { "x-a": "1" } }); const c = r.clone(); c.headers.set("x-a", "2"); return [r.headers.get("x-a"), c.status, c.statusText, c.type, await r.text(), r.bodyUsed, c.bodyUsed, await c.text()];',
  `${STREAM} const r = new Response(stream(bytes("a"), bytes("b"))); const before = r.body; const c = r.clone(); return [before === r.body, before.locked, r.body.locked, await c.text(), await r.text()];`,
  `${T} const r = new Response("a"); await r.text(); const s = new Response("a"); s.body.getReader(); return [t(() => r.clone()), t(() => s.clone()), new Response(null).clone().body, t(() => Response.error().clone().type)];`,
  'const r = new Request("http://a/b?c", { method: "POST", body: "x", headers: { a: "b" }, redirect: "manual", cache: "no-cache", credentials: "omit", mode: "same-origin", referrerPolicy: "origin", integrity: "i", keepalive: true }); const c = r.clone(); return [c.url, c.method, [...c.headers], c.redirect, c.cache, c.credentials, c.mode, c.referrerPolicy, c.integrity, c.keepalive, await r.text(), await c.text()];',
  `${STREAM} const chunk = bytes("abc"); const r = new Response(stream(chunk)); const c = r.clone(); const [one, other] = [(await r.body.getReader().read()).value, (await c.body.getReader().read()).value]; return [one, other];`,
  `${STREAM} const r = new Response("abc"); const c = r.clone(); const reader = r.body.getReader({ mode: "byob" }); const { value } = await reader.read(new Uint8Array(2)); return [value, await c.text()];`,
  'const c = new AbortController(); const r = new Request("http://a/", { signal: c.signal }); const d = r.clone(); c.abort("why"); return [r.signal.aborted, d.signal.aborted, d.signal.reason, r.signal === c.signal, d.signal === r.signal];',
]);

compare('streams of bodies', [
  `${STREAM} const s = stream(bytes("a")); const r = new Response(s); return [r.body === s, r.body === r.body, r.bodyUsed, s.locked, await r.text(), s.locked, r.bodyUsed];`,
  'const r = new Response("text"); const reader = r.body.getReader(); const first = await reader.read(); const second = await reader.read(); return [r.bodyUsed, first, second, r.body.locked];',
  `${F} const r = new Response("text"); const reader = r.body.getReader(); reader.releaseLock(); return [r.bodyUsed, await f(r.text())];`,
  `${F} const r = new Response("text"); const reader = r.body.getReader(); return [r.bodyUsed, await f(r.text()), r.bodyUsed];`,
  `${F} const r = new Response("text"); await r.body.cancel(); return [r.bodyUsed, await f(r.text()), await f(r.arrayBuffer())];`,
  `const r = new Response("text"); await r.text(); return [r.body instanceof ReadableStream, r.bodyUsed, r.body.locked];`,
  `${STREAM} ${T} const s = stream(bytes("a")); s.getReader(); const d = stream(bytes("a")); const reader = d.getReader(); await reader.read(); reader.releaseLock(); return [t(() => new Response(s)), t(() => new Response(d)), t(() => new Request("http://a/", { method: "POST", body: d, duplex: "half" }))];`,
  `${F} return [await f(new Response(new ReadableStream({ start(c) { c.error(new RangeError("x")); } })).text()), await f(new Response(new ReadableStream({ pull() { throw new SyntaxError("x"); } })).json())];`,
  'const out = []; for await (const chunk of new Response("ab").body) out.push(...chunk); return out;',
  'const out = []; for await (const chunk of new Response("").body) out.push(...chunk); return [out, new Response("").body.locked];',
  `return [await new Response((async function* () { yield new Uint8Array([97]); yield new Uint8Array([98]); })()).text(), await new Response({ async *[Symbol.asyncIterator]() { yield new Uint8Array([99]); } }).text()];`,
  `${STREAM} return await new Response(stream(bytes("a"), bytes("b")).pipeThrough(new TextDecoderStream()).pipeThrough(new TextEncoderStream())).text();`,
  `${F} const r = new Response("x"); return [...await Promise.all([f(r.text()), f(r.json())])];`,
  'const r = new Response(null); return [await r.text(), r.bodyUsed, await r.text(), await r.arrayBuffer()];',
  'const r = new Response(""); return [await r.text(), r.bodyUsed];',
  `const bytes = new Uint8Array([1, 2, 3]); const r = new Response(bytes); bytes[0] = 9; const out = new Uint8Array(await r.arrayBuffer()); return [out, out.buffer === bytes.buffer];`,
]);

/** `Request`, beside Node's own. */

import { compare } from './web-compare.mjs';

const T = 'const t = (action) => { try { return ["value", action()]; } catch (error) { return ["thrown", error.name, error.constructor.name]; } };';
const F = 'const f = (promise) => promise.then((value) => ["value", value], (error) => ["rejected", error?.name ?? error]);';

const INPUTS = ['"http://a"', '"http://A:80/b/../c?d#e"', '"https://a:443/"', '"/relative"', '""', '"http://u@a/"', '"http://u:p@a/"', '"http://a:b/"', 'new URL("http://a/b")', '"data:,x"', '"about:blank"', '"ftp://a/"', '"x:y"', '{ toString() { return "http://own/"; } }',
  'null', 'undefined', '1', 'Symbol()', '"http://a/ä?ö"', '"\\n http://a/ "', 'new Request("http://r/", { headers: { a: "b" } })'];

/** One member of an `init` and its values. */
const MEMBERS = {
  method: ['"get"', '"GET"', '"Post"', '"patch"', '"PATCH"', '"delete"', '"options"', '"put"', '"head"', '"query"', '"a b"', '""', '"connect"', '"TRACE"', '"track"', 'null', 'undefined', '"ä"', '5', 'Symbol()'],
  mode: ['"cors"', '"no-cors"', '"same-origin"', '"navigate"', '"websocket"', '""', 'null', 'undefined', '"CORS"'],
  credentials: ['"omit"', '"same-origin"', '"include"', '"x"', 'null', 'undefined'],
  cache: ['"default"', '"no-store"', '"reload"', '"no-cache"', '"force-cache"', '"only-if-cached"', '"x"', 'undefined'],
  redirect: ['"follow"', '"error"', '"manual"', '"x"', 'undefined'],
  referrer: ['""', '"about:client"', '"http://b/c"', '"http://:x"', '"relative"', 'undefined'],
  referrerPolicy: ['""', '"no-referrer"', '"no-referrer-when-downgrade"', '"same-origin"', '"origin"', '"strict-origin"', '"origin-when-cross-origin"', '"strict-origin-when-cross-origin"', '"unsafe-url"', '"x"'],
  integrity: ['""', '"sha256-x"', '5', 'undefined'],
  keepalive: ['true', 'false', '1', '""', 'null', 'undefined'],
  duplex: ['"half"', '"x"', '"full"', 'undefined'],
  window: ['null', 'undefined', '{}', '""'],
  signal: ['null', 'undefined', '{}', '"a"', 'new AbortController()', 'AbortSignal.abort("x")'],
  headers: ['{}', 'null', 'undefined', '{ a: "b" }', '[["a"]]', 'new Headers({ a: "b" })', '{ host: "x", cookie: "y" }'],
  body: ['"x"', 'null', 'undefined', '5'],
};

const shown = 'const r = { method: q.method, url: q.url, headers: [...q.headers], destination: q.destination, referrer: q.referrer, referrerPolicy: q.referrerPolicy, mode: q.mode, credentials: q.credentials, cache: q.cache, redirect: q.redirect, integrity: q.integrity, keepalive: q.keepalive, reload: q.isReloadNavigation, history: q.isHistoryNavigation, duplex: q.duplex, aborted: q.signal.aborted, body: q.body === null, used: q.bodyUsed };';

compare('request of', INPUTS.map((input) => `${T} return t(() => { const q = new Request(${input}); ${shown} return r; });`));
for (const [name, values] of Object.entries(MEMBERS)) {
  compare(`request with ${name}`, values.map((value) => `${T} return t(() => { const q = new Request("http://a/", { ${name}: ${value} }); ${shown} return r; });`));
}
compare('request of a request with', Object.entries(MEMBERS).map(([name, [value]]) => `${T} return t(() => { const q = new Request(new Request("http://a/", { method: "DELETE", headers: { x: "y" }, redirect: "error", cache: "reload", mode: "same-origin", keepalive: true }), { ${name}: ${value} }); ${shown} return r; });`));

compare('request', [
  `${T} return [t(() => new Request()), t(() => Request("http://a")), t(() => new Request("http://a/", 1)), t(() => new Request("http://a/", null).method), t(() => new Request("http://a/", () => {}).method), t(() => Request.prototype.method), t(() => Request.prototype.clone.call({}))];`,
  `${T} return ["GET", "HEAD", "POST", "DELETE", "x"].flatMap((method) => ["", "a", null].map((body) => t(() => new Request("http://a/", { method, body }).method)));`,
  'return [Request.length, Object.keys(Request.prototype).filter((name) => name !== "attribute").sort(), String(new Request("http://a/")), Request.name];',
  `${T} const s = () => new ReadableStream(); return [t(() => new Request("http://a/", { method: "POST", body: s() }).method), t(() => new Request("http://a/", { method: "POST", body: s(), duplex: "half" }).method), t(() => new Request("http://a/", { method: "POST", body: s(), duplex: "half", keepalive: true }).method)];`,
  `${T} ${F} const q = new Request("http://a/", { method: "POST", body: "x" }); const body = q.body; const p = new Request(q); return [q.bodyUsed, q.body === body, p.bodyUsed, await p.text(), await f(q.text()), t(() => new Request(q).method), t(() => new Request(q, { body: "y" }).method), t(() => q.clone().method)];`,
  `${T} ${F} const q = new Request("http://a/", { method: "POST", body: new ReadableStream({ start(c) { c.enqueue(new Uint8Array([97])); c.close(); } }), duplex: "half" }); const p = new Request(q); return [q.bodyUsed, q.body.locked, p.bodyUsed, await p.text()];`,
  `${F} const q = new Request("http://a/", { method: "POST", body: "x" }); const p = new Request(q, { body: "y" }); return [q.bodyUsed, await p.text(), await q.text()];`,
  `${T} const q = new Request("http://a/", { method: "POST", body: "x" }); return [t(() => new Request(q, { method: "GET" }).method), q.bodyUsed, t(() => new Request(q, { method: "GET", body: null }).method), q.bodyUsed];`,
  'const q = new Request("http://a/", { method: "POST", body: "x" }); const p = new Request("http://b/", q); return [p.url, p.method, [...p.headers], p.bodyUsed, q.bodyUsed];',
  'const c = new AbortController(); const q = new Request("http://a/", { signal: c.signal }); const p = new Request(q); const n = new Request(q, { signal: null }); const out = []; p.signal.addEventListener("abort", () => out.push(p.signal.reason)); c.abort("why"); return [q.signal.aborted, p.signal.aborted, n.signal.aborted, out, q.signal.reason, q.signal === q.signal, q.signal === c.signal];',
  'const q = new Request("http://a/"); return [q.signal instanceof AbortSignal, q.signal.aborted, q.signal === q.signal, q.headers === q.headers];',
  // Web IDL reads them in the order of their names; Node does not.
  ['const log = []; const init = new Proxy({}, { get(t, key) { log.push(key); return undefined; } }); new Request("http://a/", init); return log.join(" ");',
    'body cache credentials duplex headers integrity keepalive method mode priority redirect referrer referrerPolicy signal window'],
  'const q = new Request("http://a/", { headers: { "x-a": "1" } }); const p = new Request(q, { headers: { "x-b": "2" } }); q.headers.set("x-a", "9"); return [[...p.headers], [...new Request(q).headers]];',
  'const q = new Request("http://a/", { method: "POST", body: "x", headers: { "Content-Type": "a/b" } }); return [[...q.headers], [...new Request(q, { body: new URLSearchParams("a=b") }).headers]];',
  'class Own extends Request { get extra() { return this.url; } } const q = new Own("http://a/"); return [q.extra, q instanceof Request];',
  ['return ["high", "low", "auto"].map((priority) => new Request("http://a/", { priority }).url).length + ["x"].filter((priority) => { try { new Request("http://a/", { priority }); } catch (error) { return error instanceof TypeError; } }).length;', 4],
]);

// Node's own takes the place from what undici sets, and has no `location`.
const PLACE = "globalThis[Symbol.for('undici.globalOrigin.1')] = new URL('http://here.test/a/b?c');";
const AWAY = "delete globalThis[Symbol.for('undici.globalOrigin.1')];";
compare('relative URLs', ['""', '"x"', '"/x"', '"?y"', '"//other/"', '"http://a:b/"'].map((url) => `${T} ${PLACE} try { return [t(() => new Request(${url}).url), t(() => Response.redirect(${url}).headers.get("location"))]; } finally { ${AWAY} }`));
compare('referrers of a place', ['""', '"x"', '"http://here.test/y"', '"http://other.test/"', '"about:client"'].map((url) => `${T} ${PLACE} try { return t(() => new Request("", { referrer: ${url} }).referrer); } finally { ${AWAY} }`));
compare('the place of a worker', [['globalThis.location = { href: "http://here.test/a/b" }; return [new Request("x").url, Response.redirect("/y").headers.get("location")];', ['http://here.test/a/x', 'http://here.test/y']]]);

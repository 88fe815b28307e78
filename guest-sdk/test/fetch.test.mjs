/** `fetch()`: what it asks of the host and gives to the app, and what it answers itself. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hosted, settle } from './fetch-stub.mjs';
import { compare } from './web-compare.mjs';

const F = 'const f = (promise) => promise.then((value) => ["value", value], (error) => ["rejected", error?.name ?? error, error?.message === "fetch failed"]);';

const DATA_URLS = ['data:,a', 'data:,', 'data:', 'data:a', 'data:text/html,<b>%20&#x', 'data:;base64,WA', 'data:;base64,WA==', 'data:;base64,W A = =', 'data:;base64,WA=', 'data:;base64,WA===', 'data:;base64,%57%41', 'data:;BASE64,WA', 'data:;  base64,WA',
  'data:;base64;x,WA', 'data:x;base64;y=1,WA', 'data:text/plain;charset=utf-8,%C3%A4ä', 'data:text/plain;Charset=UTF-8;charset=b,x', 'data:;charset=x,y', 'data:x/y;a="b c",d', 'data:image/png,%FF%00', 'data:,a#b', 'data:,a%23b', 'data:,a?b', 'data:,%zz%4', 'data:,%E4',
  'data:TEXT/Plain,x', 'data:text/plain;a=%22,x', 'data:text / html,x', 'data:*/*,x', 'data:text/plain ;a=b,x', 'data: ,x', 'data://a/b,c', 'data:;base64,', 'data:x,y,z', 'data:;base64,*', 'data:text/plain;a=,x', 'data:text/plain;=b,x', "data:application/javascript,console.log('hello')"];

compare('data URLs', DATA_URLS.map((url) => `${F} return f((async () => { const r = await fetch(${JSON.stringify(url)}); return [r.status, r.statusText, r.ok, r.type, r.url, r.redirected, [...r.headers], [...new Uint8Array(await r.arrayBuffer())]]; })());`));
compare('URLs that are answered in place', [
  `${F} return [await f(fetch("about:blank")), await f(fetch("about:x")), await f(fetch("x:y")), await f(fetch("ftp://a/")), await f(fetch("ws://a/")), await f(fetch("javascript:1"))];`,
  `${F} return [await f(fetch()), await f(fetch("")), await f(fetch("/a")), await f(fetch("http://a:b/")), await f(fetch("http://u:p@a/")), await f(fetch("data:,x", { method: "a b" })), await f(fetch("data:,x", { mode: "navigate" })), await f(fetch("data:,x", { signal: {} }))].map((a) => a.slice(0, 2));`,
  `${F} return [1, 21, 22, 6000, 6667, 10080, 4190].map((port) => fetch("http://127.0.0.1:" + port + "/")).reduce(async (list, promise) => [...await list, await f(promise)], []);`,
  `const u = URL.createObjectURL(new Blob(["abc"], { type: "Text/X" })); const r = await fetch(u); return [u.split(":").slice(0, 2), r.status, r.statusText, r.type, r.url === u, [...r.headers], await r.text()];`,
  `${F} const u = URL.createObjectURL(new Blob(["abc"])); URL.revokeObjectURL(u); return [await f(fetch(u)), await f(fetch(URL.createObjectURL(new Blob([])), { method: "POST" })), await f(fetch("blob:nodedata:x"))];`,
// Node reads only some of these.
  ['const u = URL.createObjectURL(new Blob(["0123456789"], { type: "a/b" })); return Promise.all(["bytes=0-1", "bytes=2-", "bytes=-3", "bytes=9-20"].map(async (range) => { const r = await fetch(u, { headers: { range } }); return [r.status, r.statusText, r.headers.get("content-range"), r.headers.get("content-length"), await r.text()]; }));',
    [[206, 'Partial Content', 'bytes 0-1/10', '2', '01'], [206, 'Partial Content', 'bytes 2-9/10', '8', '23456789'], [206, 'Partial Content', 'bytes 7-9/10', '3', '789'], [206, 'Partial Content', 'bytes 9-9/10', '1', '9']]],
  `${F} const u = URL.createObjectURL(new Blob(["0123456789"])); return Promise.all(["bytes=5-2", "bytes=10-", "bytes=-", "byte=1-2", "bytes=1-2,4-5"].map((range) => f(fetch(u, { headers: { range } }))));`,
  `${F} const r = await fetch("data:,x", { method: "POST", body: "y" }); return [await f(Promise.resolve(r.status)), (() => { try { r.headers.set("a", "b"); } catch (error) { return error.name; } })()];`,
  `${F} const c = new AbortController(); c.abort("why"); const q = new Request("http://a/", { method: "POST", body: "x" }); return [await f(fetch(q, { signal: c.signal })), q.bodyUsed, await f(fetch("data:,x", { signal: AbortSignal.abort() }))];`,
  'return Promise.all(["HEAD", "POST", "x"].map(async (method) => { const r = await fetch("data:,x", { method }); return [r.status, r.body === null, await r.text(), r.headers.get("content-type")]; }));',
  'return [fetch.length, fetch.name, Object.getOwnPropertyDescriptor(globalThis, "fetch").enumerable, fetch("data:,x") instanceof Promise];',
]);

const OK = { status: 200, headers: 'content-type\ntext/plain', url: 'http://up.test/', redirected: false, body: 1 };
const SENT = 'accept\n*/*\naccept-language\n*\nsec-fetch-mode\ncors\nuser-agent\nrnode-wasm/0.1.0';

/** What an app asks, and what the host is asked. */
const ASKED = [
  ['fetch("http://up.test")', ['GET', 'http://up.test/', SENT, undefined, 'follow']],
  ['fetch(new URL("https://up.test/a?b#c"))', ['GET', 'https://up.test/a?b', SENT, undefined, 'follow']],
  ['fetch("http://up.test/", { method: "post", body: "text ä", redirect: "manual", headers: { "X-A": "1", accept: "a/b", "user-agent": "own" } })',
    ['POST', 'http://up.test/', 'x-a\n1\naccept\na/b\nuser-agent\nown\ncontent-type\ntext/plain;charset=UTF-8\naccept-language\n*\nsec-fetch-mode\ncors', 'text ä', 'manual']],
  ['fetch("http://up.test/", { method: "PUT", body: new ReadableStream({ start(c) { c.enqueue(new Uint8Array([97])); c.enqueue(new Uint8Array([98])); c.close(); } }), duplex: "half", redirect: "error" })', ['PUT', 'http://up.test/', SENT, 'ab', 'error']],
  ['fetch("http://up.test/", { method: "PATCH", body: "" })', ['PATCH', 'http://up.test/', `content-type\ntext/plain;charset=UTF-8\n${SENT}`, '', 'follow']],
  ['fetch("http://up.test/", { method: "DELETE", headers: { "content-length": "5", connection: "close", "transfer-encoding": "chunked", host: "other" } })', ['DELETE', 'http://up.test/', `host\nother\n${SENT}`, undefined, 'follow']],
  ['fetch("http://up.test/", { cache: "no-store" })', ['GET', 'http://up.test/', `${SENT}\npragma\nno-cache\ncache-control\nno-cache`, undefined, 'follow']],
  ['fetch(new Request("http://up.test/", { method: "POST", body: new URLSearchParams("a=b") }), { headers: [["set-cookie", "a"], ["set-cookie", "b"]] })',
    ['POST', 'http://up.test/', `set-cookie\na\nset-cookie\nb\n${SENT}`, 'a=b', 'follow']],
];

for (const [index, [source, expected]] of ASKED.entries()) {
  test(`asks ${index}: ${source.slice(0, 100)}`, async () => {
    const host = hosted({ fetch: () => OK });
    await host.run(source);
    assert.deepEqual(host.asked, [['fetch', ...expected]]);
  });
}

const pieces = (...list) => ({ pull: () => { const text = list.shift(); return text === undefined ? undefined : new TextEncoder().encode(text).buffer; } });
const run = async (host, source) => JSON.parse(await host.run(`(async () => JSON.stringify(await (async () => { ${source} })()))()`));

/** What the host answers, and what the app sees. */
const SEEN = [
  ['return [r.status, r.statusText, r.ok, r.type, r.url, r.redirected, [...r.headers], await r.text(), r.bodyUsed]', OK, ['a', '', 'b'],
    [200, 'OK', true, 'basic', 'http://up.test/', false, [['content-type', 'text/plain']], 'ab', true]],
  ['return [r.status, r.statusText, r.ok, r.url, r.redirected, r.headers.getSetCookie(), r.headers.get("A")]', { status: 599, headers: 'Set-Cookie\nx\nset-cookie\ny\na\n1\na\n2', url: 'http://b/c#d', redirected: true, body: 0 }, [], [599, '', false, 'http://b/c', true, ['x', 'y'], '1, 2']],
  ['return [r.body, await r.text()]', { ...OK, body: 0 }, [], [null, '']],
  ['return [(await fetch("http://up.test/", { method: "HEAD" })).body, r.status]', OK, [], [null, 200]],
  ['return [r.body, r.status]', { ...OK, status: 304 }, ['x'], [null, 304]],
  ['return r.json()', OK, ['{"a":', '1}'], { a: 1 }],
  ['const out = []; for await (const chunk of r.body) out.push(...chunk); return [out, r.bodyUsed]', OK, ['ab', 'c'], [[97, 98, 99], true]],
  ['const c = r.clone(); return [await c.text(), await r.text()]', OK, ['ab', 'c'], ['abc', 'abc']],
  ['const reader = r.body.getReader({ mode: "byob" }); const { value } = await reader.read(new Uint8Array(1)); return [...value]', OK, ['ab'], [97]],
  ['const own = new Response(r.body, r); own.headers.set("x", "1"); return [await own.text(), own.status, [...own.headers]]', { ...OK, status: 404 }, ['a'], ['a', 404, [['content-type', 'text/plain'], ['x', '1']]]],
  ['try { r.headers.set("a", "b") } catch (error) { return error.name }', OK, [], 'TypeError'],
];

for (const [index, [source, answer, list, expected]] of SEEN.entries()) {
  test(`gives ${index}: ${source.slice(0, 100)}`, async () => {
    const host = hosted({ fetch: () => answer, ...pieces(...list) });
    assert.deepEqual(await run(host, `const r = await fetch("http://up.test/"); ${source}`), expected);
  });
}

const FAILURE = 'try { await work } catch (error) { return [error.name, error.message, error.cause?.message] }';

test('a refusal is the cause of the failure', async () => {
  const host = hosted({ fetch: () => { throw new Error('egress policy: 169.254.169.254 is closed'); } });
  assert.deepEqual(await run(host, `const work = fetch("http://up.test/"); ${FAILURE}`), ['TypeError', 'fetch failed', 'egress policy: 169.254.169.254 is closed']);
});

test('a body that breaks off rejects its reader', async () => {
  const host = hosted({ fetch: () => OK, pull: () => { throw new Error('connection reset'); } });
  for (const read of ['text()', 'arrayBuffer()', 'clone().text()']) {
    assert.deepEqual(await run(host, `const r = await fetch("http://up.test/"); const work = r.${read}; ${FAILURE}`), ['TypeError', 'terminated', 'connection reset']);
  }
});

test('many are under way at once', async () => {
  const host = hosted({ fetch: (method, url) => ({ ...OK, url, body: 0 }) });
  assert.deepEqual(await run(host, 'return (await Promise.all(["a", "b", "c"].map((name) => fetch("http://" + name)))).map((r) => r.url)'), ['http://a/', 'http://b/', 'http://c/']);
  assert.equal(host.asked.length, 3);
});

test('an abort gives up the operation', async () => {
  const host = hosted({ fetch: () => new Promise(() => {}) });
  const seen = run(host, 'const c = globalThis.c = new AbortController(); const work = fetch("http://up.test/", { signal: c.signal }); try { await work } catch (error) { return error }');
  await settle();
  host.run('c.abort("enough")');
  assert.equal(await seen, 'enough');
  assert.deepEqual(host.asked.slice(1), [['cancel', 1]]);
});

test('an abort ends the reading of a body', async () => {
  for (const read of ['r.text()', 'r.body.getReader().read()']) {
    const host = hosted({ fetch: () => OK, pull: () => new Promise(() => {}) });
    const seen = run(host, `const c = globalThis.c = new AbortController(); const r = await fetch("http://up.test/", { signal: c.signal }); try { await ${read} } catch (error) { return error.name }`);
    await settle();
    host.run('c.abort()');
    assert.equal(await seen, 'AbortError');
    assert.deepEqual(host.asked.at(-1), ['cancel', 2]);
  }
});

test('what the app knows the digest of is checked', async () => {
  const right = 'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=';
  for (const [integrity, expected] of [[right, 'abc'], [`sha256-x sha256-${right.slice(7)}`, 'abc'], ['sha256-YWJj', 'TypeError'], ['md5-x', 'abc'], [`${right} sha512-YWJj`, 'TypeError']]) {
    const host = hosted({ fetch: () => OK, ...pieces('a', 'bc') });
    const seen = await run(host, `try { return await (await fetch("http://up.test/", { integrity: ${JSON.stringify(integrity)} })).text() } catch (error) { return error.name }`);
    assert.equal(seen, expected, integrity);
  }
});

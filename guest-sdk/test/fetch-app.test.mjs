/** Apps that export `fetch`: what a request is to them, and what becomes of their answers. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { hosted, settle } from './fetch-stub.mjs';

const timers = readFileSync(new URL('../runtime/src/prelude/timers.js', import.meta.url), 'utf8');

/** Runs an app whose `fetch` has this body on a request, and gives what the client was told, and what the host was asked. */
async function answered(source, { method = 'GET', target = '/', body, number, leaves, ...options } = {}) {
  const { answers, ...facts } = options;
  const host = hosted(answers, facts);
  const prelude = {};
  host.run(timers, 'timers')(host.global, Object.assign(host.runtime, { due() {}, ticking() {} }), prelude);
  prelude.adopt(host.run(`({ async fetch(request, env, ctx) { ${source} } })`));
  host.streams = [];
  const { ReadableStream } = host.runtime.lazy('streams');
  host.runtime.lazy('streams').ReadableStream = host.run('(Base, made) => class extends Base { constructor(...args) { super(...args); made.push(this); } }')(ReadableStream, host.streams);
  host.dispatch(method, target, 1, body === undefined ? number : host.run('(text) => Uint8Array.from(text, (character) => character.charCodeAt(0)).buffer')(body));
  await settle();
  if (leaves !== undefined) {
    host.leave(leaves);
    await settle();
  }
  return host;
}

const TEXT = { 'content-type': 'text/plain;charset=UTF-8' };

/** What an app does, what comes in, and what the client gets. */
const ANSWERS = [
  ['return new Response("hello")', {}, [['respond', 200, TEXT, 'hello']]],
  ['return new Response(new Uint8Array([97]), { status: 201, headers: { "X-A": "b" } })', {}, [['respond', 201, { 'x-a': 'b' }, 'a']]],
  ['return Response.json({ a: 1 })', {}, [['respond', 200, { 'content-type': 'application/json' }, '{"a":1}']]],
  ['return new Response(null, { status: 204 })', {}, [['respond', 204, {}, undefined]]],
  ['return Response.redirect("http://b/", 301)', {}, [['respond', 301, { location: 'http://b/' }, undefined]]],
  ['const r = new Response("x"); r.headers.append("Set-Cookie", "a=1"); r.headers.append("set-cookie", "b=2"); r.headers.append("x", "1"); r.headers.append("x", "2"); return r', {},
    [['respond', 200, { ...TEXT, 'set-cookie': ['a=1', 'b=2'], x: '1, 2' }, 'x']]],
  ['return new Response("whole")', { method: 'HEAD' }, [['respond', 200, TEXT, 'whole']]],
  ['return new Response(new ReadableStream({ pull() {} }))', { method: 'HEAD' }, [['respond', 200, {}, undefined]]],
  ['return new Response(request.url)', { target: '/a/b?c=d', headers: 'host\nexample.test:8080' }, [['respond', 200, TEXT, 'http://example.test:8080/a/b?c=d']]],
  ['return new Response(request.url)', { target: '/a/../b?c=\'d', headers: 'host\nEXAMPLE.test:80' }, [['respond', 200, TEXT, 'http://example.test/b?c=%27d']]],
  ['return new Response(request.url)', { connection: '2\nhttps\n::1\n1\nid', headers: 'host\n127.0.0.1:443', target: '//x' }, [['respond', 200, TEXT, 'https://127.0.0.1//x']]],
  ['return new Response(request.url)', { headers: '', target: '*' }, [['respond', 200, TEXT, 'http://localhost/']]],
  ['return new Response(request.url)', { headers: 'host\na b', target: '/x' }, [['respond', 200, TEXT, 'http://localhost/x']]],
  ['return new Response(request.url)', { target: 'http://Other/p' }, [['respond', 200, TEXT, 'http://other/p']]],
  ['return new Response(request.headers.get("Host") + request.headers.get("nope") + request.headers.has("cookie") + request.headers.get("cookie"))', { headers: 'host\na\ncookie\nx=1\ncookie\ny=2' },
    [['respond', 200, TEXT, 'anulltruex=1; y=2']]],
  ['return Response.json([...request.headers])', { headers: 'host\na\nb\n1\nb\n2\ncookie\nx=1\ncookie\ny=2' }, [['respond', 200, { 'content-type': 'application/json' }, '[["b","1, 2"],["cookie","x=1; y=2"],["host","a"]]']]],
  ['return new Response(await request.text() + request.bodyUsed + request.method)', { method: 'POST', body: 'sent' }, [['respond', 200, TEXT, 'senttruePOST']]],
  ['return Response.json([request.body, await request.text(), request.bodyUsed])', {}, [['respond', 200, { 'content-type': 'application/json' }, '[null,"",false]']]],
  ['return Response.json(await request.json())', { method: 'PUT', body: '{"a":[1]}' }, [['respond', 200, { 'content-type': 'application/json' }, '{"a":[1]}']]],
  ['const form = await request.formData(); return new Response(form.get("a"))', { method: 'POST', body: 'a=b+c', headers: 'content-type\napplication/x-www-form-urlencoded' }, [['respond', 200, TEXT, 'b c']]],
  ['const c = request.clone(); return new Response(await request.text() + await c.text() + c.url)', { method: 'POST', body: 'x', target: '/p' }, [['respond', 200, TEXT, 'xxhttp://example.test/p']]],
  ['const q = new Request(request, { headers: { a: "b" } }); return new Response(await q.text() + q.url + q.headers.get("a") + request.bodyUsed)', { method: 'POST', body: 'x' }, [['respond', 200, TEXT, 'xhttp://example.test/btrue']]],
  ['return Response.json(env)', { env: { NAME: 'value' } }, [['respond', 200, { 'content-type': 'application/json' }, '{"NAME":"value"}']]],
  ['env.OWN = 1; return Response.json([typeof request.cf, ctx.passThroughOnException() ?? null, this.fetch.length])', {}, [['respond', 200, { 'content-type': 'application/json' }, '["undefined",null,3]']]],
  ['throw new RangeError("broken")', {}, [['unhandled', 500, 'broken']]],
  ['return undefined', {}, [['unhandled', 500, 'The fetch handler has to return a Response, or a promise of one. It gave undefined']]],
  ['return { status: 200 }', {}, [['unhandled', 500, 'The fetch handler has to return a Response, or a promise of one. It gave an instance of Object']]],
  ['return new (class Response {})()', {}, [['unhandled', 500, 'The fetch handler has to return a Response, or a promise of one. It gave an instance of another class Response than the global one']]],
  ['return Response.error()', {}, [['unhandled', 500, 'The fetch handler returned Response.error(), which is no answer: return one with a status']]],
  ['const r = new Response("x"); await r.text(); return r', {}, [['unhandled', 500, 'The fetch handler returned a Response whose body has already been read: return a clone']]],
  ['ctx.waitUntil(Promise.resolve(1)); ctx.waitUntil(Promise.reject(new Error("late"))); return new Response("x")', {},
    [['holding', 1], ['holding', 2], ['respond', 200, TEXT, 'x'], ['holding', 1], ['holding', 0]]],
  ['return new Response(request.signal.aborted + " " + (request.signal instanceof AbortSignal))', {}, [['respond', 200, TEXT, 'false true']]],
];

for (const [index, [source, options, expected]] of ANSWERS.entries()) {
  test(`answers ${index}: ${source.slice(0, 100)}`, async () => {
    const { told } = await answered(source, options);
    const order = (list) => list.map((item) => JSON.stringify(item)).sort();
    assert.deepEqual(order(told), order(expected));
  });
}

const SLOW = 'new ReadableStream({ start(c) { c.enqueue(new TextEncoder().encode("one")); globalThis.more = c; }, cancel(reason) { globalThis.reason = reason; } })';

test('a stream leaves as it comes, and is complete at its end', async () => {
  const { asked, told, run } = await answered(`return new Response(${SLOW}, { headers: { "content-type": "text/event-stream" } })`);
  assert.deepEqual(asked, [['respond-stream', 200, 'content-type\ntext/event-stream'], ['push', 'one']]);
  run('more.enqueue(new Uint8Array([50, 51]).subarray(1)); more.close()');
  await settle();
  assert.deepEqual(asked.slice(2), [['push', '3'], ['finish']]);
  assert.deepEqual(told, []);
});

test('a stream that nobody takes any more is cancelled', async () => {
  const { told, asked, global } = await answered(`return new Response(${SLOW})`, { leaves: 'the client has left' });
  assert.equal(global.reason, 'the client has left');
  assert.deepEqual(told, [['ended']]);
  assert.equal(asked.length, 2);
});

test('a client that does not take the next piece has left', async () => {
  const { told, global } = await answered(`return new Response(${SLOW})`, { answers: { push: () => { throw new Error('gone'); } } });
  assert.equal(global.reason.message, 'gone');
  assert.deepEqual(told, [['ended']]);
});

test('a stream that fails ends its answer, and the error is told', async () => {
  const { told } = await answered('return new Response(new ReadableStream({ pull() { throw new RangeError("dry"); } }))');
  assert.deepEqual(told, [['ended'], ['unhandled', 500, 'dry']]);
});

test('no piece is asked for before the one before it has left', async () => {
  const { global } = await answered('globalThis.pulls = 0; return new Response(new ReadableStream({ pull(c) { pulls += 1; c.enqueue(new Uint8Array(9)); } }, { highWaterMark: 0 }))', { answers: { push: () => new Promise(() => {}) } });
  assert.equal(global.pulls, 1);
});

test('a body that the host still has is read piece by piece', async () => {
  const pieces = ['one', 'two'];
  const answers = { pull: () => (pieces.length === 0 ? undefined : new TextEncoder().encode(pieces.shift()).buffer) };
  const { told, asked } = await answered('return new Response(await request.text())', { method: 'POST', number: 3, answers });
  assert.deepEqual(told, [['respond', 200, TEXT, 'onetwo']]);
  assert.deepEqual(asked, [['pull', 3], ['pull', 3], ['pull', 3]]);
});

test('the signal of a request is aborted when its client leaves', async () => {
  const { global } = await answered('request.signal.addEventListener("abort", () => { globalThis.seen = [request.signal.reason.name, request.signal.reason.message]; }); return new Promise(() => {})', { leaves: 'the client has left' });
  assert.deepEqual([...global.seen], ['AbortError', 'the client has left']);
});

test('a fetched answer passes through without a stream of its own', async () => {
  const pieces = ['one', 'two'];
  const answers = {
    fetch: () => ({ status: 203, headers: 'a\n1\ntransfer-encoding\nchunked\nconnection\nclose\nset-cookie\nx\nset-cookie\ny', url: 'http://up/', redirected: false, body: 4 }),
    pull: () => (pieces.length === 0 ? undefined : new TextEncoder().encode(pieces.shift()).buffer),
  };
  const { asked, streams } = await answered('return fetch("http://up/")', { answers });
  assert.deepEqual(asked.slice(1), [['respond-stream', 203, 'a\n1\nset-cookie\nx\nset-cookie\ny'], ['pull', 4], ['push', 'one'], ['pull', 4], ['push', 'two'], ['pull', 4], ['finish']]);
  assert.equal(streams.length, 0);
});

test('a body that is handed on is not read on the way', async () => {
  const handedOn = 'const own = new Response(made.body, made); own.headers.set("x", "1"); return own';
  const whole = await answered(`const made = new Response("text"); ${handedOn}`);
  assert.deepEqual(whole.told, [['respond', 200, { ...TEXT, x: '1' }, 'text']]);
  const pieces = ['one'];
  const answers = { fetch: () => ({ status: 200, headers: '', url: 'http://up/', redirected: false, body: 4 }), pull: () => (pieces.length === 0 ? undefined : new TextEncoder().encode(pieces.shift()).buffer) };
  const { asked } = await answered(`const made = await fetch("http://up/"); ${handedOn}`, { answers });
  assert.deepEqual(asked.slice(1), [['respond-stream', 200, 'x\n1'], ['pull', 4], ['push', 'one'], ['pull', 4], ['finish']]);
  const read = await answered(`const made = new Response("text"); await made.body.getReader().read(); ${handedOn}`);
  assert.deepEqual(read.told[0].slice(0, 2), ['unhandled', 500]);
});

test('plain answers make no streams and blobs', async () => {
  const { runtime, streams } = await answered('return Response.json({ url: request.url, a: request.headers.get("a") })');
  assert.equal(streams.length, 0);
  for (const part of ['blob', 'events', 'formData', 'mimeType', 'fetching']) assert.equal(runtime.made(part), undefined, part);
});

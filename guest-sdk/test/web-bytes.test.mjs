/** Streams, blobs, forms, encodings and compression, beside Node's own. */

import { compare } from './web-compare.mjs';

const READ = 'const read = async (stream) => { const out = []; for await (const chunk of stream) out.push(chunk); return out; };';

compare('encodings', [
  'return [...new TextEncoder().encode("aä€😀\\ud800")];',
  'return [["aä€😀", 3], ["aä€😀", 6], ["aä€😀", 9], ["aä€😀", 10], ["abc", 10], ["\\ud800x", 4], ["", 0], ["😀", 3]].map(([text, room]) => new TextEncoder().encodeInto(text, new Uint8Array(room)));',
  'return [caught(() => new TextEncoder().encodeInto("a", [])).slice(0, 3), caught(() => TextEncoder.prototype.encoding).slice(0, 3), new TextEncoder().encoding, String(new TextEncoder())];',
  'return ["utf8", " UTF-8\\n", "latin1", "ascii", "utf-16", "shift_jis", "gbk", "gb18030", "big5", "euc-kr", "koi8-r", "macintosh", "windows-1251", "iso-8859-8-i"].map((label) => new TextDecoder(label).encoding);',
  'return ["nope", "", "replacement", "utf-7", "utf-8\\u00a0"].map((label) => caught(() => new TextDecoder(label)));',
  'const d = new TextDecoder(); return [d.decode(new Uint8Array([0xf0, 0x9f]), { stream: true }), d.decode(new Uint8Array([0x98, 0x80])), d.decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61])), d.decode(new Uint8Array([0xff, 0x61]))];',
  'const d = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }); return [d.fatal, d.ignoreBOM, d.decode(new Uint8Array([0xef, 0xbb, 0xbf])), caught(() => d.decode(new Uint8Array([0xc0]))), d.decode(new Uint8Array([97])), caught(() => d.decode(new Uint8Array([0xe2, 0x82])))];',
  'const d = new TextDecoder("utf-16le"); return [d.decode(new Uint8Array([0xff, 0xfe, 0x61, 0, 0x3d]), { stream: true }), d.decode(new Uint8Array([0xd8]), { stream: true }), d.decode(new Uint8Array([0, 0xde]))];',
  'return [new TextDecoder("shift_jis").decode(new Uint8Array([0x82, 0xa0])), new TextDecoder("windows-1251").decode(new Uint8Array([0xcf])), new TextDecoder("latin1").decode(new Uint8Array([0x80, 0xe4]))];',
  'return [new TextDecoder().decode(), new TextDecoder().decode(new ArrayBuffer(2)), new TextDecoder().decode(new DataView(new Uint8Array([97, 98]).buffer, 1)), caught(() => new TextDecoder().decode("a")).slice(0, 3)];',
  'return [btoa("a\\u00ff"), atob(" YQ = = "), atob("YQ"), caught(() => btoa("\\u0100")), caught(() => atob("Y")), caught(() => atob("a*b=")), caught(() => atob()).slice(0, 3), btoa(null), atob(btoa(undefined))];',
]);

compare('streams', [
  `${READ} const s = new ReadableStream({ start(c) { c.enqueue(1); c.enqueue("a"); c.close(); } }); return [s.locked, await read(s), String(s)];`,
  `${READ} const t = new TransformStream({ transform(chunk, c) { c.enqueue(chunk * 2); }, flush(c) { c.enqueue("end"); } }); const s = new ReadableStream({ start(c) { c.enqueue(1); c.enqueue(2); c.close(); } }); return read(s.pipeThrough(t));`,
  'const s = new ReadableStream({ type: "bytes", pull(c) { const v = c.byobRequest.view; v[0] = 7; c.byobRequest.respond(1); } }); const r = s.getReader({ mode: "byob" }); const { value, done } = await r.read(new Uint8Array(4)); return [value, done];',
  `${READ} const [a, b] = new ReadableStream({ start(c) { c.enqueue(1); c.close(); } }).tee(); return [await read(a), await read(b)];`,
  `${READ} return read(ReadableStream.from([1, 2, 3]));`,
  'const out = []; const w = new WritableStream({ write(chunk) { out.push(chunk); }, close() { out.push("close"); } }); const writer = w.getWriter(); writer.write(1); writer.write(2); await writer.close(); return out;',
  'const s = new ReadableStream({ start(c) { c.error(new RangeError("x")); } }); return [await failure(s.getReader().read()), await failure(new ReadableStream().getReader().closed.constructor.reject(1))];',
  'const s = new ReadableStream(); s.getReader(); return [s.locked, caught(() => s.getReader()).slice(0, 3), (await failure(s.cancel()))[1], caught(() => new ReadableStream({ type: "x" })).slice(0, 1)];',
  'return [new CountQueuingStrategy({ highWaterMark: 3 }).highWaterMark, new ByteLengthQueuingStrategy({ highWaterMark: 1 }).size(new Uint8Array(5)), caught(() => new CountQueuingStrategy()).slice(0, 3)];',
  'const c = new AbortController(); const p = new ReadableStream({ pull() { return new Promise(() => {}); } }).pipeTo(new WritableStream(), { signal: c.signal }); c.abort(); return failure(p);',
  `${READ} const s = new ReadableStream({ start(c) { c.enqueue("a\\ud83d"); c.enqueue("\\ude00"); c.enqueue("\\ud800"); c.close(); } }); return read(s.pipeThrough(new TextEncoderStream()));`,
  `${READ} const s = new ReadableStream({ start(c) { c.enqueue(new Uint8Array([0xf0, 0x9f])); c.enqueue(new Uint8Array([0x98, 0x80, 0xe2])); c.close(); } }); return read(s.pipeThrough(new TextDecoderStream()));`,
  'const d = new TextDecoderStream("latin1", { fatal: true }); return [d.encoding, d.fatal, d.ignoreBOM, new TextEncoderStream().encoding, (await failure((() => { const w = d.writable.getWriter(); d.readable.getReader().read().catch(() => {}); return w.write("text"); })()))[1]];',
  ...['gzip', 'deflate', 'deflate-raw'].map((format) => [`const text = "the quick brown fox ".repeat(5000); const bytes = new TextEncoder().encode(text); const through = async (t, parts) => { const w = t.writable.getWriter(); for (const part of parts) w.write(part).catch(() => {}); w.close().catch(() => {}); const out = []; for await (const chunk of t.readable) out.push(...chunk); return new Uint8Array(out); };
    const packed = await through(new CompressionStream("${format}"), [bytes.subarray(0, 10), bytes.subarray(10)]); const parts = []; for (let at = 0; at < packed.length; at += 50) parts.push(packed.subarray(at, at + 50)); const back = await through(new DecompressionStream("${format}"), parts);
    return [new TextDecoder().decode(back) === text, packed.length < 2000, (await failure(through(new DecompressionStream("${format}"), [packed.subarray(0, 20)])))[1]];`, [true, true, 'TypeError']]),
  'return [caught(() => new CompressionStream()), caught(() => new CompressionStream("brotli")), caught(() => new DecompressionStream("a"))].map(([kind, , name]) => [kind, name]);',
]);

compare('blobs and forms', [
  'const b = new Blob(["aä", new Uint8Array([1]), new Blob(["z"])], { type: "Text/PLAIN" }); return [b.size, b.type, await b.text(), await b.arrayBuffer(), await b.slice(-2).text(), b.slice(1, 3, "X").type, b.slice(2, 1).size, String(b)];',
  'return [caught(() => new Blob("a")).slice(0, 3), caught(() => new Blob(null)).slice(0, 3), caught(() => new Blob([], 1)).slice(0, 3), new Blob().size, await new Blob([{}, null, 1]).text(), await new Blob(["a\\r\\nb"], { endings: "native" }).text(), new Blob([], { type: "\\u00e4" }).type];',
  `${READ} const b = new Blob(["x".repeat(70000)]); const chunks = await read(b.stream()); return chunks.reduce((sum, chunk) => sum + chunk.length, 0);`,
  'const r = new Blob(["hello"]).stream().getReader({ mode: "byob" }); const out = []; for (;;) { const { value, done } = await r.read(new Uint8Array(3)); if (done) return out; out.push([...value]); }',
  'const f = new File(["ab"], "n.txt", { type: "text/x", lastModified: 5 }); return [f.name, f.size, f.type, f.lastModified, f instanceof Blob, String(f), f.slice(1) instanceof File, caught(() => new File([])).slice(0, 3), caught(() => new File(["a"], Symbol())).slice(0, 3), typeof new File([], "a").lastModified];',
  'const f = new FormData(); f.append("a", 1); f.append("b", "x"); f.append("a", "2"); f.set("b", "y"); f.set("c", "z"); const before = [...f]; f.delete("a"); return [before, f.get("a"), f.getAll("b"), f.has("c"), [...f.keys()], [...f.values()], String(f)];',
  'const f = new FormData(); f.append("f", new Blob(["x"], { type: "a/b" })); f.append("g", new Blob(["y"]), "n"); f.append("h", new File(["z"], "own")); f.append("i", new File(["z"], "own"), "other"); return [...f].map(([name, file]) => [name, file instanceof File, file.name, file.type, file.size]);',
  'const f = new FormData(); return [caught(() => f.append("a")), caught(() => f.append("a", "b", "c")), caught(() => new FormData({})), caught(() => f.get())].map(([kind, , name]) => [kind, name]);',
  'const f = new FormData(); f.append("a", "1"); f.append("b", "2"); const out = []; f.forEach(function (value, name, form) { out.push(value, name, form === f, this.x); }, { x: 1 }); return out;',
  ['const f = structuredClone(new File(["ab"], "n", { lastModified: 3.7, type: "t/t" })); return [f.name, f.lastModified, f.type, await f.text()];', ['n', 3, 't/t', 'ab']],
  ['return [await structuredClone(new Blob(["a"])).text(), caught(() => structuredClone(new Event("a"))).slice(0, 3), caught(() => structuredClone(new ReadableStream())).slice(0, 3), structuredClone(new DOMException("m", "AbortError")).code];', ['a', ['thrown', true, 'DataCloneError'], ['thrown', true, 'DataCloneError'], 20]],
]);

const RUNTIME = "const { encodeFormData, parseFormData } = globalThis[Symbol.for('rnode.runtime')].lazy('formData');";

compare('multipart', [
  [`${RUNTIME} const f = new FormData(); f.append('a"\\n', "1\\n2"); f.append("f", new File(["x\\r\\ny"], 'n"a.txt', { type: "text/x" })); const { bytes, contentType } = encodeFormData(f); const boundary = contentType.split("boundary=")[1]; return [new TextDecoder().decode(bytes).replaceAll(boundary, "B"), contentType.split(";")[0], boundary.length > 30];`,
    ['--B\r\nContent-Disposition: form-data; name="a%22%0D%0A"\r\n\r\n1\r\n2\r\n--B\r\nContent-Disposition: form-data; name="f"; filename="n%22a.txt"\r\nContent-Type: text/x\r\n\r\nx\r\ny\r\n--B--\r\n', 'multipart/form-data', true]],
  [`${RUNTIME} const f = new FormData(); f.append("a", "ä"); f.append("a", ""); f.append("f", new Blob([new Uint8Array([0, 13, 10, 45, 45])]), "n"); const { bytes, contentType } = encodeFormData(f); const back = parseFormData(bytes, contentType); return [back.getAll("a"), await back.get("f").arrayBuffer(), back.get("f").name, back.get("f").type];`,
    [['ä', ''], ['ArrayBuffer', 0, 13, 10, 45, 45], 'n', 'application/octet-stream']],
  [`${RUNTIME} return [...parseFormData(new TextEncoder().encode("a=1&b=%20"), "application/x-www-form-urlencoded;charset=utf-8")];`, [['a', '1'], ['b', ' ']]],
  ...['--B\r\n\r\nx', '', '--B', '--B\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n', '--B\r\nContent-Disposition: attachment\r\n\r\nx\r\n--B--'].map((text) => [
    `${RUNTIME} return caught(() => parseFormData(new TextEncoder().encode(${JSON.stringify(text)}), "multipart/form-data; boundary=B")).slice(0, 3);`, ['thrown', true, 'TypeError']]),
  [`${RUNTIME} return [...parseFormData(new TextEncoder().encode("--B--"), "multipart/form-data; boundary=B")];`, []],
]);

compare('the rest', [
  'const m = performance.mark("a", { detail: { x: 1 }, startTime: 5 }); const n = performance.measure("m", { start: 1, duration: 4 }); return [m.name, m.entryType, m.startTime, m.duration, m.detail, n.startTime, n.duration, performance.getEntriesByType("mark").length, typeof performance.now(), typeof performance.timeOrigin, String(performance)];',
  'return [caught(() => performance.measure("m", "none")), caught(() => performance.mark()), caught(() => performance.mark("a", { startTime: -1 })), caught(() => new Performance())].map(([kind, , name]) => [kind, name]);',
  'const v = crypto.randomUUID(); return [/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(v), crypto.getRandomValues(new Uint8Array(4)).length, caught(() => crypto.getRandomValues(new Float32Array(1))), caught(() => crypto.getRandomValues(new Uint8Array(65537))), String(crypto), crypto instanceof Crypto, caught(() => new Crypto()).slice(0, 3)];',
  ['const p = new URLPattern({ pathname: "/books/:id" }); return [p.test("https://a.b/books/7"), p.exec("https://a.b/books/7").pathname.groups.id, URLPattern.name, String(p)];', [true, '7', 'URLPattern', '[object URLPattern]']],
  ['return [navigator.userAgent, self === globalThis, typeof WebAssembly, Object.prototype.toString.call(console), typeof console.timeLog, typeof console.dirxml];', ['rnode-wasm/0.1.0', true, 'undefined', '[object console]', 'function', 'function']],
]);

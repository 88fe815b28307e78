/** Events, signals, exceptions and messages, beside Node's own. */

import { compare } from './web-compare.mjs';

compare('events', [
  'const e = new Event("a", { bubbles: true, cancelable: 1 }); return [e.type, e.bubbles, e.cancelable, e.composed, e.target, e.currentTarget, e.eventPhase, e.defaultPrevented, e.returnValue, e.cancelBubble, e.isTrusted, String(e)];',
  'return [caught(() => new Event()), caught(() => Event("a")), caught(() => new Event(Symbol())), caught(() => new Event("a", 1)), caught(() => Event.prototype.type)].map(([kind, , name]) => [kind, name]);',
  ['return [Event.NONE, Event.CAPTURING_PHASE, Event.prototype.AT_TARGET, Event.BUBBLING_PHASE, Object.keys(Event.prototype).filter((name) => name !== "returnValue").length > 15];', [0, 1, 2, 3, true]],
  ['const out = []; const t = new EventTarget(); t.addEventListener("a", () => out.push("bubble")); t.addEventListener("a", () => out.push("capture"), true); t.addEventListener("a", () => out.push("once"), { once: true }); t.dispatchEvent(new Event("a")); t.dispatchEvent(new Event("a")); return out;', ['capture', 'bubble', 'once', 'capture', 'bubble']],
  'const out = []; const t = new EventTarget(); const f = () => out.push(1); t.addEventListener("a", f); t.addEventListener("a", f); t.addEventListener("a", f, true); t.removeEventListener("a", f); t.dispatchEvent(new Event("a")); return out;',
  ['const out = []; const t = new EventTarget(); t.addEventListener("a", (e) => { e.stopImmediatePropagation(); out.push(1); }); t.addEventListener("a", () => out.push(2)); const e = new Event("a"); t.dispatchEvent(e); t.dispatchEvent(e); return [out, e.cancelBubble];', [[1, 1], false]],
  'const out = []; const t = new EventTarget(); const late = { }; t.addEventListener("a", late); late.handleEvent = function (e) { out.push(this === late, e.target === t, e.eventPhase, e.composedPath().length); }; t.dispatchEvent(new Event("a")); return out;',
  ['const out = []; const t = new EventTarget(); t.addEventListener("a", () => { t.addEventListener("a", () => out.push("new")); t.removeEventListener("a", gone); }); const gone = () => out.push("gone"); t.addEventListener("a", gone); t.dispatchEvent(new Event("a")); return out;', []],
  'const c = new AbortController(); const out = []; const t = new EventTarget(); t.addEventListener("a", () => out.push(1), { signal: c.signal }); t.dispatchEvent(new Event("a")); c.abort(); t.dispatchEvent(new Event("a")); t.addEventListener("a", () => out.push(2), { signal: c.signal }); t.dispatchEvent(new Event("a")); return out;',
  'const t = new EventTarget(); return [caught(() => t.addEventListener("a", 1)), caught(() => t.addEventListener("a", () => {}, { signal: null })), caught(() => t.addEventListener("a")), caught(() => t.dispatchEvent({ type: "a" })), caught(() => t.dispatchEvent()), caught(() => t.addEventListener("a", null))].map(([kind, , name]) => [kind, name]);',
  ['const t = new EventTarget(); const out = []; t.addEventListener("a", (e) => out.push(caught(() => t.dispatchEvent(e)))); t.dispatchEvent(new Event("a")); return out;', [['thrown', true, 'InvalidStateError', 11]]],
  'const e = new CustomEvent("a", { detail: { x: 1 } }); return [e.detail, new CustomEvent("a").detail, e instanceof Event, String(e)];',
  ['const t = new EventTarget(); const e = new Event("a", { cancelable: true }); t.addEventListener("a", (event) => { event.preventDefault(); event.returnValue = false; }, { passive: true }); return [t.dispatchEvent(e), e.defaultPrevented];', [true, false]],
  ['const out = []; addEventListener("error", (e) => { out.push(e.message, e.error.message, e.isTrusted, e instanceof ErrorEvent); e.preventDefault(); }); const t = new EventTarget(); t.addEventListener("a", () => { throw new TypeError("from a listener"); }); t.addEventListener("a", () => out.push("next")); t.dispatchEvent(new Event("a")); reportError(new RangeError("told")); return out;',
    ['Uncaught TypeError: from a listener', 'from a listener', true, true, 'next', 'Uncaught RangeError: told', 'told', true, true]],
  ['const out = []; onerror = (message, file, line, column, error) => { out.push(message, error); return true; }; reportError(5); out.push(typeof onerror, onunhandledrejection, onrejectionhandled); onerror = 1; out.push(onerror); return out;', ['Uncaught 5', 5, 'function', null, null, null]],
  ['const e = new PromiseRejectionEvent("a", { promise: Promise.resolve(1), reason: 2 }); return [await e.promise, e.reason, caught(() => new PromiseRejectionEvent("a", {}))];', [1, 2, ['thrown', true, 'TypeError', '']]],
  ['const e = new Event("a"); e.initEvent("b", true, true); return [e.type, e.bubbles, e.cancelable, Object.getOwnPropertyDescriptor(e, "isTrusted").configurable];', ['b', true, true, false]],
]);

compare('signals', [
  'const c = new AbortController(); const out = []; c.signal.addEventListener("abort", (e) => out.push(e.type, e.isTrusted)); c.signal.onabort = () => out.push("on"); c.abort(); c.abort(1); return [out, c.signal.aborted, c.signal.reason.name, c.signal.reason.code, c.signal.reason.message];',
  'const c = new AbortController(); c.abort(0); return [c.signal.reason, caught(() => c.signal.throwIfAborted()).length, AbortSignal.abort().reason.name, AbortSignal.abort(7).reason];',
  'return [caught(() => new AbortSignal()), caught(() => AbortSignal.prototype.aborted), caught(() => AbortController())].map(([kind, , name]) => [kind, name]);',
  'const s = AbortSignal.timeout(5); const kept = setTimeout(() => {}, 1000); await new Promise((r) => s.addEventListener("abort", r)); clearTimeout(kept); return [s.aborted, s.reason.name, s.reason.code];',
  'return [caught(() => AbortSignal.timeout(-1)), caught(() => AbortSignal.timeout()), caught(() => AbortSignal.timeout(NaN))].map(([kind]) => kind);',
  'const [a, b] = [new AbortController(), new AbortController()]; const any = AbortSignal.any([a.signal, b.signal]); const out = []; any.addEventListener("abort", () => out.push(any.reason)); b.abort("b"); a.abort("a"); return [out, any.aborted];',
  'return [AbortSignal.any([]).aborted, AbortSignal.any([AbortSignal.abort("x")]).reason, caught(() => AbortSignal.any([1])).slice(0, 3), caught(() => AbortSignal.any()).slice(0, 3)];',
  ['const c = new AbortController(); const one = AbortSignal.any([c.signal]); const two = AbortSignal.any([one]); const out = []; two.onabort = () => out.push("two", one.aborted); one.onabort = () => out.push("one", two.aborted); c.signal.onabort = () => out.push("root", two.aborted); c.abort(); return out;',
    ['root', true, 'one', true, 'two', true]],
]);

compare('exceptions', [
  'const e = new DOMException("m", "AbortError"); return [e.name, e.message, e.code, e instanceof Error, String(e), Object.keys(e), typeof e.stack, e.stack.split("\\n")[0]];',
  'return ["IndexSizeError", "NotFoundError", "DataCloneError", "InUseAttributeError", "NoDataAllowedError", "OperationError", "x"].map((name) => new DOMException("", name).code);',
  'return [DOMException.INDEX_SIZE_ERR, DOMException.DOMSTRING_SIZE_ERR, DOMException.prototype.DATA_CLONE_ERR, DOMException.URL_MISMATCH_ERR, DOMException.INVALID_NODE_TYPE_ERR, new DOMException().name, new DOMException().message];',
  'return [caught(() => DOMException("a")).slice(0, 3), caught(() => DOMException.prototype.name).slice(0, 3), Object.getPrototypeOf(DOMException) === Function.prototype, Object.getPrototypeOf(DOMException.prototype) === Error.prototype];',
  'const e = new DOMException("m", { name: "N", cause: 1 }); return [e.name, e.cause];',
]);

compare('messages', [
  'const { port1, port2 } = new MessageChannel(); const got = new Promise((r) => { port2.onmessage = (e) => r([e.data, e.ports.length, e.type]); }); port1.postMessage({ a: [1] }); const out = await got; port1.close(); return out;',
  'const { port1, port2 } = new MessageChannel(); const out = []; const end = new Promise((r) => port2.addEventListener("message", (e) => { out.push(e.data); if (e.data === 3) r(); })); for (const n of [1, 2, 3]) port1.postMessage(n); out.push("sent"); port2.start(); await end; port1.close(); return out;',
  'const { port1 } = new MessageChannel(); const out = [caught(() => port1.postMessage(() => {})).slice(0, 3), caught(() => port1.postMessage()).slice(0, 3)]; port1.close(); return out;',
  'const [one, two] = [new MessageChannel(), new MessageChannel()]; const got = new Promise((r) => { one.port2.onmessage = (e) => r(e.ports[0]); }); one.port1.postMessage("take", [two.port2]); const port = await got; const next = new Promise((r) => { port.onmessage = (e) => r(e.data); }); two.port1.postMessage("through"); const out = await next; one.port1.close(); two.port1.close(); return out;',
  'const e = new MessageEvent("m", { data: 1, origin: "o", lastEventId: "l" }); return [e.data, e.origin, e.lastEventId, e.source, e.ports.length, new MessageEvent("m").data];',
  'const b = new ArrayBuffer(4); const { port1, port2 } = new MessageChannel(); const got = new Promise((r) => { port2.onmessage = (e) => r(e.data.byteLength); }); port1.postMessage(b, [b]); const out = [b.byteLength, await got]; port1.close(); return out;',
  ['const [a, b, c] = ["x", "x", "y"].map((name) => new BroadcastChannel(name)); const out = []; b.onmessage = (e) => out.push(e.data); c.onmessage = () => out.push("other"); a.postMessage({ n: 1 }); await new Promise((r) => setTimeout(r, 20)); a.close(); return [out, caught(() => a.postMessage(1)).slice(0, 3)];', [[{ n: 1 }], ['thrown', true, 'InvalidStateError']]],
]);

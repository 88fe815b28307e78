/** A realm under Node that has the language, and beside it only what the runtime's own scripts put there. */

import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import zlib from 'node:zlib';
import { bundle } from '../runtime/packages/bundle.mjs';
import { lazy as nativesOf } from './crypto-stub.mjs';
import { runtime as stub } from './runtime-stub.mjs';

const folder = new URL('../runtime/src/', import.meta.url);
const read = (path) => readFileSync(new URL(path, folder), 'utf8');

/** The scripts of each part, as the runtime lists them. */
const PARTS = new Map([...read('lazy.rs').matchAll(/^ {4}\(\s*"([^"]+)",\s*&\[([^;]*?)\]\s*,?\s*\),$/gm)]
  .map(([, name, list]) => [name, [...list.matchAll(/include_str!\("([^"]+)"\)/g)].map(([, path]) => path)]));

const { TextDecoder: NodesDecoder, URL: NodesURL, URLSearchParams: NodesParams } = globalThis;
const URL_PARTS = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'];
const view = (buffer, start, end) => new Uint8Array(buffer, start, end - start);

/** The natives of a part, made of what Node has. */
const NATIVES = {
  encoding: {
    nameOf(label) {
      try {
        return new NodesDecoder(label).encoding;
      } catch {
        return undefined;
      }
    },
    decoder(name, isFatal, keepsMark) {
      const decoder = new NodesDecoder(name, { fatal: isFatal, ignoreBOM: keepsMark });
      return (buffer, start, end, isLast) => {
        try {
          return decoder.decode(view(buffer, start, end), { stream: !isLast });
        } catch {
          return undefined;
        }
      };
    },
  },
  compressionStreams: {
    deflater: (format) => atEnd({ gzip: zlib.gzipSync, deflate: zlib.deflateSync, 'deflate-raw': zlib.deflateRawSync }[format]),
    inflater: (format) => atEnd({ gzip: zlib.gunzipSync, deflate: zlib.inflateSync, 'deflate-raw': zlib.inflateRawSync }[format]),
  },
  url: {
    ...nativesOf('url'),
    parse: (text, base) => (NodesURL.canParse(text, base) ? URL_PARTS.map((part) => new NodesURL(text, base)[part]) : undefined),
    change(href, part, value) {
      const url = new NodesURL(href);
      url[part] = value;
      return URL_PARTS.map((name) => url[name]);
    },
    parseForm: (text) => [...new NodesParams(text)].flat(),
    serializeForm(pairs) {
      const params = new NodesParams();
      for (let at = 0; at < pairs.length; at += 2) params.append(pairs[at], pairs[at + 1]);
      return params.toString();
    },
  },
};

/** A step that keeps what it gets and does the work at the end. */
function atEnd(work) {
  const pieces = [];
  let isDone = false;
  return (buffer, start, end, isEnd) => {
    pieces.push(Buffer.from(buffer.slice(start, end)));
    if (!isEnd || isDone) return undefined;
    isDone = true;
    try {
      const output = work(Buffer.concat(pieces));
      return output.buffer.slice(output.byteOffset, output.byteOffset + output.length);
    } catch (error) {
      throw new TypeError(error.message);
    }
  };
}

/** A function of Node's realm whose buffers and errors are those of another one. */
function carried(native, context) {
  const { ArrayBuffer: Buffers, Uint8Array: Bytes, TypeError: Failure } = context;
  return (...args) => {
    let result;
    try {
      result = native(...args);
    } catch (error) {
      throw error instanceof TypeError ? new Failure(error.message) : error;
    }
    if (typeof result === 'function') return carried(result, context);
    if (!(result instanceof ArrayBuffer)) return result;
    const buffer = new Buffers(result.byteLength);
    new Bytes(buffer).set(new Uint8Array(result));
    return buffer;
  };
}

const carriedAll = (natives, context) => Object.fromEntries(Object.entries(natives).map(([name, native]) => [name, typeof native === 'function' ? carried(native, context) : native]));

/** A realm: `run` evaluates a script in it, `log` has what it logged. */
export function realm() {
  const context = createContext({});
  const run = (source, filename = 'realm') => runInContext(source, context, { filename });
  const global = run('globalThis');
  const classes = run('({ ArrayBuffer, Uint8Array, TypeError })');
  for (const name of ['WebAssembly', 'SharedArrayBuffer']) delete global[name];
  const log = [];
  const started = performance.timeOrigin;
  const runtime = Object.assign(run('({})'), carriedAll(stub, classes), {
    now: () => started + performance.now(),
    timeOrigin: started,
    log: (level, text) => log.push([level, text]),
    package: (name) => run(bundle(name), `npm:${name}`),
    lazy(name) {
      if (name === 'crypto') return carriedAll(nativesOf('crypto'), classes);
      const shared = Object.assign(run('({})'), carriedAll(NATIVES[name] ?? {}, classes));
      if (!PARTS.has(name)) throw new Error(`no such part: ${name}`);
      for (const path of PARTS.get(name)) run(read(path), path)(global, shared);
      return shared;
    },
  });
  Object.defineProperty(global, Symbol.for('rnode.runtime'), { value: runtime });
  Object.assign(global, { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate });
  global.queueMicrotask = run('(callback) => { if (typeof callback !== "function") throw new TypeError("not a function"); Promise.resolve().then(() => callback()); }');
  runtime.checkCallback = run('(callback) => { if (typeof callback !== "function") throw Object.assign(new TypeError("The \\"callback\\" argument must be of type function."), { code: "ERR_INVALID_ARG_TYPE" }); }');
  if (run('ArrayBuffer.prototype.transfer') === undefined) {
    const moved = carried((buffer) => structuredClone(buffer, { transfer: [buffer] }), classes);
    run('(move) => { ArrayBuffer.prototype.transfer = function transfer() { return move(this); }; }')(moved);
    run('Object.defineProperty(ArrayBuffer.prototype, "detached", { get() { try { new Uint8Array(this); return false; } catch { return true; } }, configurable: true })');
  }
  const prelude = {};
  for (const path of ['prelude/console.js', 'prelude/base64.js', 'prelude/lazy.js']) run(read(path), path)(global, runtime, prelude);
  return { context, global, run, log, runtime, prelude };
}

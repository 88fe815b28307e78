/** Records what real Express answers to every case, over a socket, into `records/*.json`. */

// The format, one subject `<name>` per three files:
//
//   apps/<name>.mjs      export default (express) => app     imports at most packages: Express comes in as `express`
//   cases/<name>.json    { "env": "production", "cases": [ { ...case }, ... ] }      "env" (NODE_ENV) may be left out
//   records/<name>.json  written by this program: { env, exchanges: [ { name, request, response }, ... ] }
//
// A case:     { "name": "says hello", "method": "GET", "path": "/hello?x=1",
//               "headers": [["accept", "text/html"]], "body": "text" | "bodyBase64": "AAEC" }
//             Only "path" is needed; "method" is GET and "headers" are [] when left out, "name" is `METHOD path`. `host: oracle.test`,
//             `connection: close` and, for a body, `content-length` are added; they can be given to override them.
// A response: { status, headers: [[name, value], ...] in Node's order and casing, body | bodyBase64 (when not UTF-8) }
//             without Date, Connection and Keep-Alive. A chunked answer is recorded with the Content-Length it would have had, since the
//             host buffers. `Expires=` of a cookie that also has Max-Age becomes `Expires=*`.
// Encoded:    A case with `"encoded": true` expects a compressed answer. Its record has `"encoded": true`, the body as it was before it was
//             compressed, and no Content-Length: the same text may be compressed into other bytes. Whoever replays it undoes the
//             Content-Encoding of the answer (gzip, deflate, br) and leaves out its Content-Length before comparing.
//
// Usage: node record.mjs [name ...]

import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import http from 'node:http';
import express from 'express';
import { exchangeNames, loadApp, loadCases, recordPath, responseForRecord } from './exchange.mjs';

/** Sends one request over its own connection and resolves to { status, headers, body }. */
async function send(port, request) {
  const outgoing = http.request({
    host: '127.0.0.1',
    port,
    method: request.method,
    path: request.path,
    headers: request.headers.flat(),
    agent: false,
  });
  outgoing.end(request.bytes);
  const [incoming] = await once(outgoing, 'response');
  const chunks = await incoming.toArray();
  const headers = [];
  for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
    headers.push([incoming.rawHeaders[at], incoming.rawHeaders[at + 1]]);
  }
  return { status: incoming.statusCode, headers, body: Buffer.concat(chunks) };
}

/** Runs every case of one subject against real Express and writes its record. */
async function record(name) {
  const { env, cases } = await loadCases(name);
  process.env.NODE_ENV = env;
  const app = await loadApp(name, express);
  const server = http.createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const exchanges = [];
  for (const { name: title, request, written, isEncoded } of cases) {
    const response = await send(server.address().port, request);
    exchanges.push({ name: title, request: written, response: responseForRecord(request, response, isEncoded) });
  }
  server.close();
  await writeFile(recordPath(name), `${JSON.stringify({ env, exchanges }, null, 1)}\n`);
  return exchanges.length;
}

// The zone of the sandbox.
process.env.TZ = 'UTC';

// Express logs unhandled errors; they are expected here.
console.error = () => {};

const wanted = process.argv.slice(2);
let total = 0;
for (const name of wanted.length === 0 ? await exchangeNames() : wanted) {
  const count = await record(name);
  total += count;
  process.stdout.write(`${name}: ${count}\n`);
}
process.stdout.write(`${total} exchanges recorded\n`);

/** The client of `node:http` does what Node's own does, against a server of Node's. */

import { runtime } from './runtime-stub.mjs';

import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import nodeHttp from 'node:http';
import nodeStream from 'node:stream';
import { after, test } from 'node:test';
import ownHttp from '../src/node/http.js';
import ownHttps from '../src/node/https.js';
import ownStream from '../src/node/stream.js';

const exact = (bytes) => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
const bodies = new Map();
const cancelled = [];
let operations = 0;

/** What the host does, with Node's client. */
const OPERATIONS = {
  fetch: (method, url, packed, body) => new Promise((resolve, reject) => {
    const parts = packed === '' ? [] : packed.split('\n');
    const req = nodeHttp.request(url, { method, agent: false });
    for (let at = 0; at < parts.length; at += 2) req.appendHeader(parts[at], parts[at + 1]);
    req.on('error', (error) => reject(new Error(`${error.code}: ${error.message}`)));
    req.on('response', (res) => {
      bodies.set(operations, res[Symbol.asyncIterator]());
      const headers = res.rawHeaders.map((text, at) => (at % 2 === 0 ? text.toLowerCase() : text)).join('\n');
      resolve({ status: res.statusCode, headers, url, redirected: false, body: operations });
    });
    req.end(body === undefined ? undefined : Buffer.from(body));
  }),
  async pull(number) {
    const { value, done } = await bodies.get(number).next();
    return done ? undefined : exact(value);
  },
};

runtime.operate = (kind, ...args) => {
  const id = operations += 1;
  const promise = OPERATIONS[kind](...args);
  return { id, promise: new Promise((resolve, reject) => {
    promise.then((value) => { if (!cancelled.includes(id)) resolve(value); }, (error) => { if (!cancelled.includes(id)) reject(error); });
  }) };
};
runtime.cancel = (id) => cancelled.push(id);

/** What the server says of a request; paths ask it to be slow, long or otherwise. */
const server = nodeHttp.createServer(async (req, res) => {
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  res.sendDate = false;
  switch (req.url) {
    case '/redirect': res.writeHead(302, { location: '/elsewhere' }).end('moved'); break;
    case '/empty': res.writeHead(204).end(); break;
    case '/cookies': res.setHeader('Set-Cookie', ['a=1', 'b=2']).setHeader('X-A', ['1', '2']).end('x'); break;
    case '/long': res.end('0123456789'.repeat(20000)); break;
    case '/letters': res.write(Buffer.from([0xc3])); setImmediate(() => res.end(Buffer.from([0xa4, 0x62]))); break;
    case '/never': break;
    case '/half': res.write('half'); break;
    case '/broken': res.write('half'); setImmediate(() => res.destroy()); break;
    case '/reset': req.socket.destroy(); break;
    default: {
      const { connection, 'content-length': length, 'transfer-encoding': coding, ...headers } = req.headers;
      res.setHeader('Content-Type', 'application/json').end(JSON.stringify({ method: req.method, url: req.url, headers: Object.entries(headers).sort(), body: Buffer.concat(chunks).toString() }));
    }
  }
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const { port } = server.address();
const base = `http://127.0.0.1:${port}`;
after(() => server.close());
after(() => server.closeAllConnections());

/** Bodies as text, with whatever belongs to the connection left out. */
const show = (res) => {
  const { connection, 'keep-alive': keep, 'transfer-encoding': coding, 'content-length': length, ...headers } = res.headers;
  return [res.statusCode, res.statusMessage, headers, res.httpVersion];
};

/** Each is run with the modules of Node and with our own; `log` keeps what happens. */
const SCENARIOS = {
  get: ({ http, log, done }) => http.get(`${base}/a?b=c`, (res) => { log(show(res)); res.on('data', (chunk) => log(chunk.toString())).on('end', () => { log('end', res.complete); done(); }); }),
  'options and a body': ({ http, log, done }) => {
    const req = http.request({ host: '127.0.0.1', port, path: '/p', method: 'post', headers: { 'X-A': '1', b: ['2', '3'], Cookie: ['c=1', 'd=2'] }, auth: 'u:p' }, (res) => { res.setEncoding('utf8'); res.on('data', log).on('end', done); });
    log(req.method, req.path, req.host, req.protocol, req.getHeader('host'), req.getHeader('x-a'), req.hasHeader('X-a'), req.headersSent, req.getRawHeaderNames());
    log(req.write('one '), req.headersSent);
    req.write(Buffer.from('two '), () => log('written'));
    req.end('three', () => log('finished'));
    log(req.finished, req.writableEnded);
  },
  'a URL and options': ({ http, log, done }) => http.request(new URL(`${base}/x`), { method: 'DELETE', path: '/y', headers: { A: '1', b: 2 } }, (res) => res.on('data', (chunk) => log(String(chunk))).on('end', done)).end(),
  'events in order': ({ http, log, done }) => {
    const req = http.get(`${base}/`);
    for (const name of ['socket', 'finish', 'response', 'error', 'abort', 'timeout']) req.on(name, () => log(name));
    req.on('close', () => { log('close'); done(); });
    req.on('response', (res) => { for (const name of ['end', 'close', 'error', 'aborted']) res.on(name, () => log(`res ${name}`)); res.resume(); });
  },
  'nobody wants the response': ({ http, log, done }) => http.get(`${base}/long`).on('close', () => { log('close'); done(); }),
  redirects: ({ http, log, done }) => http.get(`${base}/redirect`, (res) => { log(show(res)); res.resume().on('end', done); }),
  'no body': ({ http, log, done }) => http.get(`${base}/empty`, (res) => { log(show(res)); res.on('data', log).on('end', () => { log('end'); done(); }); }),
  head: ({ http, log, done }) => http.request(`${base}/`, { method: 'HEAD' }, (res) => { log(res.statusCode); res.on('data', log).on('end', () => { log('end'); done(); }); }).end(),
  cookies: ({ http, log, done }) => http.get(`${base}/cookies`, (res) => { log(res.headers['set-cookie'], res.headers['x-a'], res.headersDistinct['x-a']); res.resume().on('end', done); }),
  'letters in pieces': ({ http, log, done }) => http.get(`${base}/letters`, (res) => { let text = ''; res.setEncoding('utf8').on('data', (chunk) => { text += chunk; }).on('end', () => { log(text); done(); }); }),
  'async iteration': async ({ http, log, done }) => {
    const [res] = await once(http.get(`${base}/long`), 'response');
    let length = 0;
    for await (const chunk of res) length += chunk.length;
    log(length, res.destroyed, res.readableEnded);
    done();
  },
  'a pause': ({ http, log, done }) => http.get(`${base}/long`, (res) => {
    let length = 0;
    res.once('data', () => { res.pause(); log(res.isPaused()); setImmediate(() => res.resume()); });
    res.on('data', (chunk) => { length += chunk.length; }).on('end', () => { log(length); done(); });
  }),
  readable: ({ http, log, done }) => http.get(`${base}/long`, (res) => { let length = 0; res.on('readable', () => { for (let chunk = res.read(); chunk !== null; chunk = res.read()) length += chunk.length; }).on('end', () => { log(length); done(); }); }),
  'a pipe': ({ http, log, done, stream }) => http.get(`${base}/long`, (res) => {
    let length = 0;
    stream.pipeline(res, new stream.Transform({ transform(chunk, encoding, callback) { length += chunk.length; callback(); } }), (error) => { log(error ?? null, length); done(); }).resume();
  }),
  'a pipe into it': ({ http, log, done, stream }) => {
    const req = http.request(`${base}/`, { method: 'POST' }, (res) => res.on('data', (chunk) => log(String(chunk))).on('end', done));
    stream.Readable.from([Buffer.from('a'), Buffer.from('b')]).pipe(req);
  },
  'a pipeline into it': ({ http, log, done, stream }) => {
    const req = http.request(`${base}/`, { method: 'POST' }, (res) => res.on('data', (chunk) => log(String(chunk))).on('end', done));
    stream.pipeline(stream.Readable.from([Buffer.from('a'), Buffer.from('b')]), req, (error) => { if (error) log(error.code); });
  },
  'the end of both': ({ http, log, done, stream }) => {
    const req = http.get(`${base}/long`, (res) => { stream.finished(res, (error) => { log('response', error ?? null); done(); }); res.resume(); });
    log(req instanceof stream.Stream, req.writable);
  },
  'a body that breaks off': ({ http, log, done }) => http.get(`${base}/broken`, (res) => res.on('data', (chunk) => log(String(chunk))).on('error', (error) => log(error.code)).on('aborted', () => log('aborted')).on('close', () => { log(res.complete); done(); })),
  'a body that breaks off while it is iterated over': async ({ http, log, done }) => {
    const [res] = await once(http.get(`${base}/broken`), 'response');
    try {
      for await (const chunk of res) log(String(chunk));
    } catch (error) {
      log(error.code);
    }
    done();
  },
  abort: ({ http, log, done }) => {
    const req = http.get(`${base}/never`);
    req.on('error', (error) => log(error.message, error.code)).on('abort', () => log('abort', req.aborted)).on('close', () => { log('close', req.destroyed); done(); });
    setImmediate(() => req.abort());
  },
  'destroy with an error': ({ http, log, done }) => {
    const req = http.get(`${base}/never`).on('error', (error) => log(error.message)).on('close', () => { log('close'); done(); });
    setImmediate(() => { log(req.destroy(new RangeError('mine')) === req, req.destroyed); });
  },
  'destroy before the end': ({ http, log, done }) => {
    const req = http.request(`${base}/`, { method: 'POST' }).on('error', (error) => log(error.code)).on('close', () => { log('close'); done(); });
    req.destroy();
  },
  'destroy while it is read': ({ http, log, done }) => {
    const req = http.get(`${base}/half`, (res) => res.on('data', (chunk) => { log(String(chunk)); req.destroy(); }).on('error', (error) => log(error.message, error.code)).on('aborted', () => log('aborted')).on('close', () => { log('closed', res.complete); done(); }));
  },
  'the response is destroyed': ({ http, log, done }) => http.get(`${base}/half`, (res) => res.on('data', () => res.destroy()).on('error', (error) => log(error.message)).on('close', () => { log('closed', res.destroyed); done(); })),
  'a signal': ({ http, log, done }) => {
    const controller = new AbortController();
    http.get(`${base}/never`, { signal: controller.signal }).on('error', (error) => log(error.name, error.code, error.message, error.cause)).on('close', done);
    setImmediate(() => controller.abort('why'));
  },
  'a time-out': ({ http, log, done }) => { const req = http.get(`${base}/never`, { timeout: 20 }).on('timeout', () => { log('timeout'); req.destroy(); }).on('error', (error) => log(error.code)).on('close', done); },
  'a time-out by callback': ({ http, log, done }) => { const req = http.get(`${base}/never`); log(req.setTimeout(20, () => { log('called'); req.destroy(); }) === req); req.on('error', () => {}).on('close', done); },
  'no server': ({ http, log, done }) => http.get('http://127.0.0.1:1/').on('error', (error) => log(error.code)).on('close', () => { log('close'); done(); }),
  'a reset': ({ http, log, done }) => http.get(`${base}/reset`).on('error', (error) => log(error.code)).on('close', done),
  'late calls': ({ http, log, done }) => {
    const req = http.request(`${base}/`, { method: 'PUT' }, (res) => res.resume().on('end', done));
    req.end('x');
    for (const call of [() => req.setHeader('a', 'b'), () => req.removeHeader('a')]) try { call(); } catch (error) { log(error.code, error.message); }
    req.on('error', (error) => log(error.code));
    log(req.write('more', (error) => log('callback', error?.code)));
  },
  'no effect': ({ http, log, done }) => { const req = http.get(`${base}/`, (res) => res.resume().on('end', done)); req.setNoDelay(true); req.setSocketKeepAlive(true); req.cork(); req.uncork(); req.on('socket', (socket) => { socket.setKeepAlive(true, 1000); log(req.socket === socket); }); },
};

/** What is thrown at once, and what is refused. */
const CALLS = ['http.request({ protocol: "ftp:" })', 'http.request("https://a/")', 'http.request("x")', 'http.request({ path: "/a b" })', 'http.request({ method: "a b" })', 'http.request({ method: 5 })', 'http.request({ hostname: 5 })', 'http.request({ host: {} })',
  'http.request({ agent: 5 })', 'http.request({ headers: { "a b": "c" } })', 'http.request({ headers: { a: "\\n" } })', 'http.request({ headers: { a: undefined } })'];

async function trace(scenario, modules) {
  const lines = [];
  await new Promise((done) => {
    scenario({ ...modules, log: (...values) => lines.push(JSON.parse(JSON.stringify(values))), done: () => setImmediate(done) });
  });
  return lines;
}

for (const [name, scenario] of Object.entries(SCENARIOS)) {
  test(`client: ${name}`, async () => {
    const wanted = await trace(scenario, { http: nodeHttp, stream: nodeStream });
    assert.deepEqual(await trace(scenario, { http: ownHttp, stream: ownStream }), wanted);
  });
}

for (const call of CALLS) {
  test(`client: ${call}`, () => {
    const outcome = (http) => {
      try {
        return new Function('http', `${call}.on('error', () => {})`)(http) && 'made';
      } catch (error) {
        return [error.name, error.code];
      }
    };
    assert.deepEqual(outcome(ownHttp), outcome(nodeHttp));
  });
}

test('an https request goes to port 443', () => {
  const req = ownHttps.request('https://a.test/');
  assert.deepEqual([req.protocol, req.port, req.getHeader('host'), req.agent === ownHttps.globalAgent], ['https:', 443, 'a.test', true]);
  req.on('error', () => {}).destroy();
});

test('what the host cannot do is refused', () => {
  for (const options of [{ socketPath: '/a' }, { key: 'k' }, { createConnection() {} }, { agent: Object.assign(new ownHttp.Agent(), { proxy: 'http://p' }) }]) {
    assert.throws(() => ownHttp.request(options), { code: 'ERR_UNAVAILABLE_IN_SANDBOX' });
  }
});

/** Requests and answers tell the same events in the same order as Node's, over a socket, do to the same handlers. */

import { request, runtime } from './runtime-stub.mjs';

import assert from 'node:assert/strict';
import { once } from 'node:events';
import nodeHttp from 'node:http';
import nodeStream from 'node:stream';
import { after, before, describe, test } from 'node:test';

const { default: http } = await import('../src/node/http.js');
const { default: stream } = await import('../src/node/stream.js');

/** Notes the events of an emitter as `name.event`. */
const watch = (note, emitter, name, events) => {
  for (const event of events.split(' ')) emitter.on(event, () => note(`${name}.${event}`));
};
const code = (error) => (error ? error.code ?? error.message : 'ok');
const REQUEST = 'readable readableEnded readableFlowing readableDidRead readableLength readableHighWaterMark readableObjectMode readableEncoding readableAborted '
  + 'destroyed closed errored complete aborted';
const RESPONSE = 'writable writableEnded writableFinished writableLength writableHighWaterMark writableObjectMode writableCorked writableNeedDrain destroyed closed '
  + 'errored finished headersSent _closed _defaultKeepAlive _removedConnection _removedContLen _sent100';
const shown = (object, names) => names.split(' ').map((name) => `${name}=${object[name]}`).join(' ');

/** The handlers: what they note is compared. */
const CASES = {
  'nobody reads': (req, res, note) => {
    watch(note, req, 'req', 'end close aborted');
    watch(note, res, 'res', 'prefinish finish close');
    res.end('x');
  },
  'flowing, and what is scheduled at the end': (req, res, note) => {
    watch(note, req, 'req', 'data end close pause resume');
    watch(note, res, 'res', 'prefinish finish close');
    req.on('end', () => {
      res.end('x');
      process.nextTick(() => note('tick'));
      setImmediate(() => note('immediate'));
      Promise.resolve().then(() => note('microtask'));
    });
  },
  'flowing, and what is scheduled before': (req, res, note) => {
    process.nextTick(() => note('tick'));
    Promise.resolve().then(() => note('microtask'));
    req.on('data', () => note('data'));
    req.on('end', () => { note('end'); process.nextTick(() => note('second tick')); res.end(); });
    req.on('close', () => note('close'));
  },
  'readable': (req, res, note) => {
    req.on('readable', () => {
      note(`readable ${req.readableLength} ${req.readableFlowing}`);
      for (let chunk = req.read(); chunk !== null; chunk = req.read()) note(`chunk ${chunk}`);
    });
    req.on('end', () => { note(`end ${req.readable} ${req.readableEnded} ${req.destroyed}`); res.end(); });
    req.on('close', () => note('close'));
  },
  'read in sizes': (req, res, note) => {
    req.on('readable', () => {
      note('readable');
      for (let chunk = req.read(2); chunk !== null; chunk = req.read(2)) note(`chunk ${chunk}`);
    });
    req.on('end', () => { note('end'); res.end(); });
  },
  'unshift': (req, res, note) => {
    req.once('readable', () => {
      note(`chunk ${req.read(4)}`);
      req.unshift(Buffer.from('back'));
      req.on('data', (chunk) => note(`data ${chunk}`)).on('end', () => { note('end'); res.end(); });
    });
  },
  'pause and resume': (req, res, note) => {
    req.on('data', (chunk) => {
      note(`data ${chunk}`);
      req.pause();
      note(`${req.isPaused()} ${req.readableFlowing}`);
      setImmediate(() => { note('resume'); req.resume(); });
    });
    req.on('end', () => { note('end'); res.end(); });
  },
  'strings': (req, res, note) => {
    req.setEncoding('hex').on('data', (chunk) => note(chunk)).on('end', () => { note(req.readableEncoding); res.end(); });
  },
  'finished, both read and answered': (req, res, note, tools) => {
    tools.stream.finished(req, (error) => note(`req ${code(error)}`));
    tools.stream.finished(res, (error) => note(`res ${code(error)}`));
    watch(note, res, 'res', 'finish close');
    watch(note, req, 'req', 'close');
    req.resume();
    res.end('x');
  },
  'finished, answered alone': (req, res, note, tools) => {
    tools.stream.finished(req, (error) => note(`req ${code(error)}`));
    tools.stream.finished(res, (error) => note(`res ${code(error)}`));
    watch(note, req, 'req', 'end close aborted error');
    watch(note, res, 'res', 'finish close');
    res.end('x');
  },
  'piped back': (req, res, note) => {
    watch(note, req, 'req', 'data end close pause resume');
    watch(note, res, 'res', 'pipe unpipe drain finish close');
    req.pipe(res);
  },
  'pipeline': (req, res, note, { stream: { pipeline, PassThrough } }) => {
    watch(note, req, 'req', 'end close');
    watch(note, res, 'res', 'pipe unpipe drain finish close');
    pipeline(req, new PassThrough(), res, (error) => note(code(error)));
  },
  'pipeline of promises': async (req, res, note, tools) => {
    watch(note, req, 'req', 'end close');
    watch(note, res, 'res', 'finish close');
    await tools.stream.promises.pipeline(req, async function* upper(source) {
      for await (const chunk of source) yield chunk.toString().toUpperCase();
    }, res);
    note(`piped ${res.writableFinished}`);
  },
  'pipeline that fails': (req, res, note, { stream: { pipeline, Readable } }) => {
    watch(note, req, 'req', 'end close error aborted');
    watch(note, res, 'res', 'pipe unpipe drain finish close error');
    pipeline(Readable.from((function* fail() { yield 'a'; throw new Error('boom'); })()), res, (error) => note(code(error)));
  },
  'a stream piped into the answer': (req, res, note, { stream: { Readable } }) => {
    watch(note, res, 'res', 'pipe unpipe drain finish close error');
    Readable.from(['a', 'b', 'c']).pipe(res);
  },
  'unpipe': (req, res, note, { stream: { PassThrough } }) => {
    const destination = new PassThrough();
    watch(note, destination, 'destination', 'pipe unpipe end data finish');
    req.pipe(destination);
    req.unpipe(destination);
    note(`${req.readableFlowing} ${req.isPaused()}`);
    req.on('data', (chunk) => note(`data ${chunk}`)).on('end', () => res.end());
    note(String(req.readableFlowing));
    req.resume();
  },
  'iteration': async (req, res, note) => {
    watch(note, req, 'req', 'end close error aborted');
    for await (const chunk of req) note(`chunk ${chunk}`);
    note(`${req.readableEnded} ${req.destroyed} ${req.closed}`);
    res.end();
  },
  'toArray and map': async (req, res, note) => {
    note(String(await req.map((chunk) => chunk.length).toArray()));
    res.end();
  },
  'destroyed request': (req, res, note) => {
    watch(note, req, 'req', 'end close error aborted');
    watch(note, res, 'res', 'finish close error');
    req.destroy(new Error('enough'));
    note(`${req.destroyed} ${req.closed} ${req.errored.message}`);
  },
  'destroyed answer': (req, res, note) => {
    watch(note, req, 'req', 'end close error aborted');
    watch(note, res, 'res', 'finish close error');
    res.destroy(new Error('enough'));
    note(shown(res, 'destroyed closed writable writableEnded writableFinished'));
  },
  'write after end': (req, res, note) => {
    watch(note, res, 'res', 'finish close');
    res.on('error', (error) => note(`res.error ${error.code}`));
    res.end('x');
    note(String(res.write('y', (error) => note(`callback ${error.code}`))));
  },
  'ended twice': (req, res, note) => {
    watch(note, res, 'res', 'finish close error');
    res.end('x', () => note('first'));
    res.end((error) => note(`second ${code(error)}`));
    res.end('y', (error) => note(`third ${code(error)}`));
  },
  'writes that are too much': (req, res, note) => {
    watch(note, res, 'res', 'drain prefinish finish close');
    note(String(res.write('a', () => note('written'))));
    note(`${res.write(Buffer.alloc(20000))} ${res.writableNeedDrain}`);
    res.once('drain', () => {
      note(`${res.writableLength} ${res.writableNeedDrain}`);
      res.write('more', () => note('more written'));
      res.end('z', () => note('ended'));
      note(shown(res, 'writable writableEnded writableFinished finished writableLength writableNeedDrain'));
    });
  },
  'corked': (req, res, note) => {
    watch(note, res, 'res', 'finish drain');
    res.cork();
    res.write('a', () => note('a'));
    res.write('b', () => note('b'));
    note(String(res.writableCorked));
    res.uncork();
    res.end(() => note('end'));
  },
  'properties': (req, res, note) => {
    const both = (when) => note(`${when}: ${shown(req, REQUEST)} ${shown(res, RESPONSE)}`);
    both('at first');
    req.resume().on('end', () => { both('end'); res.end('x'); both('ended'); });
    req.on('close', () => both('request closed'));
    res.on('finish', () => both('finish')).on('close', () => both('closed'));
  },
  'classes': (req, res, note, tools) => {
    const { Readable, Writable, Duplex, isReadable, isErrored, isDisturbed } = tools.stream;
    note([req instanceof Readable, res instanceof Writable, req instanceof tools.stream, res instanceof tools.stream, res instanceof tools.http.OutgoingMessage,
      req.socket instanceof Duplex, isReadable(req), isErrored(req), isDisturbed(req)].join());
    res.end();
  },
  'an answer cannot be read': (req, res, note, { stream: { PassThrough } }) => {
    res.on('error', (error) => note(error.code));
    note(String(res.pipe(new PassThrough())));
    res.end();
  },
  'wrong chunks': (req, res, note) => {
    for (const chunk of [null, 5, {}, undefined, true]) {
      try {
        res.write(chunk);
      } catch (error) {
        note(`${error.name} ${error.code} ${error.message}`);
      }
    }
    res.end();
  },
  'a destination that fails': (req, res, note, { stream: { Writable } }) => {
    watch(note, req, 'req', 'pause resume');
    const destination = new Writable({ write: (chunk, encoding, callback) => callback(new Error('bad')) });
    watch(note, destination, 'destination', 'pipe unpipe close');
    destination.on('error', (error) => { note(error.message); res.end(); });
    req.pipe(destination);
    if (req.headers['content-length'] === '0') res.end();
  },
};

/** Enough turns of the event loop for everything that a handler set in motion. */
async function settled() {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => { setImmediate(resolve); });
}

let server;
let current;

before(async () => {
  server = nodeHttp.createServer((req, res) => current(req, res)).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

after(() => server.close());

async function byNode(handler, body) {
  const notes = [];
  const closed = new Promise((resolve) => { server.once('connection', (socket) => socket.once('close', resolve)); });
  current = (req, res) => handler(req, res, (line) => notes.push(line), { stream: nodeStream, http: nodeHttp });
  const outgoing = nodeHttp.request({ host: '127.0.0.1', port: server.address().port, method: 'POST', agent: false, headers: { 'content-length': body.length } });
  // A connection that the handler gives up is an answer, too.
  outgoing.on('error', () => {});
  outgoing.on('response', (incoming) => incoming.on('error', () => {}).resume());
  outgoing.end(body);
  await closed;
  await settled();
  return notes;
}

async function bySdk(handler, body) {
  const notes = [];
  let handled;
  const begun = new Promise((resolve) => { handled = resolve; });
  http.createServer((req, res) => {
    handled();
    return handler(req, res, (line) => notes.push(line), { stream, http });
  }).listen(0);
  const { dispatch } = runtime;
  // A callback of its own: ticks go before promises afterwards, as they do in the runtime.
  const answered = request('POST', '/', { headers: [['content-length', String(body.length)]], body, dispatch: (...values) => setImmediate(() => dispatch(...values)) });
  answered.catch(() => {});
  await begun;
  await settled();
  return notes;
}

describe('events', () => {
  for (const [name, handler] of Object.entries(CASES)) {
    for (const body of ['', 'hello world']) {
      test(`${name}, ${body === '' ? 'without' : 'with'} a body`, async () => {
        const expected = await byNode(handler, body);
        assert.deepEqual(await bySdk(handler, body), expected);
      });
    }
  }
});

/** Answers: what is handed to the host, how often, and what those see who look on the way. */

import { factsOf, receive, request, runtime, written } from './runtime-stub.mjs';

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

const { default: express } = await import('../src/index.js');
const http = await import('../src/node/http.js');

process.env.NODE_ENV = 'production';

const settled = () => new Promise((resolve) => { setImmediate(resolve); });

/** What one request hands to the host: every call of `respond`, and the hashes that were computed for it. */
async function handedOver(handler, { method = 'GET', headers = '', settings = {} } = {}) {
  const app = express();
  app.disable('x-powered-by');
  for (const [name, value] of Object.entries(settings)) app.set(name, value);
  app.use(handler);
  const { hash, respond, respondFile, serve } = runtime;
  const calls = [];
  let hashes = 0;
  let dispatch;
  Object.assign(runtime, {
    serve: (given) => { dispatch = given; },
    respond: (status, fields, names, ...rest) => { calls.push([status, written(fields, names).flat().join('\n'), ...rest]); },
    respondFile: (status, fields, names, ...rest) => { calls.push([status, written(fields, names).flat().join('\n'), ...rest]); },
    hash: (...values) => {
      hashes += 1;
      return hash(...values);
    },
  });
  try {
    runtime.adopt(app);
    receive(headers, '1.1\nhttp\n127.0.0.1\n1\nid');
    dispatch(method, '/', factsOf('/', headers), undefined);
    await settled();
    await settled();
  } finally {
    Object.assign(runtime, { hash, respond, respondFile, serve });
  }
  return { calls, hashes };
}

const HTML = 'Content-Type\ntext/html; charset=utf-8';
const JSON_TYPE = 'Content-Type\napplication/json; charset=utf-8';

describe('an answer nobody looks at leaves with one call and without a hash', () => {
  const rows = {
    text: [(req, res) => res.send('hé'), {}, [200, HTML, 'hé', 1]],
    json: [(req, res) => res.json({ a: 1 }), {}, [200, JSON_TYPE, '{"a":1}', 1]],
    strong: [(req, res) => res.send('x'), { settings: { etag: 'strong' } }, [200, HTML, 'x', 2]],
    'no tag': [(req, res) => res.send('x'), { settings: { etag: false } }, [200, HTML, 'x', 0]],
    'own tag': [(req, res) => res.set('ETag', '"a"').send('x'), {}, [200, `ETag\n"a"\n${HTML}`, 'x', 0]],
    'not conditional': [(req, res) => res.send('x'), { headers: 'accept\n*/*' }, [200, HTML, 'x', 1]],
    HEAD: [(req, res) => res.send('hé'), { method: 'HEAD' }, [200, `${HTML}\nContent-Length\n3`, 'hé', 1]],
    end: [(req, res) => res.end('x'), {}, [200, '', 'x', 0]],
    'end HEAD': [(req, res) => res.end('x'), { method: 'HEAD' }, [200, '', undefined, 0]],
    'no content': [(req, res) => res.status(204).send('x'), {}, [204, 'ETag\nW/"1-EfatjsUqKYSrqv18O1FlA3hcIHI"', undefined, 0], 1],
    write: [(req, res) => { res.write('a'); res.write('b'); res.end('c'); }, {}, [200, '', 'abc', 0]],
    cookies: [(req, res) => res.append('Set-Cookie', 'a=1').append('Set-Cookie', 'b=2').end(), {}, [200, 'Set-Cookie\na=1\nSet-Cookie\nb=2', undefined, 0]],
    'hop by hop': [(req, res) => res.set('Transfer-Encoding', 'chunked').end('x'), {}, [200, '', 'x', 0]],
  };
  for (const [name, [handler, options, expected, hashes = 0]] of Object.entries(rows)) {
    test(name, async () => {
      const given = await handedOver(handler, options);
      assert.deepEqual(given.calls, [expected]);
      assert.equal(given.hashes, hashes);
    });
  }
});

describe('whoever looks sees what Express would have set', () => {
  const seen = {};
  const rows = {
    'afterwards': (req, res) => {
      res.send('hé');
      Object.assign(seen, { length: res.get('Content-Length'), tag: res.get('ETag'), names: res.getHeaderNames() });
    },
    'when it finishes': (req, res) => {
      res.on('finish', () => Object.assign(seen, { length: res.getHeader('content-length'), tag: res.getHeader('etag'), names: res.getHeaderNames() }));
      res.send('hé');
    },
    'in a wrapped end': (req, res) => {
      const { end } = res;
      res.end = (...args) => {
        Object.assign(seen, { length: res.getHeader('content-length'), tag: res.getHeader('etag'), names: res.getHeaderNames() });
        return end.apply(res, args);
      };
      res.send('hé');
    },
    'in a wrapped writeHead': (req, res) => {
      const { writeHead } = res;
      res.writeHead = (...args) => {
        Object.assign(seen, { length: res.getHeader('content-length'), tag: res.getHeader('etag'), names: res.getHeaderNames() });
        return writeHead.apply(res, args);
      };
      res.send('hé');
    },
  };
  for (const [name, handler] of Object.entries(rows)) {
    test(name, async () => {
      await handedOver(handler);
      assert.equal(String(seen.length), '3');
      assert.equal(seen.tag, 'W/"3-llZREsZn62PmcrVsRAHQVB7q2g4"');
      assert.deepEqual(seen.names, ['content-type', 'content-length', 'etag']);
    });
  }
});

test('a conditional request is answered 304 by the guest itself', async () => {
  const { calls } = await handedOver((req, res) => res.send('Hello World!'), { headers: 'if-none-match\nW/"c-Lve95gjOVATpfV8EL5X4nxwjKHE"' });
  assert.deepEqual(calls, [[304, 'ETag\nW/"c-Lve95gjOVATpfV8EL5X4nxwjKHE"', undefined, 0]]);
});

test('events come in Node\'s order and only once', async () => {
  const seen = [];
  await handedOver((req, res) => {
    for (const name of ['prefinish', 'finish', 'close']) res.on(name, () => seen.push(`res ${name}`));
    for (const name of ['end', 'close']) req.on(name, () => seen.push(`req ${name}`));
    res.end(() => seen.push('callback'));
    seen.push(`ended ${res.writableEnded} ${res.finished} ${res.headersSent}`);
    res.end();
  });
  assert.deepEqual(seen, ['res prefinish', 'ended true true true', 'res finish', 'callback', 'res close', 'req end', 'req close']);
});

test('who listens after the end still hears of it', async () => {
  const seen = [];
  await handedOver((req, res) => {
    res.send('x');
    res.on('finish', () => seen.push('finish'));
  });
  assert.deepEqual(seen, ['finish']);
});

test('an answer is handed over once; writing afterwards is an error', async () => {
  const errors = [];
  const { calls } = await handedOver((req, res) => {
    res.on('error', (error) => errors.push(error.code));
    res.end('first');
    res.end('second');
    res.write('third', (error) => errors.push(error.code));
    assert.throws(() => res.setHeader('X', '1'), { code: 'ERR_HTTP_HEADERS_SENT', message: 'Cannot set headers after they are sent to the client' });
    assert.throws(() => res.writeHead(200), { code: 'ERR_HTTP_HEADERS_SENT', message: 'Cannot write headers after they are sent to the client' });
  });
  assert.equal(calls.length, 1);
  assert.deepEqual(errors, ['ERR_STREAM_WRITE_AFTER_END', 'ERR_STREAM_WRITE_AFTER_END', 'ERR_STREAM_WRITE_AFTER_END']);
});

test('a destroyed answer is never handed over', async () => {
  const { calls } = await handedOver((req, res) => {
    res.destroy();
    res.end('x');
  });
  assert.deepEqual(calls, []);
});

// A file leaves with one call that names it; whoever watches the body sees its bytes.
describe('files', () => {
  runtime.fileTable = () => '/digits.txt\n10\n1000\n';
  runtime.readFile = (path, start, end) => new TextEncoder().encode('0123456789'.slice(start, end)).buffer;
  const fields = 'Accept-Ranges\nbytes\nCache-Control\npublic, max-age=0\nLast-Modified\nThu, 01 Jan 1970 00:00:01 GMT\nETag\nW/"a-3e8"\n'
    + 'Content-Type\ntext/plain; charset=utf-8';
  const sent = (res) => res.sendFile('/digits.txt');
  const wrapped = (name) => (req, res) => {
    const original = res[name];
    res[name] = (...values) => original.apply(res, values);
    sent(res);
  };
  const rows = {
    whole: [(req, res) => sent(res), {}, [200, `${fields}\nContent-Length\n10`, '/digits.txt', 0, 10]],
    range: [(req, res) => sent(res), { headers: 'range\nbytes=2-4' },
      [206, `${fields}\nContent-Range\nbytes 2-4/10\nContent-Length\n3`, '/digits.txt', 2, 5]],
    head: [wrapped('writeHead'), {}, [200, `${fields}\nContent-Length\n10`, '/digits.txt', 0, 10]],
    HEAD: [(req, res) => sent(res), { method: 'HEAD' }, [200, `${fields}\nContent-Length\n10`, undefined, 0]],
    'no content': [(req, res) => sent(res.status(204)), {}, [204, `${fields}\nContent-Length\n10`, undefined, 0]],
    write: [wrapped('write'), {}, [200, `${fields}\nContent-Length\n10`, Buffer.from('0123456789'), 0]],
    end: [wrapped('end'), {}, [200, `${fields}\nContent-Length\n10`, Buffer.from('0123456789'), 0]],
  };
  for (const [name, [handler, options, expected]] of Object.entries(rows)) {
    test(name, async () => assert.deepEqual((await handedOver(handler, options)).calls, [expected]));
  }
  const LATE = "Can't set headers after they are sent.";
  const outcomes = {
    'after an answer': [(res, send) => [res.send('first'), send()], [LATE]],
    'before an answer': [(res, send) => [send(), res.send('first')], ['Request aborted']],
    'after a part of an answer': [(res, send) => [res.write('first'), send(), setImmediate(() => setImmediate(() => res.end()))], [LATE]],
    twice: [(res, send) => [send(), send()], ['sent', 'Request aborted']],
    'to nobody in particular': [(res, send) => [res.on('finish', () => {}), send()], ['sent']],
  };
  for (const [name, [act, expected]] of Object.entries(outcomes)) {
    test(`a file ${name}`, async () => {
      const seen = [];
      await handedOver((req, res) => act(res, () => res.sendFile('/digits.txt', (error) => seen.push(error === undefined ? 'sent' : error.message))));
      assert.deepEqual(seen, expected);
    });
  }
  test('the callback comes when the answer is out', async () => {
    const seen = [];
    await handedOver((req, res) => {
      res.sendFile('/digits.txt', (error) => seen.push(error, res.writableEnded));
      seen.push(res.headersSent);
    });
    assert.deepEqual(seen, [false, undefined, true]);
  });
});

test('a server of node:http hands its listeners over', async () => {
  const seen = [];
  const server = http.createServer((req, res) => res.end(`${req.method} ${req.url}`));
  server.listen(3000, () => seen.push('listening'));
  await settled();
  assert.deepEqual(seen, ['listening']);
  assert.equal((await request('GET', '/x')).body.toString(), 'GET /x');
  server.on('request', () => seen.push('second'));
  await request('GET', '/y');
  assert.deepEqual(seen, ['listening', 'second']);
});

test('changed prototypes are used', async () => {
  const app = express();
  const original = express.response.json;
  try {
    express.response.json = function json(value) {
      return original.call(this, { wrapped: value });
    };
    express.request.extra = 'extra';
    app.response.shout = function shout(text) {
      return this.send(text.toUpperCase());
    };
    app.get('/json', (req, res) => res.json(req.extra));
    app.get('/shout', (req, res) => res.shout('x'));
    runtime.adopt(app);
    assert.equal((await request('GET', '/json')).body.toString(), '{"wrapped":"extra"}');
    assert.equal((await request('GET', '/shout')).body.toString(), 'X');
  } finally {
    express.response.json = original;
    delete express.request.extra;
  }
});

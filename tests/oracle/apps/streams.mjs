/** Streams: requests that are piped, transformed and iterated, and answers that streams are piped into. */
import { PassThrough, Readable, Transform, Writable, finished, pipeline } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { pipeline as pipelined } from 'node:stream/promises';
import zlib from 'node:zlib';

const upper = () => new Transform({ transform: (chunk, encoding, callback) => callback(null, chunk.toString().toUpperCase()) });

/** A stream that fails after its first chunk. */
async function* failing() {
  yield 'begun ';
  throw Object.assign(new Error('broken'), { status: 418 });
}

function reading(app) {
  app.post('/pipe', (req, res) => req.pipe(res));
  app.post('/pipe-transform', (req, res) => req.pipe(upper()).pipe(res.type('text')));
  app.post('/pipeline', (req, res, next) => pipeline(req, upper(), res.type('html'), (error) => { if (error) next(error); }));
  app.post('/pipelined', async (req, res) => {
    await pipelined(req, async function* reversed(source) { for await (const chunk of source) yield [...chunk.toString()].reverse().join(''); }, res);
  });
  app.post('/iterate', async (req, res) => {
    const sizes = [];
    for await (const chunk of req) sizes.push(chunk.length);
    res.json({ sizes, ended: req.readableEnded, destroyed: req.destroyed });
  });
  app.post('/consume', async (req, res) => res.json({ text: await text(req) }));
  app.post('/buffer', async (req, res) => res.send(await buffer(req)));
  app.post('/collect', (req, res) => {
    const chunks = [];
    const sink = new Writable({ write(chunk, encoding, callback) { chunks.push(chunk); callback(); } });
    req.pipe(sink).on('finish', () => res.json({ length: Buffer.concat(chunks).length }));
  });
  app.post('/operators', async (req, res) => res.json(await req.map((chunk) => chunk.toString()).toArray()));
  app.post('/sizes', (req, res) => {
    const chunks = [];
    req.on('readable', () => { for (let chunk = req.read(4); chunk !== null; chunk = req.read(4)) chunks.push(chunk.toString()); });
    req.on('end', () => res.json(chunks));
  });
  app.post('/unshift', (req, res) => {
    req.once('readable', () => {
      const first = req.read(3);
      if (first !== null) req.unshift(Buffer.from(`<${first}>`));
      text(req).then((all) => res.send(all));
    });
  });
  app.post('/finished', (req, res) => {
    finished(req, (error) => res.json({ error: error?.code ?? null, ended: req.readableEnded }));
    req.resume();
  });
  app.post('/limit', (req, res, next) => {
    let length = 0;
    const limit = new Transform({
      transform(chunk, encoding, callback) {
        length += chunk.length;
        callback(length > 5 ? Object.assign(new Error('too long'), { status: 413 }) : null, chunk);
      },
    });
    req.pipe(limit).on('error', next).pipe(new PassThrough()).on('end', () => res.send(`read ${length}`)).resume();
  });
}

function writing(app) {
  app.get('/readable', (req, res) => Readable.from(['one ', 'two ', 'three']).pipe(res));
  app.get('/objects', (req, res) => {
    res.type('json');
    Readable.from([{ a: 1 }, { b: 2 }]).map((each) => `${JSON.stringify(each)}\n`).pipe(res);
  });
  app.get('/push', (req, res) => {
    let count = 0;
    new Readable({ read() { count += 1; this.push(count > 3 ? null : `part ${count}\n`); } }).pipe(res.status(201).type('text'));
  });
  app.get('/large', (req, res) => {
    const chunk = 'x'.repeat(10000);
    let drains = 0;
    res.on('drain', () => { drains += 1; });
    Readable.from((function* many() { for (let index = 0; index < 12; index += 1) yield chunk; })()).on('end', () => { if (drains > 12) res.destroy(); }).pipe(res);
  });
  app.get('/no-end', (req, res) => {
    const source = Readable.from(['first ']);
    source.pipe(res, { end: false });
    source.on('end', () => res.end('last'));
  });
  app.get('/before', (req, res, next) => pipeline(Readable.from((async function* none() { throw Object.assign(new Error('not begun'), { status: 502 }); })()), new PassThrough(), (error) => next(error)));
  app.get('/caught', async (req, res) => {
    try {
      for await (const chunk of Readable.from(failing())) res.locals.seen = chunk;
    } catch (error) {
      res.status(error.status).send(`${res.locals.seen}${error.message}`);
    }
  });
  app.get('/passthrough', (req, res) => {
    const through = new PassThrough();
    through.pipe(res.type('text'));
    through.write('a');
    setTimeout(() => through.end('b'), 1);
  });
  app.get('/gunzip', (req, res) => Readable.from([zlib.gzipSync('unfolded')]).pipe(zlib.createGunzip()).pipe(res.type('text')));
  app.get('/zlib-error', (req, res, next) => Readable.from(['no gzip']).pipe(zlib.createGunzip()).on('error', next).resume());
}

export default (express) => {
  const app = express();
  reading(app);
  writing(app);
  app.post('/parsed', express.json(), (req, res) => {
    finished(req, (error) => res.json({ error: error?.code ?? null, body: req.body, ended: req.readableEnded }));
  });
  app.use((error, req, res, next) => (res.headersSent ? next(error) : res.status(error.status ?? 500).json({ message: error.message, code: error.code })));
  return app;
};

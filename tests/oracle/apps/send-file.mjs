/** `res.sendFile`: arguments, options, errors, callbacks, and what happens around it. */
export default (express, { root }) => {
  const app = express();
  const hidden = (text) => text?.replaceAll(root, 'ROOT');
  const described = (error) => (error === undefined ? 'no error' : {
    name: error.name, message: hidden(error.message), status: error.status, statusCode: error.statusCode, code: error.code, syscall: error.syscall, errno: error.errno,
    expose: error.expose, path: hidden(error.path), headers: error.headers, keys: Object.keys(error),
  });
  const open = (path, handler, target = app) => target.all(path, handler);
  const file = (name) => `${root}/public/${name}`;
  const under = (path, settings, handler) => {
    const sub = express();
    for (const [name, value] of Object.entries(settings)) sub.set(name, value);
    sub.use(handler);
    app.use(path, sub);
  };

  const arguments_ = express.Router();
  const ARGUMENTS = {
    none: [], empty: [''], null: [null], number: [42], object: [{}], array: [[file('plain.txt')]], relative: ['plain.txt'], dotted: ['./plain.txt'],
    'root-number': ['plain.txt', { root: 42 }], 'dotfiles-bogus': [file('plain.txt'), { dotfiles: 'bogus' }], 'extensions-bogus': [file('plain'), { extensions: [1] }],
    'index-bogus': [file('plain.txt'), { index: [1] }],
  };
  for (const [name, values] of Object.entries(ARGUMENTS)) {
    open(`/arguments/${name}`, (req, res) => {
      try {
        res.sendFile(...values);
      } catch (error) {
        res.json([error.name, error.code, error.message]);
      }
    }, arguments_);
  }
  app.use(arguments_);

  // Any name below the root, as the client writes it.
  app.use('/named', (req, res, next) => res.sendFile(req.query.name, { root: `${root}/public` }, (error) => (error ? next(error) : undefined)));
  app.use('/absolute', (req, res) => res.sendFile(`${root}/public/${req.query.name}`));

  const options = express.Router();
  const OPTIONS = {
    age: { maxAge: '2d' }, 'age-number': { maxAge: 4000 }, immutable: { maxAge: '1y', immutable: true }, 'no-cache-control': { cacheControl: false },
    'no-last-modified': { lastModified: false }, 'no-ranges': { acceptRanges: false }, 'etag-ignored': { etag: false },
    headers: { headers: { 'X-One': '1', 'x-two': ['a', 'b'], 'Content-Type': 'text/x-own', 'Cache-Control': 'no-store' } },
    'headers-number': { headers: { 'X-Number': 5 } }, 'headers-length': { headers: { 'Content-Length': '3' } }, 'headers-empty': { headers: {} },
    start: { start: 4 }, 'start-end': { start: 2, end: 5 }, dotfiles: { dotfiles: 'allow' }, root: { root: '/nowhere' }, extensions: { extensions: ['txt'] },
  };
  for (const [name, given] of Object.entries(OPTIONS)) open(`/options/${name}`, (req, res) => res.sendFile(file('digits.txt'), { ...given }), options);
  for (const dotfiles of ['allow', 'deny', 'ignore']) {
    open(`/dotfiles/${dotfiles}`, (req, res) => res.sendFile('.hidden', { root: `${root}/public`, dotfiles }), options);
    open(`/dot-directory/${dotfiles}`, (req, res) => res.sendFile('.well-known/security.txt', { root: `${root}/public`, dotfiles }), options);
  }
  open('/shared-options', (req, res) => {
    const shared = { maxAge: 1000 };
    res.sendFile(file('digits.txt'), shared);
    res.set('X-Options', JSON.stringify(shared));
  }, options);
  open('/extension', (req, res) => res.sendFile(file('plain'), { extensions: ['html', 'txt'] }), options);
  open('/index', (req, res) => res.sendFile('with-index/', { root: `${root}/public` }), options);
  open('/index-list', (req, res) => res.sendFile('with-index/', { root: `${root}/public`, index: ['none.html', 'default.txt'] }), options);
  app.use(options);

  const around = express.Router();
  open('/after/set', (req, res) => {
    res.sendFile(file('plain.txt'));
    res.set('X-After', 'still in time').type('text/x-later');
  }, around);
  open('/after/status', (req, res) => {
    res.sendFile(file('plain.txt'));
    res.status(202);
  }, around);
  open('/before/type', (req, res) => res.type('html').sendFile(file('plain.txt')), around);
  open('/before/own', (req, res) => {
    res.set({ ETag: '"own"', 'Last-Modified': 'Mon, 01 Jan 2001 00:00:00 GMT', 'Cache-Control': 'private', 'Accept-Ranges': 'none', 'Content-Length': '3' });
    res.sendFile(file('plain.txt'));
  }, around);
  for (const status of [201, 204, 206, 304, 404, 500]) open(`/status/${status}`, (req, res) => res.status(status).sendFile(file('digits.txt')), around);
  open('/directory', (req, res) => res.sendFile(`${root}/public/nested`), around);
  around.use('/directory', (req, res) => res.send('the handler behind the directory'));
  open('/directory-slash', (req, res) => res.sendFile(`${root}/public/nested/`), around);
  open('/own-next', (req, res, next) => {
    res.sendFile(file('missing.txt'), (error) => next(error.status === 404 ? 'route' : error));
  }, around);
  open('/own-next', (req, res) => res.send('the next route'), around);
  app.use(around);

  const callbacks = express.Router();
  const report = (res) => (error) => {
    if (res.headersSent) return;
    res.status(error?.status ?? 200).json(described(error));
  };
  const CALLBACKS = ['missing.txt', 'missing/plain.txt', 'plain.txt/more', 'nested', 'nested/', '../views/page.ejs', '.hidden', 'plain.txt\0', 'digits.txt', `${'n'.repeat(300)}.txt`, '/plain.txt'];
  for (const [index, name] of CALLBACKS.entries()) {
    open(`/callback/root/${index}`, (req, res) => res.sendFile(name, { root: `${root}/public` }, report(res)), callbacks);
    open(`/callback/absolute/${index}`, (req, res) => res.sendFile(file(name), report(res)), callbacks);
  }
  open('/callback/third', (req, res) => res.sendFile(file('missing.txt'), {}, report(res)), callbacks);
  open('/callback/answers', (req, res) => res.sendFile(file('missing.txt'), () => res.status(410).send('gone')), callbacks);
  app.use(callbacks);

  const watched = express.Router();
  const seen = (how) => (req, res, next) => {
    how(res, (name, value) => (res.headersSent ? undefined : res.set(name, value)));
    next();
  };
  watched.use('/wrapped/end', seen((res) => {
    const { end } = res;
    res.end = function (...values) {
      res.locals.ends = (res.locals.ends ?? 0) + 1;
      return end.apply(this, values);
    };
  }));
  watched.use('/wrapped/write', seen((res) => {
    const { write, end } = res;
    const chunks = [];
    res.write = (chunk) => chunks.push(chunk) > 0;
    res.end = (chunk) => {
      if (chunk) chunks.push(chunk);
      const text = Buffer.concat(chunks.map((each) => Buffer.from(each))).toString().toUpperCase();
      res.setHeader('X-Chunks', chunks.length);
      res.setHeader('Content-Length', Buffer.byteLength(text));
      res.write = write;
      return end.call(res, text);
    };
  }));
  watched.use('/wrapped/head', seen((res, set) => {
    const { writeHead } = res;
    res.writeHead = function (...values) {
      set('X-At-Head', String(res.getHeader('Content-Length')));
      return writeHead.apply(this, values);
    };
  }));
  watched.use('/wrapped', (req, res) => res.sendFile(req.query.name ?? 'digits.txt', { root: `${root}/public` }));
  app.use(watched);

  under('/etag-strong', { etag: 'strong' }, (req, res) => res.sendFile(file('digits.txt')));
  under('/etag-off', { etag: false }, (req, res) => res.sendFile(file('digits.txt')));
  under('/etag-function', { etag: () => '"mine"' }, (req, res) => res.sendFile(file('digits.txt')));

  app.use((req, res) => res.status(404).send(`nothing for ${req.path}`));
  app.use((error, req, res, next) => {
    if (res.headersSent) return next(error);
    return res.status(error.status ?? 500).json(described(error));
  });
  return app;
};

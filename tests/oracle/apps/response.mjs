/** What Express adds to an answer: bodies, headers, redirects, and the settings that change them. */
export default (express) => {
  const app = express();
  const failure = (action) => {
    try {
      action();
      return 'nothing thrown';
    } catch (error) {
      return [error.name, error.code ?? null, error.message];
    }
  };
  const errors = (error, req, res, next) => {
    if (res.headersSent) next(error);
    else res.status(500).json({ name: error.name, code: error.code, message: error.message });
  };
  // A router for each first segment: far fewer than a hundred layers are on the way to any handler.
  const routers = new Map();
  const routerOf = (path) => {
    const first = path.split('/')[1];
    if (!routers.has(first)) {
      routers.set(first, express.Router());
      app.use(routers.get(first));
    }
    return routers.get(first);
  };
  const at = (path, handler, target = routerOf(path)) => target.all(path, handler);
  const under = (path, settings, define) => {
    const sub = express();
    for (const [name, value] of Object.entries(settings)) sub.set(name, value);
    define(sub);
    sub.use(errors);
    app.use(path, sub);
  };

  const BODIES = {
    text: 'Hello World!', empty: '', unicode: 'Grüße €😀', long: 'x'.repeat(3000), null: null, number: 42, zero: 0, true: true, false: false, object: { a: [1, { b: null }] },
    array: [1, 'two'], buffer: Buffer.from([0, 1, 254, 255]), view: new Uint8Array([104, 105]), 'empty-buffer': Buffer.alloc(0), undefined: undefined,
    'sub-view': new Uint8Array([1, 2, 3, 4, 5]).subarray(1, 4), date: new Date(0), 'data-view': new Uint16Array([65, 66, 300]), lone: 'a\ud800b',
  };
  for (const [name, body] of Object.entries(BODIES)) at(`/send/${name}`, (req, res) => res.send(body));
  at('/send-nothing', (req, res) => res.send());
  for (const status of [200, 201, 204, 205, 206, 301, 304, 400, 418, 500, 599, 999]) at(`/status/${status}`, (req, res) => res.status(status).send('status body'));
  for (const [index, type] of ['text/plain', 'text/html; charset=latin1', 'application/json', 'html', 'png', 'nonsense', 'image/svg+xml', 'text/x; a=b; charset="us-ascii"', 'application/octet-stream', ''].entries()) {
    at(`/type/${index}`, (req, res) => res.set('Content-Type', type).send('typed'));
    at(`/type-bytes/${index}`, (req, res) => res.set('Content-Type', type).send(Buffer.from('typed')));
  }
  for (const [index, type] of ['html', '.png', 'json', 'application/x-thing', 'file.css', 'js', 'unknown', 'txt', 'svg', 'woff2', 'text/markdown', 'xml', 'webmanifest', 'mp4', 'a/b/c.txt'].entries()) {
    at(`/res-type/${index}`, (req, res) => res.type(type).end(type));
  }
  at('/etag/own', (req, res) => res.set('ETag', '"own"').send('with a tag'));
  at('/etag/own-weak', (req, res) => res.set('ETag', 'W/"own"').send('with a tag'));
  at('/etag/modified', (req, res) => res.set('Last-Modified', 'Tue, 01 Nov 2022 10:00:00 GMT').send('modified'));
  at('/length/own', (req, res) => res.set('Content-Length', '3').send('longer than that'));
  at('/length/chunked', (req, res) => res.set('Transfer-Encoding', 'chunked').send('chunks'));
  at('/json/twice', (req, res) => {
    res.json({ first: true });
    app.locals.thrown = failure(() => res.json({ second: true }));
  });
  at('/send/twice', (req, res) => {
    res.send('first');
    app.locals.thrown = failure(() => res.send('second'));
  });
  const after = (action) => (req, res) => {
    res.send('sent');
    app.locals.thrown = failure(() => action(res));
  };
  at('/after/set', after((res) => res.set('X-Late', '1')));
  at('/after/status', after((res) => res.status(500)));
  at('/after/remove', after((res) => res.removeHeader('Content-Type')));
  at('/after/append', after((res) => res.append('X-Late', '1')));
  at('/after/redirect', after((res) => res.redirect('/')));
  at('/after/cookie', after((res) => res.cookie('a', 'b')));
  at('/after/writeHead', after((res) => res.writeHead(200)));
  at('/after/end', after((res) => res.end()));
  at('/thrown', (req, res) => res.json(app.locals.thrown));
  at('/after/read', (req, res) => {
    res.send('read afterwards');
    app.locals.thrown = [res.get('Content-Length'), res.getHeader('etag'), res.getHeaderNames(), { ...res.getHeaders() }, res.hasHeader('ETAG'), res.headersSent, res.finished, res.writableEnded];
  });

  const JSONS = { undefined: undefined, null: null, text: 'a "b" <c>', number: 1.5, nested: { list: [undefined, () => 1, Symbol('s')], date: new Date(0) }, escaped: '<script>&\u2028' };
  for (const [name, value] of Object.entries(JSONS)) {
    at(`/json/${name}`, (req, res) => res.json(value));
    at(`/jsonp/${name}`, (req, res) => res.jsonp(value));
  }
  at('/json/typed', (req, res) => res.type('application/vnd.api+json').json({ a: 1 }));
  at('/jsonp/typed', (req, res) => res.type('application/vnd.api+json').jsonp({ a: 1 }));
  at('/json/cycle', (req, res) => {
    const cycle = {};
    cycle.self = cycle;
    res.json(failure(() => res.json(cycle))[0]);
  });
  at('/json/bigint', (req, res) => res.json(failure(() => res.json({ big: 1n }))[0]));
  at('/json/status', (req, res) => res.status(201).json({ created: true }));
  under('/settings/json', { 'json escape': true, 'json spaces': 2, 'json replacer': (key, value) => (key === 'hidden' ? undefined : value) }, (sub) => {
    at('/', (req, res) => res.json({ shown: '<&>', hidden: 1, list: [1] }), sub);
    at('/jsonp', (req, res) => res.jsonp({ shown: '<&>', hidden: 1 }), sub);
  });
  under('/settings/callback', { 'jsonp callback name': 'cb' }, (sub) => at('/', (req, res) => res.jsonp({ a: 1 }), sub));
  const etagRoutes = (sub) => {
    at('/text', (req, res) => res.send('tagged'), sub);
    at('/bytes', (req, res) => res.send(Buffer.from('tagged')), sub);
    at('/long', (req, res) => res.send('y'.repeat(2000)), sub);
    at('/json', (req, res) => res.json({ tagged: true }), sub);
  };
  under('/settings/etag-strong', { etag: 'strong' }, etagRoutes);
  under('/settings/etag-off', { etag: false }, etagRoutes);
  under('/settings/etag-function', { etag: (body, encoding) => `"${Buffer.isBuffer(body)} ${encoding} ${body.length}"` }, etagRoutes);
  under('/settings/etag-nothing', { etag: () => undefined }, etagRoutes);
  under('/settings/no-powered-by', { 'x-powered-by': false }, (sub) => at('/', (req, res) => res.send('anonymous'), sub));

  for (const status of [200, 204, 304, 404, 418, 500, 299, 103]) if (status > 199) at(`/sendStatus/${status}`, (req, res) => res.sendStatus(status));
  for (const [name, status] of Object.entries({ text: '200', float: 200.5, low: 99, high: 1000, undefined, null: null, nan: NaN, negative: -1 })) {
    at(`/bad-status/${name}`, (req, res) => res.status(status).send('never'));
  }
  at('/bad-status/node', (req, res) => {
    res.statusCode = 1000;
    res.send('never');
  });
  at('/bad-status/node-text', (req, res) => {
    res.statusCode = '404';
    res.send('a string will do');
  });

  at('/set/object', (req, res) => res.set({ 'X-One': 1, 'X-Two': ['a', 2], 'x-three': true }).send('set'));
  at('/set/list', (req, res) => res.set('Set-Cookie', ['a=1', 'b=2']).set('X-List', [1, 2]).send('lists'));
  at('/set/type-list', (req, res) => res.set('Content-Type', ['text/plain', 'text/html']).send('never'));
  at('/set/charset', (req, res) => res.set('Content-Type', 'text/plain; charset=ISO-8859-1').end('x'));
  at('/set/again', (req, res) => res.set('X-Case', '1').set('x-CASE', '2').send(String(res.get('X-case'))));
  at('/append', (req, res) => res.append('X-A', 'one').append('X-A', 'two').append('X-A', ['three', 'four']).append('Link', '<a>').append('Set-Cookie', 'a=1').append('Set-Cookie', 'b=2').send('appended'));
  at('/links', (req, res) => res.links({ next: '/2', last: '/9' }).links({ first: ['/1', '/0'] }).send('linked'));
  at('/get', (req, res) => res.set('X-Value', 'v').json([res.get('x-value'), res.get('X-Nothing') === undefined, failure(() => res.get())]));
  for (const [name, action] of Object.entries({
    'header-name': (res) => res.set('Bad Name', 'x'),
    'header-newline': (res) => res.set('X-Bad', 'a\r\nSet-Cookie: x=1'),
    'header-unicode': (res) => res.set('X-Bad', 'snow ☃'),
    'header-undefined': (res) => res.setHeader('X-Bad', undefined),
    'header-empty': (res) => res.setHeader('', 'x'),
    'header-number': (res) => res.setHeader(7, 'x'),
    'header-list': (res) => res.setHeader('X-Bad', ['fine', 'b\0d']),
    'get-number': (res) => res.getHeader(7),
    'remove-number': (res) => res.removeHeader(7),
    'has-nothing': (res) => res.hasHeader(),
    'head-status': (res) => res.writeHead(42),
    'head-phrase': (res) => res.writeHead(200, 'bad\nphrase'),
    'end-number': (res) => res.end(42),
    'write-null': (res) => res.write(null),
    'write-object': (res) => res.write({}),
    'append-name': (res) => res.appendHeader('b d', 'x'),
    'cookie-name': (res) => res.cookie('b d', 'x'),
    'cookie-signed': (res) => res.cookie('a', 'x', { signed: true }),
  })) at(`/throws/${name}`, (req, res) => res.json(failure(() => action(res))));
  at('/header-latin1', (req, res) => res.set('X-Latin', 'Grüße').send('latin1'));

  for (const [name, args] of Object.entries({
    simple: ['/there'], status: [301, '/moved'], 'see-other': [303, 'http://example.com/?a=b&c=<d>'], encoded: ['/p%20q/é ü?x=%zz'], relative: ['../up'],
    'back-slash': ['http:\\\\evil.test\\x'], script: ['/"><script>alert(1)</script>'], 'no-phrase': [399, '/odd'], 'user-info': ['https://user:pass@example.com'],
  })) at(`/redirect/${name}`, (req, res) => res.redirect(...args));
  at('/location', (req, res) => res.location('/ü?q=a b&c=%20%').end());
  at('/attachment', (req, res) => res.attachment().send('a'));
  for (const [index, name] of ['file.txt', 'dir/report.pdf', 'naïve plan.html', 'quo"te.csv', 'no-extension', 'pr%20ct.txt', '日本.json', "it's(1).txt", 'token.tar.gz'].entries()) {
    at(`/attachment/${index}`, (req, res) => res.attachment(name).send('attached'));
  }
  at('/locals', (req, res) => {
    res.locals.seen = true;
    res.json({ locals: res.locals, app: Object.keys(res.app.locals).length > 0 });
  });
  app.use(errors);
  return app;
};

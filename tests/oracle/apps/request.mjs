/** What Express adds to a request: addresses, names, paths, queries, types, freshness. */
export default (express) => {
  const app = express();
  const attempt = (action) => {
    try {
      const value = action();
      return value === undefined ? 'undefined' : value;
    } catch (error) {
      return `${error.name}: ${error.message}`;
    }
  };
  const show = (req, res) => res.json({
    method: req.method,
    url: req.url,
    path: req.path,
    protocol: req.protocol,
    secure: req.secure,
    ip: req.ip,
    ips: req.ips,
    host: attempt(() => req.host),
    hostname: attempt(() => req.hostname),
    subdomains: req.subdomains,
    xhr: req.xhr,
    referrer: attempt(() => req.get('Referrer')),
    referer: attempt(() => req.header('REFERER')),
  });
  const under = (path, settings, handler = show) => {
    const sub = express();
    for (const [name, value] of Object.entries(settings)) sub.set(name, value);
    sub.all('/', handler);
    sub.all('/*rest', handler);
    app.use(path, sub);
  };

  under('/plain', {});
  under('/trust-all', { 'trust proxy': true });
  under('/trust-one', { 'trust proxy': 1 });
  under('/trust-loopback', { 'trust proxy': 'loopback, 10.0.0.0/8' });
  under('/trust-list', { 'trust proxy': ['loopback', '2001:db8::/32', '172.16.0.0/255.240.0.0'] });
  under('/trust-function', { 'trust proxy': (address, hop) => hop < 1 || address.startsWith('9.') });
  under('/offset', { 'subdomain offset': 3 });

  const query = (req, res) => res.json({ query: req.query, prototype: Object.getPrototypeOf(req.query) === null, again: req.query === req.query });
  under('/query/simple', {}, query);
  under('/query/extended', { 'query parser': 'extended' }, query);
  under('/query/off', { 'query parser': false }, query);
  under('/query/function', { 'query parser': (text) => ({ given: text }) }, query);
  app.get('/query/assigned', (req, res) => {
    const before = attempt(() => {
      req.query = { replaced: true };
      return 'assigned';
    });
    res.json({ before, query: req.query });
  });

  app.get('/get', (req, res) => res.json({
    host: req.get('Host'),
    upper: attempt(() => req.get('X-UPPER')),
    missing: attempt(() => req.get('X-Missing')),
    none: attempt(() => req.get()),
    number: attempt(() => req.get(42)),
    headers: req.headers,
    distinct: req.headersDistinct,
    names: req.rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase()),
    values: req.rawHeaders.filter((_, at) => at % 2 === 1),
  }));
  app.all('/is', (req, res) => res.json({
    json: req.is('json'),
    list: req.is(['html', 'application/json']),
    several: req.is('text/*', 'urlencoded', '+xml'),
    multipart: req.is('multipart'),
    suffix: req.is('application/*+json'),
    star: req.is('*/*'),
    none: req.is(),
    odd: req.is('nothing', 'a/b/c', 'html;x=1'),
  }));
  app.get('/range', (req, res) => res.json({
    ten: attempt(() => [req.range(10), req.range(10)?.type]),
    thousand: attempt(() => req.range(1000)),
    combined: attempt(() => [req.range(1000, { combine: true }), req.range(1000, { combine: true })?.type]),
  }));
  app.all('/fresh', (req, res) => {
    if (req.get('X-Status')) res.status(Number(req.get('X-Status')));
    if (req.get('X-ETag')) res.set('ETag', req.get('X-ETag'));
    if (req.get('X-Last-Modified')) res.set('Last-Modified', req.get('X-Last-Modified'));
    const { fresh, stale } = req;
    res.set('X-Fresh', `${fresh} ${stale}`);
    res.send('body of an answer');
  });
  app.all('/node', (req, res) => res.json({
    httpVersion: [req.httpVersion, req.httpVersionMajor, req.httpVersionMinor],
    aborted: req.aborted,
    destroyed: req.destroyed,
    readable: req.readable,
    ended: req.readableEnded,
    flowing: req.readableFlowing,
    trailers: req.trailers,
    rawTrailers: req.rawTrailers,
    statusCode: req.statusCode,
    upgrade: Boolean(req.upgrade),
    encrypted: Boolean(req.socket.encrypted),
    address: [req.socket.remoteAddress, req.connection.remoteAddress, req.socket.remoteFamily],
    same: req.socket === res.socket && req.connection === req.socket,
    body: attempt(() => req.body),
    response: [res.statusCode, res.headersSent, res.finished, res.writableEnded, res.writableFinished, res.sendDate],
  }));
  return app;
};

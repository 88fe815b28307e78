/** Single differences that generated programs found, each in its smallest form. */
export default (express) => {
  const app = express();
  const at = (path, ...handlers) => app.all(path, ...handlers);
  at('/sent/write', (req, res) => {
    res.write('one ');
    res.status(404).end('two');
  });
  at('/sent/flush', (req, res) => {
    res.flushHeaders();
    res.statusCode = 500;
    res.end(String(res.statusCode));
  });
  at('/sent/head', (req, res) => {
    res.writeHead(201);
    res.statusCode = 204;
    res.end('still sent');
  });
  at('/sent/head-empty', (req, res) => {
    res.writeHead(204);
    res.statusCode = 200;
    res.end('never sent');
  });
  at('/sent/send', (req, res) => {
    res.write('begun');
    res.status(400).send();
  });
  at('/sent/error', (req, res, next) => {
    res.write('begun ');
    res.status(503);
    next(new Error('late'));
  });
  at('/etag/null', (req, res) => {
    res.setHeader('ETag', '');
    res.send('an empty tag is none');
  });
  at('/type/empty', (req, res) => {
    res.setHeader('Content-Type', '');
    res.send('an empty type is none');
  });
  at('/accepts/nothing', (req, res) => res.json([
    req.acceptsEncodings(''), req.acceptsCharsets('', 'utf-8'), req.acceptsLanguages('', 'en'), req.accepts(''), req.acceptsEncodings(['', 'gzip']),
  ]));
  at('/limited', express.text({ type: '*/*', limit: 3 }), (req, res) => res.json(req.body));
  at('/parsed', express.json(), (req, res) => res.json(req.body));
  at('/secret', (req, res) => {
    req.secret = req.query.secret;
    if (req.query.bytes) req.secret = Buffer.from(req.query.bytes);
    res.cookie('a', 'b', { signed: true }).send('signed');
  });
  app.use((error, req, res, next) => {
    if (res.headersSent) res.end(error.message);
    else res.status(error.status ?? 500).json({ message: error.message, own: Object.getOwnPropertyNames(error).sort().filter((name) => name !== 'stack'), ...error });
  });
  return app;
};

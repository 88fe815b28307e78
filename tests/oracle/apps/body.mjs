/** The body parsers: types, options, charsets, limits, and every error they make. */
export default (express) => {
  const app = express();
  const show = (req, res) => res.json({
    body: Buffer.isBuffer(req.body) ? { bytes: req.body.toString('hex') } : req.body,
    type: typeof req.body,
    has: 'body' in req,
    verified: req.verified,
    readable: req.readable,
  });
  const parsers = {
    json: [express.json()],
    'json-any': [express.json({ type: '*/*' })],
    'json-lenient': [express.json({ strict: false })],
    'json-limit': [express.json({ limit: 20 })],
    'json-limit-text': [express.json({ limit: '0.02kb' })],
    'json-reviver': [express.json({ reviver: (key, value) => (typeof value === 'number' ? value * 2 : value) })],
    'json-reviver-throws': [express.json({ reviver: () => { throw Object.assign(new Error('revived'), { type: 'mine', extra: 1, status: 409 }); } })],
    'json-types': [express.json({ type: ['application/vnd.api+json', '+json', 'text/x-json'] })],
    'json-function': [express.json({ type: (req) => req.headers['x-parse'] === 'yes' })],
    'json-no-inflate': [express.json({ inflate: false })],
    urlencoded: [express.urlencoded()],
    'urlencoded-extended': [express.urlencoded({ extended: true })],
    'urlencoded-parameters': [express.urlencoded({ parameterLimit: 2 })],
    'urlencoded-depth': [express.urlencoded({ extended: true, depth: 1 })],
    'urlencoded-latin1': [express.urlencoded({ extended: true, defaultCharset: 'iso-8859-1', charsetSentinel: true, interpretNumericEntities: true })],
    text: [express.text()],
    'text-latin1': [express.text({ defaultCharset: 'latin1' })],
    'text-any': [express.text({ type: '*/*' })],
    raw: [express.raw()],
    'raw-any': [express.raw({ type: () => true, limit: 10 })],
    all: [express.json(), express.urlencoded({ extended: true }), express.text(), express.raw()],
    twice: [express.json(), express.json()],
    'after-data': [(req, res, next) => { req.on('data', (chunk) => { req.verified = `saw ${chunk.length}`; }); next(); }, express.json()],
    'after-encoding': [(req, res, next) => { req.setEncoding('utf8'); next(); }, express.json()],
    'after-own': [(req, res, next) => { req.body = { own: true }; next(); }, express.json()],
  };
  const verify = {
    notes: (req, res, buffer, encoding) => { req.verified = `${buffer.toString('hex')} ${encoding} ${Buffer.isBuffer(buffer)}`; },
    throws: () => { throw new Error('not this one'); },
    'throws-text': () => { throw 'only text'; },
    'throws-type': () => { throw Object.assign(new Error('typed'), { type: 'my.type', status: 401 }); },
    'throws-bad-status': () => { throw Object.assign(new Error('odd status'), { status: 200 }); },
  };
  for (const [name, check] of Object.entries(verify)) {
    parsers[`verify-${name}`] = [express.json({ verify: check })];
    parsers[`verify-text-${name}`] = [express.text({ verify: check })];
    parsers[`verify-raw-${name}`] = [express.raw({ verify: check })];
  }
  for (const [name, chain] of Object.entries(parsers)) app.all(`/${name}`, ...chain, show);

  const attempts = {
    limit: () => express.json({ limit: 'many' }),
    'limit-true': () => express.json({ limit: true }),
    verify: () => express.raw({ verify: 'yes' }),
    charset: () => express.urlencoded({ defaultCharset: 'utf-16' }),
    parameters: () => express.urlencoded({ parameterLimit: 0 }),
    'parameters-text': () => express.urlencoded({ extended: true, parameterLimit: 'x' }),
    depth: () => express.urlencoded({ extended: true, depth: -1 }),
    fine: () => express.urlencoded({ extended: true, depth: '3', parameterLimit: '10', limit: null }),
    name: () => { throw new Error([express.json().name, express.raw().name, express.text().name, express.urlencoded().name].join()); },
  };
  app.get('/options', (req, res) => res.json(Object.entries(attempts).map(([name, attempt]) => {
    try {
      return [name, typeof attempt()];
    } catch (error) {
      return [name, error.name, error.message];
    }
  })));
  app.use((error, req, res, next) => {
    res.status(error.status ?? 500).json({ name: error.name, message: error.message, type: error.type, expose: error.expose, statusCode: error.statusCode, json: error,
      keys: Object.keys(error).sort(), isError: error instanceof Error, syntax: error instanceof SyntaxError });
  });
  return app;
};

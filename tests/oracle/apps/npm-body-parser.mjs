/** body-parser as a package of its own, reading the request as a stream: its four parsers, their options and their errors. */
import bodyParser from 'body-parser';

export default (express) => {
  const app = express();
  const show = (req, res) => res.json({ body: Buffer.isBuffer(req.body) ? { bytes: req.body.toString('hex') } : req.body ?? null });
  const verify = (req, res, bytes, encoding) => {
    if (bytes[0] === 0x20) throw new Error(`begins with a space (${encoding})`);
  };

  app.post('/json', bodyParser.json({ limit: '100b', verify }), show);
  app.post('/loose', bodyParser.json({ strict: false, type: ['json', '+json', 'text/x-json'], reviver: (key, value) => (key === 'secret' ? undefined : value) }), show);
  app.post('/form', bodyParser.urlencoded({ parameterLimit: 5 }), show);
  app.post('/nested', bodyParser.urlencoded({ extended: true, depth: 2 }), show);
  app.post('/text', bodyParser.text({ defaultCharset: 'latin1', type: (req) => req.get('content-type')?.startsWith('text/') }), show);
  app.post('/raw', bodyParser.raw({ type: '*/*', limit: 8, inflate: false }), show);
  app.post('/all', bodyParser.json(), bodyParser.urlencoded({ extended: false }), bodyParser.text(), bodyParser.raw(), show);
  app.post('/twice', express.json(), bodyParser.json(), show);
  app.post('/wording', bodyParser.json(), show);
  app.get('/wrong', (req, res) => {
    bodyParser.json({ verify: 'nothing' });
    res.send('never');
  });

  // How the engine words what is wrong with JSON is a subject of its own.
  app.use('/wording', (error, req, res, next) => res.status(error.status).json([error.name, error.message]));
  app.use((error, req, res, next) => {
    const { status = 500, type = null, expected = null, length = null, limit = null, received = null, charset = null, encoding = null } = error;
    const message = type === 'entity.parse.failed' ? null : error.message;
    res.status(status).json({ name: error.name, message, status, type, expected, length, limit, received, charset, encoding, body: error.body ?? null });
  });
  return app;
};

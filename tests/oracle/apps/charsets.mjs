/** Bodies in every charset that can be read, and in some that cannot. */
export default (express) => {
  const app = express();
  app.post('/json', express.json(), (req, res) => res.json({ body: req.body }));
  app.post('/text', express.text(), (req, res) => res.json({ body: req.body }));
  app.post('/verified', express.text({ verify: (req, res, bytes, charset) => { req.verified = [bytes.length, charset]; } }), (req, res) => {
    res.json({ body: req.body, verified: req.verified });
  });
  app.post('/default', express.text({ defaultCharset: 'koi8-r' }), (req, res) => res.json({ body: req.body }));
  app.post('/form', express.urlencoded({ extended: true }), (req, res) => res.json({ body: req.body }));
  app.use((error, req, res, next) => res.status(error.status).json({ message: error.message, type: error.type, charset: error.charset, own: Object.getOwnPropertyNames(error).sort() }));
  return app;
};

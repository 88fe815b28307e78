/** Media types by extension: what `res.type` makes of every extension there is. */
export default (express) => {
  const app = express();
  app.get('/types', (req, res) => res.json(req.query.names.split(',').map((name) => {
    res.type(name);
    const type = res.get('Content-Type');
    res.removeHeader('Content-Type');
    return type;
  })));
  app.get('/sent', (req, res) => res.type(req.query.name).send('typed'));
  app.get('/set', (req, res) => res.set('Content-Type', req.query.type).send(Buffer.from('typed')));
  app.get('/formats', (req, res) => res.format(Object.fromEntries(req.query.names.split(',').map((name) => [name, () => res.send(name)]))));
  app.get('/is', (req, res) => res.json(req.query.names.split(',').map((name) => req.is(name))));
  return app;
};

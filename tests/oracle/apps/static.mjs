/** `express.static` as it comes: which file a path means, what is refused, and what the next handler gets. */
export default (express, { root }) => {
  const app = express();
  const files = express.static(`${root}/public`);
  const errors = (error, req, res, next) => {
    if (res.headersSent) return next(error);
    return res.status(error.status ?? 500).json({
      name: error.name, message: error.message.replaceAll(root, 'ROOT'), status: error.status, code: error.code, expose: error.expose,
      path: error.path?.replaceAll(root, 'ROOT'), headers: error.headers, keys: Object.keys(error),
    });
  };
  const thrown = (action) => {
    try {
      return typeof action();
    } catch (error) {
      return [error.name, error.message];
    }
  };

  app.get('/creation', (req, res) => res.json([
    thrown(() => express.static()), thrown(() => express.static('')), thrown(() => express.static(42)), thrown(() => express.static({})),
    thrown(() => express.static(root, { setHeaders: 'no' })), thrown(() => express.static(root, null)),
    thrown(() => express.static(root, { dotfiles: 'no' })), express.static.length, express.static(root).length, express.static(root).name,
  ]));
  app.use('/strict', express.static(`${root}/public`, { fallthrough: false }), errors);
  app.use('/mounted/at/depth', files);
  app.use('/mounted', (req, res) => res.send(`behind: ${req.url} ${req.originalUrl}`));
  app.use('/twice', express.static(`${root}/views`), files);
  app.use('/relative', express.static('fixtures/public'));
  app.use('/dots', express.static(`${root}/public/../public/./nested/`));
  app.use('/one-file', express.static(`${root}/public/plain.txt`));
  app.use('/no-root', express.static(`${root}/missing`));
  app.use('/:tenant/files', files);
  app.use(files);
  app.get('/late', (req, res) => res.send('a route behind the files'));
  app.post('/plain.txt', (req, res) => res.send('posted'));
  app.use('/errors', (req, res, next) => next(new Error('never')), errors);
  return app;
};

/** The npm package `serve-static` as it is, with its own `send`. */
import serveStatic from 'serve-static';

export default (express, { root }) => {
  const app = express();
  app.use('/plain', serveStatic(`${root}/public`));
  app.use('/strict', serveStatic(`${root}/public`, { fallthrough: false, maxAge: '1h', dotfiles: 'deny' }));
  app.use('/options', serveStatic(`${root}/public`, {
    index: ['default.txt', 'index.html'], extensions: ['txt', 'html'], redirect: false, immutable: true, maxAge: 60000, setHeaders: (res, path, stat) => res.setHeader('X-Size', stat.size),
  }));
  app.use((error, req, res, next) => {
    if (res.headersSent) return next(error);
    return res.status(error.status ?? 500).json([error.name, error.message.replaceAll(root, 'ROOT'), error.code, error.status]);
  });
  return app;
};

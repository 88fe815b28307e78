/** Templates without the cache of production, and errors of rendering as the final handler shows them. */
export default (express, { root }) => {
  const app = express();
  app.engine('tiny', (path, options, callback) => callback(null, `${path.slice(root.length)} cache ${options.cache}`));
  app.set('view engine', 'tiny');
  app.set('views', `${root}/views`);
  app.get('/cache', (req, res) => res.json([app.enabled('view cache'), app.get('view cache')]));
  app.get('/hello', (req, res) => res.render('hello'));
  app.get('/hello-cached', (req, res) => res.render('hello', { cache: true }));
  return app;
};

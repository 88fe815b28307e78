/** The npm package `ejs` as the view engine: templates and includes in files. */
import ejs from 'ejs';

export default (express, { root }) => {
  const app = express();
  app.engine('ejs', ejs.__express);
  app.set('view engine', 'ejs');
  app.set('views', `${root}/views`);
  app.get('/page', (req, res) => res.render('page', { title: req.query.title ?? 'Title' }));
  app.get('/include', (req, res) => res.render('with-include', { user: req.query.user }));
  app.get('/locals', (req, res) => {
    res.locals.title = '<from locals>';
    res.render('page.ejs');
  });
  app.get('/throws', (req, res) => res.render('throws'));
  app.get('/unknown', (req, res) => res.render('page'));
  app.use((error, req, res, next) => {
    if (res.headersSent) return next(error);
    return res.status(500).send(`${error.name}: ${error.message.replaceAll(root, 'ROOT')}`);
  });
  return app;
};

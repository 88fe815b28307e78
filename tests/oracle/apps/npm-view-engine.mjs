/** A view engine that the app never imports for itself: Express finds it by the extension of the templates. */

import 'ejs';

import { join } from 'node:path';

export default (express, { root }) => {
  const app = express();
  app.set('views', join(root, 'views'));
  app.set('view engine', 'ejs');
  app.get('/page', (req, res) => res.render('page', { title: req.query.title ?? 'Title' }));
  app.get('/with-extension', (req, res) => res.render('page.ejs', { title: 'Extension' }));
  app.get('/include', (req, res) => res.render('with-include', { user: req.query.user, year: 2024 }));
  app.get('/app-render', (req, res, next) => {
    app.render('page', { title: 'app.render' }, (error, html) => (error ? next(error) : res.type('text').send(html)));
  });
  app.get('/missing', (req, res) => res.render('no-such-page'));
  app.get('/no-engine', (req, res) => res.render('page.nothing'));
  app.use((error, req, res, _next) => {
    res.status(500).json({ name: error.name, message: error.message.split(/[:\n]/)[0].replace(root, 'ROOT') });
  });
  return app;
};

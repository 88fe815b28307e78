/** cookie-session: sessions that travel in signed cookies, made, changed, dropped and refused. */
import cookieSession from 'cookie-session';

export default (express) => {
  const app = express();
  const show = (req, res) => res.json({ session: req.session, isNew: req.session.isNew, isPopulated: req.session.isPopulated });

  app.use('/basic', cookieSession({ name: 'session', keys: ['new key', 'old key'] }));
  app.use('/unsigned', cookieSession({ signed: false, httpOnly: false, path: '/unsigned', sameSite: 'strict', overwrite: true }));
  app.use('/dated', cookieSession({ secret: 'only secret', expires: new Date(4e12), domain: 'oracle.test' }));
  app.use('/secure', cookieSession({ secret: 'only secret', secure: true }));

  app.get(['/basic', '/unsigned', '/dated'], show);
  app.get(['/basic/count', '/unsigned/count', '/dated/count', '/secure/count'], (req, res) => {
    req.session.views = (req.session.views ?? 0) + 1;
    res.send(`views: ${req.session.views}`);
  });
  app.get('/basic/unicode', (req, res) => {
    req.session = { name: 'Zoë', list: [1, { deep: true }] };
    show(req, res);
  });
  app.get('/basic/drop', (req, res) => {
    req.session = null;
    res.send('dropped');
  });
  app.get('/basic/wrong', (req) => {
    req.session = 'text';
  });
  app.get('/basic/options', (req, res) => {
    req.sessionOptions.httpOnly = false;
    req.session.user = 'ada';
    res.send('set');
  });
  app.get('/keyless', (req, res) => {
    cookieSession({});
    res.send('never');
  });
  app.use((error, req, res, next) => res.status(500).json([error.name, error.message]));
  return app;
};

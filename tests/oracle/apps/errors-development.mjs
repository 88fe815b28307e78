/** The final handler outside production, where the page shows what was thrown. */
export default (express) => {
  const app = express();
  const stack = 'Error: shown <b>here</b>\n    at one  (two)\n      at "three" & \'four\'';
  app.get('/stack', () => {
    throw Object.assign(new Error('hidden by its stack'), { stack });
  });
  app.get('/no-stack', () => {
    throw Object.assign(new Error('the message'), { stack: '' });
  });
  app.get('/string', (req, res, next) => next('only <text>'));
  app.get('/object', (req, res, next) => next({ toString: () => 'by toString', status: 404 }));
  app.get('/plain-object', (req, res, next) => next({ a: 1 }));
  app.get('/null-prototype', (req, res, next) => next(Object.create(null)));
  app.get('/unicode', () => {
    throw Object.assign(new Error('x'), { stack: 'Error: ünï — €' });
  });
  app.get('/env', (req, res) => res.json({ env: app.get('env'), cache: app.enabled('view cache') }));
  return app;
};

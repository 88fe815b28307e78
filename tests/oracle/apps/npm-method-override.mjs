/** method-override: from headers, from the query, from the body by a function, and what must not be overridden. */
import methodOverride from 'method-override';

export default (express) => {
  const app = express();
  app.use('/header', methodOverride());
  app.use('/own-header', methodOverride('X-HTTP-Method'), methodOverride('X-Method-Override'));
  app.use('/query', methodOverride('_method'));
  app.use('/any', methodOverride('_method', { methods: null }));
  app.use('/listed', methodOverride('X-Do', { methods: ['POST', 'GET'] }));
  app.use('/body', express.urlencoded(), methodOverride((req) => {
    const method = req.body?._method;
    if (req.body) delete req.body._method;
    return method;
  }));

  const show = (req, res) => res.json({ route: req.route.path, method: req.method, original: req.originalMethod ?? null, body: req.body ?? null });
  app.delete('/{*path}', show);
  app.put('/{*path}', show);
  app.post('/{*path}', show);
  app.get('/{*path}', show);
  return app;
};

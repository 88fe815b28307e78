/** cors: plain, with a list of origins, decided per request, with its own preflight answers, and its errors. */
import cors from 'cors';

export default (express) => {
  const app = express();
  const show = (req, res) => res.json({ method: req.method, path: req.path });

  app.use('/any', cors(), show);
  app.use('/one', cors({ origin: 'https://shop.test', credentials: true, maxAge: 600, exposedHeaders: ['X-Total', 'X-Page'] }), show);
  app.use('/list', cors({ origin: ['https://a.test', /^https:\/\/[a-z]+\.b\.test$/], methods: ['GET', 'DELETE'], allowedHeaders: ['X-Token', 'Content-Type'] }), show);
  app.use('/reflected', cors({ origin: true, optionsSuccessStatus: 200 }), show);
  app.use('/off', cors({ origin: false }), show);
  app.use('/asked', cors((req, done) => done(null, { origin: req.get('x-partner') === 'yes' ? req.get('origin') : false, credentials: true })), show);
  app.use('/refused', cors({ origin: (origin, done) => (origin === 'https://a.test' ? done(null, true) : done(new Error(`Origin ${origin} is not welcome`))) }), show);
  app.use('/private-network', cors({ origin: '*', preflightContinue: true }), show);

  app.options('/route', cors({ methods: 'PUT' }));
  app.put('/route', cors({ methods: 'PUT' }), show);

  app.use((error, req, res, next) => res.status(403).json({ error: error.message }));
  return app;
};

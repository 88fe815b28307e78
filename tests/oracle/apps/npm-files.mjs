/** Files behind npm middleware that looks at the answer on its way: compressed, counted, with a session. */
import compression from 'compression';
import cookieSession from 'cookie-session';
import etag from 'etag';
import session from 'express-session';
import onFinished from 'on-finished';
import { statSync } from 'node:fs';

export default (express, { root }) => {
  const app = express();
  const files = express.static(`${root}/public`);
  const send = (req, res) => res.sendFile(req.query.name ?? 'long.txt', { root: `${root}/public` });

  app.use('/compressed', compression({ threshold: 0 }), files);
  app.use('/compressed-send', compression(), send);
  app.use('/compressed-part', compression({ threshold: '1mb' }), files);
  app.use('/cookie-session', cookieSession({ name: 'session', keys: ['key'] }), (req, res, next) => {
    req.session.seen = true;
    next();
  }, files);
  app.use('/session', session({ secret: 'secret', resave: false, saveUninitialized: false }), files);
  app.use('/finished', (req, res, next) => {
    onFinished(res, (error) => {
      app.locals.finished = [error, res.statusCode];
    });
    next();
  }, files);
  app.get('/etag', (req, res) => res.json([etag(statSync(`${root}/public/plain.txt`)), etag(statSync(`${root}/public/plain.txt`), { weak: false })]));
  return app;
};

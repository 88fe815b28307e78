/** on-headers: listeners that change the head at the last moment, in every way a head is written. */
import onHeaders from 'on-headers';

export default (express) => {
  const app = express();
  app.use((req, res, next) => {
    onHeaders(res, function first() {
      this.setHeader('X-Order', `${this.getHeader('X-Order') ?? ''}first`);
    });
    onHeaders(res, function second() {
      this.setHeader('X-Order', 'second, ');
      this.setHeader('X-Seen', `${this.statusCode} ${this.getHeader('X-Set')} ${this.headersSent}`);
    });
    next();
  });
  app.get('/send', (req, res) => res.set('X-Set', '1').send('sent'));
  app.get('/json', (req, res) => res.status(201).json({ a: 1 }));
  app.get('/end', (req, res) => res.end());
  app.get('/write', (req, res) => {
    res.write('written, ');
    res.end('ended');
  });
  app.get('/head-object', (req, res) => res.set('X-Set', '1').writeHead(202, { 'X-Set': '2', 'Content-Type': 'text/plain' }).end('head'));
  app.get('/head-list', (req, res) => res.writeHead(203, [['X-Set', 'a'], ['X-Set', 'b'], ['Content-Type', 'text/plain']]).end('head'));
  app.get('/head-flat', (req, res) => res.writeHead(203, 'Fine', ['X-Set', 'a', 'Content-Type', 'text/plain']).end('head'));
  app.get('/head-bare', (req, res) => res.writeHead(204).end());
  app.get('/flush', (req, res) => {
    res.flushHeaders();
    res.end('flushed');
  });
  app.get('/status', (req, res) => {
    onHeaders(res, () => {
      res.statusCode = 418;
      res.removeHeader('X-Powered-By');
    });
    res.send('changed');
  });
  app.get('/redirect', (req, res) => res.redirect(301, '/send'));
  app.get('/throws', (req, res) => {
    onHeaders(res, () => {
      throw new Error('from a listener');
    });
    res.send('never');
  });
  app.get('/wrong', (req, res) => {
    try {
      onHeaders(req.query.what === 'listener' ? res : undefined);
    } catch (error) {
      res.json([error.name, error.message]);
    }
  });
  return app;
};

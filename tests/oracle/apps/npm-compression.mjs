/** compression: which answers are compressed, in which encoding, and that what arrives is what was written. */
import compression from 'compression';

export default (express) => {
  const app = express();
  const long = 'All work and no play makes Jack a dull boy. '.repeat(30);

  app.use('/filtered', compression({ filter: (req, res) => req.get('x-no-compression') === undefined && compression.filter(req, res) }));
  app.use('/eager', compression({ threshold: 0, level: 9 }));
  app.use('/high', compression({ threshold: '10kb' }));
  app.use('/enforced', compression({ threshold: 0, enforceEncoding: 'gzip' }));
  app.use('/plain', compression());

  app.get('/:kind/long', (req, res) => res.type('text').send(long));
  app.get('/:kind/short', (req, res) => res.type('text').send('short'));
  app.get('/:kind/json', (req, res) => res.json(Array.from({ length: 200 }, (_, index) => ({ index }))));
  app.get('/:kind/image', (req, res) => res.type('png').send(Buffer.alloc(3000, 1)));
  app.get('/:kind/untyped', (req, res) => res.end(long));
  app.get('/:kind/no-transform', (req, res) => res.set('Cache-Control', 'public, no-transform').type('text').send(long));
  app.get('/:kind/encoded', (req, res) => res.set('Content-Encoding', 'identity').type('text').send(long));
  app.get('/:kind/zipped', (req, res) => res.set('Content-Encoding', 'x-own').type('text').send(long));
  app.get('/:kind/tagged', (req, res) => res.set('ETag', '"strong"').vary('Cookie').type('text').send(long));
  app.get('/:kind/written', (req, res) => {
    res.type('text').write('first, ');
    res.write(Buffer.from('zweitens: ü, '));
    res.flush?.();
    res.end('third');
  });
  app.get('/:kind/empty', (req, res) => res.status(204).end());
  app.get('/:kind/head', (req, res) => {
    res.writeHead(203, { 'Content-Type': 'text/plain', 'X-Made': 'yes' });
    res.end(long);
  });
  app.get('/:kind/fails', () => {
    throw new Error('failed');
  });
  app.use((error, req, res, next) => res.status(500).type('text').send(`${error.message} ${long}`));
  return app;
};

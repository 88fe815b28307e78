/** Ranges and conditions of requests for files. */
export default (express, { root }) => {
  const app = express();
  app.use('/files', express.static(`${root}/public`));
  app.use('/tagless', express.static(`${root}/public`, { etag: false }));
  app.use('/dateless', express.static(`${root}/public`, { lastModified: false }));
  app.use('/bare', express.static(`${root}/public`, { etag: false, lastModified: false }));
  app.use('/part', express.static(`${root}/public`, { start: 2, end: 7 }));
  app.use('/strong', express.static(`${root}/public`, { setHeaders: (res) => res.set('ETag', '"strong"') }));
  app.get('/send', (req, res) => res.sendFile(`${root}/public/digits.txt`));
  app.get('/created', (req, res) => res.status(201).sendFile(`${root}/public/digits.txt`));
  app.get('/missing', (req, res) => res.status(404).sendFile(`${root}/public/digits.txt`));
  app.get('/encoded', (req, res) => res.set({ 'Content-Encoding': 'x', 'Content-Language': 'de', 'X-Kept': '1' }).sendFile(`${root}/public/digits.txt`));
  app.get('/download', (req, res) => res.download(`${root}/public/digits.txt`, 'numbers.txt'));
  app.get('/callback', (req, res) => res.sendFile(`${root}/public/digits.txt`, (error) => {
    if (error) res.status(error.status).set('X-Error', error.message).send(JSON.stringify(error.headers ?? null));
  }));
  return app;
};

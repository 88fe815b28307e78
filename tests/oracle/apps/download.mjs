/** `res.download`: names, options, callbacks and the field that makes a client save the file. */
export default (express, { root }) => {
  const app = express();
  const router = express.Router();
  app.use(router);
  const hidden = (text) => text?.replaceAll(root, 'ROOT');
  const file = (name) => `${root}/public/${name}`;
  const at = (path, handler) => router.all(path, handler);

  const PLAIN = ['plain.txt', 'data.json', 'pixel.png', 'with space/a file.txt', '100%.txt', 'a#b.txt', 'it\'s "quoted".txt', '😀.txt', 'ünïcode/naïve €.txt', 'LICENSE', 'empty.txt',
    'archive.tar.gz', 'missing.txt', 'nested', '.hidden', 'feed.xml'];
  for (const [index, name] of PLAIN.entries()) at(`/plain/${index}`, (req, res) => res.download(file(name)));

  const NAMES = ['other.txt', 'other.pdf', 'path/to/name.csv', 'späce.txt', '€uro "sign".txt', 'a;b.txt', 'a%20b.txt', 'no extension', '', '../up.txt', '日本.txt', 'back\\slash.txt', 'x'.repeat(200)];
  for (const [index, name] of NAMES.entries()) at(`/name/${index}`, (req, res) => res.download(file('plain.txt'), name));
  at('/name/null', (req, res) => res.download(file('plain.txt'), null));
  at('/name/undefined', (req, res) => res.download(file('plain.txt'), undefined));
  at('/name/undefined-options', (req, res) => res.download(file('plain.txt'), undefined, { maxAge: 1000 }));

  at('/options/second', (req, res) => res.download(file('plain.txt'), { maxAge: '1h' }));
  at('/options/third', (req, res) => res.download(file('plain.txt'), 'third.txt', { maxAge: '1h', immutable: true }));
  at('/options/root', (req, res) => res.download('plain.txt', { root: `${root}/public` }));
  at('/options/root-name', (req, res) => res.download('digits.txt', 'root.txt', { root: `${root}/public` }));
  at('/options/root-up', (req, res) => res.download('../views/page.ejs', { root: `${root}/public` }));
  at('/options/headers', (req, res) => res.download(file('plain.txt'), { headers: { 'X-Own': '1', 'content-disposition': 'inline', 'Content-Type': 'text/x-own' } }));
  at('/options/headers-name', (req, res) => res.download(file('plain.txt'), 'name.bin', { headers: { 'Content-Disposition': 'inline' } }));
  at('/options/dotfiles', (req, res) => res.download('.hidden', { root: `${root}/public`, dotfiles: 'allow' }));
  at('/options/shared', (req, res) => {
    const shared = { headers: { 'X-Own': '1' }, maxAge: 1000 };
    res.download(file('plain.txt'), shared);
    res.set('X-Shared', JSON.stringify(shared));
  });
  at('/relative', (req, res) => res.download('fixtures/public/plain.txt'));
  at('/before/disposition', (req, res) => res.attachment('mine.txt').download(file('plain.txt')));
  at('/before/type', (req, res) => res.type('png').download(file('plain.txt')));
  at('/after/set', (req, res) => {
    res.download(file('plain.txt'));
    res.set('X-After', '1');
  });
  at('/status', (req, res) => res.status(201).download(file('plain.txt')));

  const report = (res) => (error) => {
    if (!res.headersSent) res.status(error?.status ?? 200).json([error?.name, hidden(error?.message), error?.code, res.getHeaderNames()]);
  };
  at('/callback/second', (req, res) => res.download(file('missing.txt'), report(res)));
  at('/callback/third', (req, res) => res.download(file('missing.txt'), 'name.txt', report(res)));
  at('/callback/fourth', (req, res) => res.download(file('missing.txt'), 'name.txt', { headers: { 'X-Own': '1' } }, report(res)));
  at('/callback/options', (req, res) => res.download(file('missing.txt'), { maxAge: 1000 }, report(res)));
  at('/callback/sent', (req, res) => res.download(file('digits.txt'), report(res)));
  at('/callback/directory', (req, res) => res.download(file('nested'), report(res)));

  const THROWN = { none: [], null: [null], number: [42], object: [{}] };
  for (const [name, values] of Object.entries(THROWN)) {
    at(`/thrown/${name}`, (req, res) => {
      try {
        res.download(...values);
      } catch (error) {
        res.json([error.name, error.code, error.message]);
      }
    });
  }
  const ATTACHMENTS = [undefined, 'plain.txt', 'path/photo.png', 'ünïcode.html', 'no-extension', 'odd.unknownext', 'a"b.txt', ''];
  for (const [index, name] of ATTACHMENTS.entries()) at(`/attachment/${index}`, (req, res) => res.attachment(name).send('attached'));

  app.use((req, res) => res.status(404).send(`nothing for ${req.path}`));
  app.use((error, req, res, next) => {
    if (res.headersSent) return next(error);
    return res.status(error.status ?? 500).json([error.name, hidden(error.message), error.code, error.status, res.getHeaderNames()]);
  });
  return app;
};

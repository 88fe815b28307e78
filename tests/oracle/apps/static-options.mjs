/** The options of `express.static`, one directory for each. */
export default (express, { root }) => {
  const app = express();
  const OPTIONS = {
    'accept-ranges-off': { acceptRanges: false }, 'cache-control-off': { cacheControl: false }, 'cache-control-off-age': { cacheControl: false, maxAge: 5000 },
    'dotfiles-allow': { dotfiles: 'allow' }, 'dotfiles-deny': { dotfiles: 'deny' }, 'dotfiles-ignore': { dotfiles: 'ignore' }, 'dotfiles-bogus': { dotfiles: 'bogus' },
    'dotfiles-deny-strict': { dotfiles: 'deny', fallthrough: false }, 'dotfiles-ignore-strict': { dotfiles: 'ignore', fallthrough: false },
    'etag-off': { etag: false }, 'last-modified-off': { lastModified: false }, 'validators-off': { etag: false, lastModified: false },
    'extensions-one': { extensions: ['html'] }, 'extensions-two': { extensions: ['htm', 'html', 'txt'] }, 'extensions-text': { extensions: 'txt' },
    'extensions-off': { extensions: false }, 'extensions-bogus': { extensions: [42] }, 'extensions-dotted': { extensions: ['.html'] },
    'extensions-strict': { extensions: ['html', 'htm'], fallthrough: false },
    'fallthrough-off': { fallthrough: false }, 'fallthrough-off-redirect-off': { fallthrough: false, redirect: false },
    'immutable': { immutable: true }, 'immutable-age': { immutable: true, maxAge: '1y' }, 'immutable-number': { immutable: 1, maxAge: 1000 },
    'index-off': { index: false }, 'index-other': { index: 'default.txt' }, 'index-list': { index: ['missing.html', 'index.htm', 'index.html'] }, 'index-empty': { index: [] },
    'index-bogus': { index: [42] }, 'index-directory': { index: ['deep', 'page.html'] }, 'index-off-strict': { index: false, fallthrough: false }, 'index-null': { index: null },
    'redirect-off': { redirect: false }, 'redirect-off-index-off': { redirect: false, index: false },
    'max-age-number': { maxAge: 86400000 }, 'max-age-small': { maxAge: 999 }, 'max-age-part': { maxAge: 1500 }, 'max-age-negative': { maxAge: -5 }, 'max-age-huge': { maxAge: 1e15 },
    'max-age-infinity': { maxAge: Infinity }, 'max-age-nan': { maxAge: NaN }, 'max-age-zero': { maxAge: 0 }, 'max-age-true': { maxAge: true }, 'max-age-date': { maxAge: new Date(7000) },
    'maxage-lower': { maxage: 5000 }, 'maxage-both': { maxage: 5000, maxAge: 9000 },
    'start-end': { start: 3, end: 6 }, 'start': { start: 5 }, 'end': { end: 4 }, 'start-beyond': { start: 5000 },
    'set-headers': {
      setHeaders(res, path, stat) {
        res.set('X-Path', encodeURI(path.replace(root, 'ROOT')));
        res.set('X-Stat', `${stat.size} ${stat.isFile()} ${stat.isDirectory()} ${stat.mtime.toISOString()} ${stat.mtimeMs}`);
        res.set('X-This', typeof this);
      },
    },
    'set-headers-own': {
      setHeaders(res) {
        res.set({ 'Cache-Control': 'private', 'ETag': '"own"', 'Last-Modified': 'Mon, 01 Jan 2001 00:00:00 GMT', 'Content-Type': 'text/x-own', 'Accept-Ranges': 'none' });
      },
    },
    'set-headers-status': { setHeaders: (res) => res.status(203).append('Vary', 'Accept').cookie('a', 'b') },
    'nothing': {},
    'inherited': Object.create({ maxAge: 3000, index: false }),
    'own-root': { root: '/nowhere', maxAge: 1000 },
  };
  const AGES = ['1', '500', '1s', '10 s', '2 secs', '3 seconds', '1m', '5 mins', '1 minute', '1h', '2 hrs', '1d', '1.5d', '.5h', '2 days', '1w', '1y', '3 yrs', '-1s', '1000 ms',
    '2msecs', '1 fortnight', 'soon', '', '1 H', '1D', '5 Minutes', ' 1d', '1d ', '1e3', '0x10', '1,5d', '10.5 s', '-.5h'];

  for (const [name, options] of Object.entries(OPTIONS)) app.use(`/${name}`, express.static(`${root}/public`, options));
  for (const [index, maxAge] of AGES.entries()) app.use(`/age/${index}`, express.static(`${root}/public`, { maxAge }));
  app.use((req, res) => res.status(404).send(`behind: ${req.method} ${req.originalUrl}`));
  app.use((error, req, res, next) => {
    if (res.headersSent) return next(error);
    return res.status(error.status ?? 500).json({
      name: error.name, message: error.message.replaceAll(root, 'ROOT'), status: error.status, code: error.code, expose: error.expose, syscall: error.syscall,
      path: error.path?.replaceAll(root, 'ROOT'), set: res.getHeaderNames(),
    });
  });
  return app;
};

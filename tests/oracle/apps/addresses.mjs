/** Addresses taken apart and put together, the classes of the URL Standard as modules and as globals. */
import url from 'node:url';
import { inspect } from 'node:util';

const PARTS = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'];

export default (express) => {
  const app = express();
  const show = (address) => ({ ...Object.fromEntries(PARTS.map((part) => [part, address[part]])), pairs: [...address.searchParams] });
  const words = (error) => ({ name: error.name, message: error.message, code: error.code, input: error.input, base: error.base, keys: Object.keys(error) });
  const attempt = (work) => {
    try {
      return work();
    } catch (error) {
      return words(error);
    }
  };

  app.get('/parse', (req, res) => res.json(attempt(() => show(new url.URL(req.query.u, req.query.base)))));
  app.get('/global', (req, res) => {
    const { searchParams, pathname } = new URL(req.originalUrl, `${req.protocol}://${req.get('host')}`);
    searchParams.append('seen', 'yes & no');
    searchParams.delete('drop');
    res.json({ pathname, query: Object.fromEntries(searchParams), text: `${searchParams}`, size: searchParams.size, can: URL.canParse(req.query.u), same: URL === url.URL });
  });
  app.get('/set', (req, res) => {
    const address = new url.URL(req.query.u);
    for (const part of PARTS) if (req.query[part] !== undefined) address[part] = req.query[part];
    address.searchParams.sort();
    res.json(show(address));
  });
  app.get('/params', (req, res) => {
    const params = new URLSearchParams(req.originalUrl.split('?')[1]);
    const seen = [];
    params.forEach((value, name) => seen.push(`${name}=${value}`));
    res.json({
      text: params.toString(), entries: [...params], keys: [...params.keys()], values: [...params.values()], all: params.getAll('a'), first: params.get('a'),
      none: params.get('zz'), has: [params.has('a'), params.has('a', '2')], seen, shown: inspect(params), tag: String(Object.prototype.toString.call(params)),
    });
  });
  app.get('/made', (req, res) => res.json([
    { a: 1, b: [2, 3], c: undefined }, [['x', 'y z'], ['é', '&=+']], new Map([['m', 'n']]), new URLSearchParams('q=1'), '?lead=1', 5, null, [['only']], [1],
  ].map((init) => attempt(() => String(new url.URLSearchParams(init))))));
  app.get('/wrong', (req, res) => res.json([
    () => new URL(), () => new URL('nope'), () => new URL('/a', 'b'), () => new URLSearchParams('').get(), () => new URLSearchParams('').append('a'),
    () => new URLSearchParams('').set(), () => new URLSearchParams('').forEach(),
  ].map(attempt)));
  app.get('/shown', (req, res) => res.type('text').send(`${inspect(new url.URL('https://u:p@a.b:81/c?d=e#f'))} ${inspect({ deep: { er: new url.URL('x:y') } })}`));
  app.get('/json', (req, res) => res.json({ at: new URL('http://a.b/c d'), query: new URLSearchParams('a=1') }));
  app.get('/redirect', (req, res) => {
    const target = new URL('/login', 'http://oracle.test');
    target.searchParams.set('next', req.originalUrl);
    res.redirect(target);
  });
  app.get('/format', (req, res) => {
    const address = new url.URL('http://u:p@測試.test/a?b=c#d');
    res.json([
      url.format(address), url.format(address, { auth: false, fragment: false, search: false }), url.format({ protocol: 'http', host: 'a.b', query: { x: 1 } }),
      url.domainToASCII('español.com'), url.domainToUnicode('xn--espaol-zwa.com'), url.domainToASCII('xn--iñvalid.com'),
      url.fileURLToPath('file:///a%20b/c'), String(url.pathToFileURL('/a b/c?#')), url.urlToHttpOptions(address).path,
    ]);
  });
  return app;
};

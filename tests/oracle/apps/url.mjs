/** The classes `URL` and `URLSearchParams`, and what `node:url` makes of them. */

import { inspect } from 'node:util';
import url, { domainToASCII, domainToUnicode, fileURLToPath, pathToFileURL } from 'node:url';

const PARTS = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'];

const partsOf = (parsed) => Object.fromEntries(PARTS.map((part) => [part, parsed[part]]));

/** What the code says, or how it fails. */
function outcome(run) {
  try {
    return { value: run() };
  } catch (error) {
    return { name: error.name, message: error.message, ...error };
  }
}

const LISTS = {
  text: () => new URLSearchParams('?a=1&b=2&a=%20x+y&=&c'),
  object: () => new URLSearchParams({ a: 1, b: [2, 3], ü: 'ß', d: undefined }),
  pairs: () => new URLSearchParams([['a', 1], ['a', 2]]),
  map: () => new URLSearchParams(new Map([['x', 'y']])),
  copy: () => new URLSearchParams(new URLSearchParams('q=1')),
  none: () => new URLSearchParams(),
  odd: () => new URLSearchParams([['a']]),
  number: () => new URLSearchParams([1]),
  broken: () => new URLSearchParams('a=%&b=%zz&c=%E4'),
};

const STEPS = {
  append: (list) => list.append('a', 'new & = + ü'),
  appendNothing: (list) => list.append('a'),
  delete: (list) => list.delete('a'),
  deleteValue: (list) => list.delete('a', '1'),
  get: (list) => [list.get('a'), list.get('zz')],
  getAll: (list) => list.getAll('a'),
  has: (list) => [list.has('a'), list.has('a', '2'), list.has('b', 2)],
  set: (list) => list.set('a', 'set'),
  setNew: (list) => list.set('n', null),
  sort: (list) => list.sort(),
  keys: (list) => [...list.keys()],
  values: (list) => [...list.values()],
  entries: (list) => Array.from(list),
  size: (list) => list.size,
  each: (list) => { const seen = []; list.forEach((value, name, all) => seen.push([value, name, all === list])); return seen; },
  eachOdd: (list) => list.forEach(5),
  shown: (list) => inspect(list),
  tag: (list) => [String(Object.prototype.toString.call(list)), inspect(list.keys()[Symbol.toStringTag])],
};

export default (express) => {
  const app = express();
  app.get('/parse', (req, res) => {
    const { text, base } = req.query;
    res.json(outcome(() => partsOf(new URL(text, base))));
  });
  app.get('/can', (req, res) => res.json([URL.canParse(req.query.text), URL.canParse(req.query.text, 'http://base.test/')]));
  app.get('/set/:part', (req, res) => {
    res.json(outcome(() => {
      const parsed = new URL(req.query.text ?? 'https://user:pass@host.test:8080/a/b?c=d#e');
      const { searchParams } = parsed;
      parsed[req.params.part] = req.query.value;
      return { ...partsOf(parsed), list: [...searchParams] };
    }));
  });
  app.get('/params/:list/:step', (req, res) => {
    res.json(outcome(() => {
      const list = LISTS[req.params.list]();
      const value = STEPS[req.params.step](list);
      return { value, text: `${list}` };
    }));
  });
  app.get('/bound', (req, res) => {
    const parsed = new URL('http://a.test/?x=1');
    const { searchParams } = parsed;
    const seen = [parsed.searchParams === searchParams];
    searchParams.append('y', 'ä b');
    seen.push(parsed.href);
    parsed.search = '?z=1';
    seen.push([...searchParams]);
    searchParams.delete('z');
    seen.push(parsed.href, JSON.stringify({ parsed }), `${parsed}`);
    res.json(seen);
  });
  app.get('/shown', (req, res) => res.type('text').send(inspect(new URL('http://u:p@a.test:81/b?c=d#e'))));
  app.get('/keys', (req, res) => res.json([Object.keys(URL.prototype).sort(), Object.keys(URLSearchParams.prototype), typeof url.URL, url.URL === URL]));
  app.get('/domain', (req, res) => res.json([domainToASCII(req.query.name), domainToUnicode(req.query.name)]));
  app.get('/file', (req, res) => res.json(outcome(() => [fileURLToPath(new URL(req.query.url)), pathToFileURL(req.query.path).href])));
  app.get('/format', (req, res) => res.json([
    url.format(new URL('http://u:p@xn--bcher-kva.test/a?b#c'), { auth: false, fragment: false }),
    url.format(new URL('http://u:p@a.test/a?b#c'), { search: false }),
    new URL('/next', `${req.protocol}://${req.get('host')}${req.originalUrl}`).href,
    new URL(req.originalUrl, 'http://a.test').searchParams.get('q'),
  ]));
  app.get('/missing', (req, res) => res.json([outcome(() => new URL()), outcome(() => URL('x')), outcome(() => new URL(Symbol('x')))]));
  app.get('/redirect', (req, res) => res.redirect(new URL(req.query.to, 'http://self.test/').pathname));
  return app;
};

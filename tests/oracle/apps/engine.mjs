/** What V8 says and does where another engine could say and do otherwise: messages that apps pass on, order of words, numbers for people. */
export default (express) => {
  const app = express();
  app.use(express.json());
  // What the handlers work with comes in, so that no bundler can compute it.
  const given = () => ({
    b: { c: undefined }, n: null, five: 5, body: undefined, list: undefined, items: [{}, {}], str: 'str', key: 'key', fn: (x) => ({ x }), params: {}, only: { get v() { return 1; } },
  });
  const circle = (value, ...path) => {
    let at = value;
    for (const key of path) at = at[key] = {};
    at.back = value;
    return value;
  };

  const FAILURES = {
    call: (o) => { o.foo(); },
    'call-short': (o) => o.foo(1, 2),
    'call-argument': (o) => { o.fn(o.b.c(o.x)); },
    'call-text-key': (o) => { return o['a b'](); },
    'call-key': (o) => { return o[o.key](1); },
    'call-deep': (o) => { return o.b.c.d.e(); },
    'call-chain': (o) => { return o.fn(1).bar(2).baz(3); },
    'call-nested': (o) => { if (o.five) { o.b.go('x', (y) => { return y; }, { a: 1 }); } },
    'call-number': (o) => { return o.five.toUpperCase(); },
    'call-await': async (o) => { const r = await o.missing('x'); return r; },
    'call-each': (o) => { return o.items.map((x) => x.y()); },
    'call-template': (o) => `${o.zip()}`,
    'call-optional': (o) => { return o.b?.zip(); },
    construct: (o) => { return new o.X(); },
    'request-body': (o, req) => { return req.missing.name; },
    'request-user': (o, req) => { return req.user.id; },
    'request-session': (o, req) => { return req.session.views++; },
    'request-flash': (o, req) => { return req.flash('x'); },
    'request-param': (o, req) => { req.param('x'); },
    'response-misspelt': (o, req, res) => { res.sned('x'); },
    'response-chain': (o, req, res) => res.status(200).jsn({}),
    'destructure-body': (o, req) => { const { name } = req.missing; return name; },
    'destructure-several': (o) => { const { username, password } = o.body; return [username, password]; },
    'destructure-default': (o) => { const { name = 'x' } = o.body; return name; },
    'destructure-quoted': (o) => { const { 'x-y': q } = o.body; return q; },
    'destructure-parameter': (o) => { const f = ({ q }) => q; return f(o.body); },
    'destructure-later': async (o) => { await null; const { id } = o.params.deep ?? o.body; return id; },
    'destructure-array': (o) => { const [x, y] = o.body; return x + y; },
    'own-plain': () => { throw new Error('store is not initialized'); },
    'own-address': () => { throw new Error('invalid character'); },
    'own-type': () => { throw new TypeError('empty array'); },
    'own-call': () => { const error = new TypeError('not a function'); throw error; },
    'own-range': () => { throw new RangeError('invalid array length'); },
    'own-reference': () => { throw new ReferenceError('x is not initialized'); },
    'own-class': () => { class StoreError extends TypeError {} throw new StoreError("cannot read property 'a' of undefined"); },
    'loop-undefined': (o) => { for (const x of o.list) o.fn(x); },
    'loop-number': (o) => { for (const x of o.five) o.fn(x); },
    'spread-undefined': (o) => [...o.list],
    'spread-object': (o) => { return [...o.b]; },
    'spread-argument': (o) => Math.max(...o.list),
    'set-null': (o) => { o.n.x = 5; },
    'set-query': (o, req) => { req.query = { a: 1 }; },
    'set-path': (o, req) => { req.path = '/x'; },
    'set-getter': (o) => { o.only.v = 5; },
    'set-frozen': (o) => { const z = Object.freeze({ a: o.five }); z.a = 2; return z; },
    'add-frozen': (o) => { const z = Object.freeze({ a: o.five }); z.b = 2; return z; },
    'delete-frozen': (o) => { const z = Object.freeze({ a: o.five }); delete z.a; return z; },
    'keys-undefined': (o) => Object.keys(o.list),
    'parse-comma': () => JSON.parse('[1,]'),
    'parse-quotes': () => JSON.parse("{'a': 1}"),
    'parse-empty': () => JSON.parse(''),
    'parse-undefined': (o) => JSON.parse(o.list),
    'parse-object': (o) => JSON.parse(o.b),
    'parse-reviver': () => JSON.parse('{"a":1}', () => { throw new Error('revived'); }),
    'circle-itself': () => JSON.stringify(circle({})),
    'circle-short': () => JSON.stringify(circle({ first: 1 }, 'a', 'b')),
    'circle-long': () => JSON.stringify({ outer: circle([], 'a', 'b', 'c', 'd', 'e') }),
    'circle-answer': (o, req, res) => res.json(circle({ user: 'ada' }, 'friend')),
    'circle-spaces': () => JSON.stringify(circle({}), null, 2),
    'big-integer': (o, req, res) => res.json({ big: 10n }),
    'big-mixed': (o) => 1n + o.five,
    'uri-escape': (o) => decodeURIComponent(`%E0%A4%A${o.five}`),
    'uri-percent': (o) => decodeURIComponent(`${o.str}%`),
    'uri-surrogate': (o) => encodeURIComponent(`\ud800${o.str}`),
    'date-invalid': (o) => new Date(o.str).toISOString(),
    repeat: (o) => o.str.repeat(-1),
    'array-length': (o) => new Array(-o.five),
    digits: (o) => o.five.toFixed(101),
    radix: (o) => o.five.toString(99),
    symbol: (o) => `${Symbol('a')}${o.five}`,
    'empty-reduce': () => [].reduce((a, b) => a + b),
    'map-nothing': (o) => o.items.map(o.nothing),
    'sort-by-number': (o) => o.items.sort(o.five),
    recursion: () => { const again = () => again() + 1; return again(); },
    own: () => { throw new TypeError('not a function'); },
    'regexp-class': (o) => new RegExp(`${o.str}[a`),
    'regexp-group': (o) => new RegExp(`${o.str}(a`),
    'regexp-repeat': (o) => new RegExp(`*${o.str}`),
    'regexp-closed': (o) => new RegExp(`${o.str})`, 'i'),
    'regexp-escape': (o) => new RegExp(`${o.str}\\`),
    'regexp-range': (o) => new RegExp(`[z-a]${o.str}`, 'g'),
    'regexp-count': (o) => new RegExp(`${o.str}{2,1}`),
    'regexp-flags': (o) => new RegExp(o.str, o.key),
    'weak-key': (o) => new WeakMap().set(o.str, 1),
    'own-uri': () => { throw new URIError('my own'); },
  };
  for (const [name, fail] of Object.entries(FAILURES)) {
    app.get(`/thrown/${name}`, async (req, res) => res.json({ never: String(await fail(given(), req, res)) }));
    app.get(`/caught/${name}`, async (req, res) => {
      try {
        res.json({ never: String(await fail(given(), req, res)) });
      } catch (error) {
        res.json({ caught: error.message, text: String(error) });
      }
    });
  }
  app.get('/json-parts', (req, res) => {
    let asked = 0;
    class Model { constructor() { this.a = [1, undefined, () => 1]; } }
    class Dated { toJSON(key) { return { key, asked: asked += 1 }; } }
    let deep = { end: new Dated() };
    for (let level = 0; level < 100; level += 1) deep = { deep };
    const counted = { get now() { return asked += 1; } };
    res.json({
      counted, dated: new Dated(), listed: [new Dated()], model: new Model(), half: '\ud800x', 'half\udc00': 1, text: new String('x'), number: new Number(1),
      date: new Date(0), map: new Map([[1, 2]]), bare: Object.assign(Object.create(null), { a: 1 }), error: new Error('x'), none: undefined, deep, escaped: '"\\\n\u0001\u2028',
    });
  });
  app.get('/regexp', (req, res) => {
    class Own extends RegExp { test(text) { return !super.test(text); } }
    const made = new RegExp('(?<word>[a-z]+)(\\d)', 'gi');
    res.json([
      made instanceof RegExp, /x/ instanceof RegExp, /x/.constructor === RegExp, RegExp('a/b').source, new RegExp(/x/gi).flags, new RegExp(/x/gi, 'm').flags, RegExp.name,
      'a1b2'.split(made), [...'a1 B2'.matchAll(made)].map(({ groups, index }) => [groups.word, index]), 'a1'.replace(made, '$2$<word>'), new Own('x').test('x'), new Own('x') instanceof Own,
      String(new RegExp('')), String(new RegExp()), new RegExp('\n').source, Object.prototype.toString.call(made), 'x.y'.search(new RegExp('\\.')), RegExp.length,
    ]);
  });
  app.get('/numbers', (req, res) => {
    const values = [0, -0, 1234.5, 1234567.891, -98765.4321, 1.0005, 1e21, NaN, Infinity];
    res.json(values.map((value) => [value.toLocaleString(), value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })]));
  });
  app.get('/words', (req, res) => {
    const words = ['banana', 'Apple', 'apple', 'éclair', 'zebra', 'Éclair', 'eclair', 'résumé', 'resume', '10', '9', '_x', '-y', ' z', 'a b', 'ab', '$', '@home', 'Ñandú', 'nandu', 'Zoë', ''];
    res.json(words.toSorted((one, other) => one.localeCompare(other)));
  });
  app.get('/moments', (req, res) => {
    const zone = { timeZone: 'UTC' };
    res.json([0, 1e12, 46800000, 43200000].map((moment) => new Date(moment)).map((date) => [
      date.toLocaleDateString('en-US', zone), date.toLocaleTimeString('en-US', zone), date.toLocaleString('en-US', zone), date.toUTCString(), date,
    ]));
  });
  app.use((error, req, res, next) => res.status(error.status ?? 500).json({ name: error.name, message: error.message, keys: Object.keys(error) }));
  return app;
};

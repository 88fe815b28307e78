/** lodash: collections, objects, strings, functions and templates, whole and by single modules. */
import _ from 'lodash';
import kebabCase from 'lodash/kebabCase.js';
import fp from 'lodash/fp.js';

const PEOPLE = [{ name: 'Ada', born: 1815, in: ['math', 'code'] }, { name: 'Alan', born: 1912, in: ['code'] }, { name: 'Grace', born: 1906, in: ['code', 'navy'] }];

export default (express) => {
  const app = express();
  const ROUTES = {
    collections: () => [_.groupBy(PEOPLE, ({ born }) => _.floor(born, -2)), _.keyBy(PEOPLE, 'name'), _.orderBy(PEOPLE, ['in.length', 'born'], ['desc', 'asc']).map(_.property('name')),
      _.countBy(_.flatMap(PEOPLE, 'in')), _.partition([1, 2, 3, 4], (n) => n % 2), _.sumBy(PEOPLE, 'born'), _.find(PEOPLE, { name: 'Alan' }), _.reject(PEOPLE, ['born', 1815]).length],
    arrays: () => [_.chunk([1, 2, 3, 4, 5], 2), _.difference([1, 2, 3], [2]), _.zipObject(['a', 'b'], [1, 2]), _.uniqBy([1.1, 1.9, 2.2], Math.floor), _.intersection([1, 2], [2, 3]), _.sortedIndex([10, 20], 15),
      _.flattenDeep([1, [2, [3, [4]]]]), _.xor([1, 2], [2, 3]), _.unzip([['a', 1], ['b', 2]]), _.takeRightWhile([1, 2, 3], (n) => n > 1)],
    objects: () => {
      const source = { a: { b: [{ c: 1 }], d: new Date(0), e: new Map([['k', new Set([1])]]) }, f: undefined };
      const copy = _.cloneDeep(source);
      return [_.get(source, 'a.b[0].c'), _.get(source, 'a.x.y', 'none'), _.set({}, 'x[0].y', 1), _.merge({ a: [1, { b: 1 }] }, { a: [2, { c: 2 }] }), _.pick(source, ['a.b']), _.omit({ a: 1, b: 2 }, 'a'), _.isEqual(source, copy),
        copy.a.e.get('k') !== source.a.e.get('k'), _.mapValues({ a: 1 }, (n) => n + 1), _.invert({ a: 'x' }), _.defaultsDeep({ a: { b: 1 } }, { a: { b: 2, c: 3 } }), _.has(source, 'a.b'), _.unset(copy, 'a.b'), _.toPairs({ a: 1 })];
    },
    strings: () => [_.camelCase('Foo bar-baz'), kebabCase('fooBarÉté'), _.startCase('--foo-bar--'), _.deburr('déjà vu'), _.truncate('a long sentence that goes on', { length: 12, separator: ' ' }), _.padStart('7', 3, '0'), _.escape('<a & "b">'),
      _.unescape('&lt;&amp;'), _.words('fred, barney & pebbles'), _.upperFirst('été'), _.split('a👍b', ''), _.size('👍a'), _.template('hello <%= user %>! <% _.each(list, (n) => { %><%- n %>;<% }) %>')({ user: '<x>', list: ['<', '>'] })],
    functions: () => {
      let calls = 0;
      const once = _.once(() => { calls += 1; });
      once();
      once();
      const memo = _.memoize((n) => n * ++calls);
      return [calls, memo(2), memo(2), _.flow([(n) => n + 1, (n) => n * 2])(3), _.curry((a, b, c) => a + b + c)(1)(2)(3), _.partialRight((a, b) => a - b, 1)(5), _.negate(_.isNil)(0), _.times(3, _.identity), _.after(2, () => 'now')() ?? null, _.attempt(() => { throw new Error('kept'); }).message];
    },
    types: () => [_.isPlainObject(Object.create(null)), _.isArguments((function list() { return arguments; })()), _.isTypedArray(new Uint8Array(1)), _.isBuffer(Buffer.from('a')), _.isMap(new Map()), _.isNaN(NaN), _.isEmpty({}), _.isError(new TypeError()), _.isElement({}), _.toNumber('0b11'), _.toInteger('3.9'), _.clamp(15, 0, 10), _.inRange(3, 2, 4), _.isNative(Array.prototype.push), _.toPath('a[0].b')],
    chains: () => [_(PEOPLE).filter(({ born }) => born > 1900).map('name').sort().value(), _.chain([1, 2, 3]).map((n) => n * 2).tap((list) => list.push(9)).thru((list) => list.reverse()).value(), _([1, 2, 3, 4]).filter((n) => n % 2).map((n) => n * n).take(1).value(), fp.flow(fp.map('born'), fp.max)(PEOPLE), fp.set('a.b', 1, { c: 2 })],
    random: () => {
      const list = _.range(20);
      const id = _.uniqueId('id-');
      return [_.isEqual(_.sortBy(_.shuffle(list)), list), list.includes(_.sample(list)), _.inRange(_.random(5, 9), 5, 10), /^id-\d+$/.test(id), _.sampleSize(list, 3).length];
    },
  };
  app.get('/of/:what', (req, res) => res.json(ROUTES[req.params.what]()));
  app.get('/debounced', (req, res) => {
    const answer = _.debounce((word) => res.send(word), 5);
    ['one', 'two', 'three'].forEach((word) => answer(word));
  });
  app.get('/throttled', (req, res) => {
    const words = [];
    const note = _.throttle((word) => words.push(word), 5);
    ['one', 'two', 'three'].forEach((word) => note(word));
    _.delay(() => res.json(words), 30);
  });
  app.get('/deferred', (req, res) => _.defer((text) => res.send(text), 'deferred'));
  app.post('/merge', express.json(), (req, res) => res.json({ merged: _.merge({}, req.body), polluted: {}.polluted ?? null }));
  app.get('/wrong', (req, res) => {
    _.debounce('nothing');
    res.send('never');
  });
  app.use((error, req, res, next) => res.status(500).json([error.name, error.message]));
  return app;
};

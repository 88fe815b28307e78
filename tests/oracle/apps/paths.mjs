/** The path syntax: what matches, what is captured, and what is refused. */
export default (express) => {
  const app = express();
  const found = (label) => (req, res) => res.json({
    label,
    params: req.params,
    nullPrototype: Object.getPrototypeOf(req.params) === null,
    names: Object.keys(req.params),
  });

  const PATHS = {
    named: '/named/:id',
    two: '/two/:from/to/:to',
    prefix: '/prefix-:id',
    suffix: '/suffix/:id.json',
    dashed: '/dashed/:from-:to',
    dotted: '/dotted/:name.:ext',
    quoted: '/quoted/:"first name"/:"a-b"',
    dollar: '/dollar/:$id/:_x1',
    unicode: '/unicode/:naïve',
    splat: '/splat/*path',
    splatMiddle: '/middle/*path/end',
    splatTwo: '/splats/*first/to/*second',
    splatSuffix: '/file/*name.js',
    splatPrefix: '/pre-*rest',
    paramSplat: '/mixed/:id/*rest',
    splatParam: '/tail/*rest/:id',
    quotedSplat: '/qs/*"the rest"',
    optional: '/optional{/:id}',
    optionalTwo: '/date/:year{/:month{/:day}}',
    optionalFirst: '/lang{/:lang}/page',
    optionalText: '/colo{u}r',
    optionalExtension: '/doc/:name{.:ext}',
    optionalSplat: '/maybe{/*rest}',
    optionalSeveral: '/several{/a}{/b}{/c}',
    escaped: '/escaped\\:id/\\*/\\(x\\)/\\{y\\}',
    plain: '/plain/~user/@me/$1/a.b',
    encoded: '/en%20coded',
    caseful: '/CaseFul/:Id',
    accented: '/café',
    double: '/double//slash',
    empty: '',
    trailing: '/trailing/:id/',
    proto: '/proto/:__proto__/:constructor',
    same: '/same/:id/:id',
  };
  for (const [label, path] of Object.entries(PATHS)) app.get(path, found(label));

  app.get(/^\/regexp\/(\d+)(?:\/(\w+))?$/, found('regexp'));
  app.get(/\/named-group\/(?<year>\d{4})-(\d\d)/, found('regexp with names'));
  app.get(/.*fly$/, found('ends in fly'));
  app.get(/^\/lookahead\/(?=x)(.*)$/, found('lookahead'));
  app.get(/^\/escaped-parens\/\((.+)\)$/, found('escaped parentheses'));
  app.get(['/list/:a', '/array/:b', /^\/pattern\/(.*)$/, ['/nested/:c', ['/deeper/*d']]], found('array'));
  app.use('/use/:id', (req, res) => res.json({ params: req.params, url: req.url, base: req.baseUrl }));
  app.use('/use-splat/*rest', (req, res) => res.json({ params: req.params, url: req.url, base: req.baseUrl }));
  app.use('/use-optional{/:id}', (req, res) => res.json({ params: req.params, url: req.url, base: req.baseUrl }));
  app.use(/^\/use-regexp\/(\d+)/, (req, res) => res.json({ params: req.params, url: req.url, base: req.baseUrl }));
  app.use(['/use-a', '/use-b/:id'], (req, res) => res.json({ params: req.params, url: req.url, base: req.baseUrl }));
  app.use('/use-slash/', (req, res) => res.json({ url: req.url, base: req.baseUrl }));
  app.use(/^\/part/, (req, res) => res.json({ url: req.url, base: req.baseUrl }));

  const strict = express.Router({ strict: true, caseSensitive: true });
  strict.get('/open', found('strict open'));
  strict.get('/closed/', found('strict closed'));
  strict.get('/Mixed/:id', found('strict mixed'));
  strict.get('/either{/}', found('strict either'));
  strict.get('/rest/*rest', found('strict rest'));
  app.use('/strict', strict);

  const REFUSED = ['/a(b)', '/a/:', '/a/*', '/:a:b', '/:a*b', '/*a:b', '/a?', '/a+', '/[ab]', '/a!', '/{a', '/a}', '/:"open', '/a\\', '/:id(\\d+)', '*', '/:1',
    '/{:a}:b', '/:id?', '/(x', `/${'{/a}'.repeat(9)}`, '/ü:', '/:"x"y:z', '/{a{b}', '/a)/', '/é(', '/:\\a'];
  app.get('/refused', (req, res) => {
    res.json(REFUSED.map((path) => {
      try {
        express.Router().get(path, () => {});
        return [path, 'accepted'];
      } catch (error) {
        return [path, error.name, error.constructor.name, error.message, error.originalPath, error instanceof TypeError];
      }
    }));
  });
  app.get('/refused-by-use', (req, res) => {
    try {
      express.Router().use('/x/(y)/', () => {});
    } catch (error) {
      res.json([error.message, error.originalPath]);
    }
  });
  return app;
};

/** handlebars from strings: helpers, blocks, partials, escaping, decorators of data, precompiling, and errors. */
import Handlebars from 'handlebars';

const TEMPLATES = {
  page: '<h1>{{title}}</h1>{{{raw}}}{{#each items}}<li>{{@index}}{{#if @last}}!{{/if}} {{this}}</li>{{else}}none{{/each}}{{> footer year=2024}}',
  paths: '{{a.b.c}} {{a.[d e]}} {{#with a}}{{b.c}} {{../title}} {{@root.title}}{{/with}} {{list.1.name}} {{lookup list 0}}',
  blocks: '{{#unless no}}not no{{/unless}} {{#bold}}{{title}}{{/bold}} {{#each map as |value key|}}{{key}}={{value}};{{/each}} {{#each none}}x{{else}}nothing{{/each}}',
  helpers: '{{shout "hi" times=3}} {{concat (upper "a") "-" (upper title)}} {{safe "<b>"}} {{link href="x?a=1&b=2"}} {{count items}}',
  partials: '{{> (which) title="dynamic"}}{{#> layout}}inside {{title}}{{/layout}}{{#> lost}}fallback{{/lost}}{{#*inline "local"}}<{{this}}>{{/inline}}{{> local "x"}}',
  space: 'a {{~title~}} b\n{{! comment }}{{!-- long {{ comment }} --}}\n\\{{literal}} {{{{raw-block}}}}{{kept}}{{{{/raw-block}}}}',
  missing: '[{{missing}}] [{{missing.deeper}}] {{#if missing}}x{{/if}}',
  proto: '[{{constructor}}] [{{__proto__.x}}] [{{toString}}]',
  unknown: '{{nohelper 1 2}}',
  broken: 'line\n{{#if x}}never closed',
  mismatch: '{{#if x}}{{/each}}',
  lost: '{{> nowhere}}',
  throwing: '{{fail}}',
  strict: '{{title}} {{absent}}',
};
const DATA = {
  title: 'Tom & "Jerry"', raw: '<hr>', items: ['a', '<b>'], no: false, a: { b: { c: 'deep' }, 'd e': 'spaced' }, list: ['first', { name: 'second' }], map: { x: 1, y: 2 }, none: [],
};

const bars = Handlebars.create();
bars.registerPartial({ footer: '<footer>{{year}}</footer>', small: '<small>{{title}}</small>', layout: '[{{> @partial-block}}]' });
bars.registerHelper({
  shout: (text, { hash }) => text + '!'.repeat(hash.times),
  upper: (text) => text.toUpperCase(),
  concat: (...values) => values.slice(0, -1).join(''),
  safe: (text) => new bars.SafeString(text),
  link: ({ hash }) => `<a href="${bars.escapeExpression(hash.href)}">`,
  which: () => 'small',
  count: (list) => list.length,
  bold(options) {
    return `<b>${options.fn(this)}</b>`;
  },
  'raw-block': ({ fn }) => fn(),
  fail: () => {
    throw new Error('from a helper');
  },
});
const compiled = bars.compile(TEMPLATES.page);

export default (express) => {
  const app = express();
  app.get('/render/:name', (req, res) => res.send(bars.compile(TEMPLATES[req.params.name], { strict: req.params.name === 'strict' })(DATA)));
  app.get('/plain/:name', (req, res) => res.send(bars.compile(TEMPLATES[req.params.name], { noEscape: true, preventIndent: true })(DATA)));
  app.get('/compiled', (req, res) => res.send(compiled({ title: '<x>' })));
  app.get('/precompiled', (req, res) => {
    const specification = new Function(`return ${bars.precompile(TEMPLATES.blocks)}`)();
    res.send(bars.template(specification)(DATA));
  });
  app.get('/data', (req, res) => res.send(bars.compile('{{@user}} {{#each items}}{{@user}}{{@key}}{{/each}}')(DATA, { data: { user: 'ada' } })));
  app.get('/tree', (req, res) => res.json(bars.parse('a {{b c=1}}').body.map(({ type }) => type)));
  app.get('/proto', (req, res) => res.send(bars.compile('[{{own}}] [{{inherited}}]')(Object.assign(Object.create({ inherited: 1 }), { own: 2 }), { allowProtoPropertiesByDefault: true })));
  app.use((error, req, res, next) => res.status(500).json([error.name, error.message, error.lineNumber ?? null]));
  return app;
};

/** ejs from strings: its tags, options, includes from a table of templates, caching, and what a broken template leads to. */
import ejs from 'ejs';

const TEMPLATES = {
  page: '<h1><%= title %></h1>\n<ul>\n<% items.forEach((item, index) => { -%>\n  <li class="<%= index %>"><%= item %></li>\n<% }) -%>\n</ul>\n<%- include("footer", { year: 2024 }) %>',
  footer: '<%# a comment %><footer><%= year %> <%- raw %></footer>',
  tags: '<%% literal %%>\n<%_ if (yes) { _%>\n   yes  \n<%_ } _%>\n<%= `a ${b}` -%>\nend',
  loop: '<% for (let n = 0; n < 3; n += 1) { %><%= n %>,<% } %>',
  custom: '[?= title ?][?- title ?]',
  strict: '<%= it.title %>',
  async: '<%= await later("a") %> <%- await include("footer", { year: 1, raw: "" }) %>',
  throws: 'first\nsecond <% throw new Error("from the template") %>\nthird\n',
  missing: '<%= nothing.of.it %>',
  unclosed: '<% if (true) { ',
  unended: 'a <%= b',
  lost: '<%- include("nowhere") %>',
};

const DATA = { title: 'Tom & "Jerry" <\'s>', items: ['one', '<two>', null, undefined], raw: '<b>raw</b>', yes: true, b: 'b' };
const includer = (path) => {
  if (TEMPLATES[path] === undefined) throw new Error(`no template ${path}`);
  return { template: TEMPLATES[path] };
};
const compiled = ejs.compile(TEMPLATES.loop);

export default (express) => {
  const app = express();
  const OPTIONS = {
    custom: { delimiter: '?', openDelimiter: '[', closeDelimiter: ']' },
    strict: { strict: true, localsName: 'it' },
    tags: { rmWhitespace: true },
    page: { escape: (text) => `(${text ?? ''})` },
    'page-plain': {},
  };

  app.get('/render/:name', (req, res) => {
    const [name] = req.params.name.split('-');
    res.send(ejs.render(TEMPLATES[name], DATA, { includer, ...OPTIONS[req.params.name] }));
  });
  app.get('/compiled', (req, res) => res.send(compiled()));
  app.get('/async', async (req, res) => {
    const render = ejs.compile(TEMPLATES.async, { async: true, includer });
    res.send(await render({ later: async (text) => `${text} later` }));
  });
  app.get('/client', (req, res) => {
    const render = ejs.compile(TEMPLATES.footer, { client: true });
    res.send(render({ year: 1, raw: '<i>' }, (text) => `*${text}*`));
  });
  app.get('/cached', (req, res) => {
    const options = { cache: true, filename: 'cached' };
    const texts = [ejs.render(TEMPLATES.footer, { year: 1, raw: '' }, options), ejs.render('another text', { year: 2, raw: '' }, options)];
    res.send(`${texts} ${typeof ejs.cache.get('cached')}`);
  });
  app.get('/escape', (req, res) => res.json([ejs.escapeXML('<a href="x">&\'</a>'), ejs.escapeXML(undefined), ejs.escapeXML(5)]));

  // What the engine says about a name that is not defined is a subject of its own; the lines around it are those of ejs.
  app.use((error, req, res, next) => res.status(500).json({ name: error.name, message: error.message.replace(/\n\n.*(?:undefined|defined|read).*$/s, '\n\n*') }));
  return app;
};

/** nunjucks from a table of templates: inheritance, macros, filters, escaping, loops, asynchronous filters, and errors. */
import nunjucks from 'nunjucks';

const TEMPLATES = {
  base: '<title>{% block title %}Base{% endblock %}</title>{% block body %}{% endblock %}{# a comment #}',
  page: '{% extends "base" %}{% block title %}{{ title }} - {{ super() }}{% endblock %}{% block body %}{% include "part" %}{% for item in items %}<li>{{ loop.index }}/{{ loop.length }} {{ item }}</li>{% else %}none{% endfor %}{% endblock %}',
  part: '<p>{{ title | upper }} {{ "now" | shout(2) }}</p>',
  macros: '{% macro field(name, value="", type="text") %}<input type="{{ type }}" name="{{ name }}" value="{{ value }}">{% endmacro %}{{ field("a") }}{{ field("b", value=title, type="hidden") }}',
  imported: '{% import "macros" as forms %}{% from "macros" import field as f %}{{ forms.field("x") }}{{ f("y") }}',
  filters: '{{ "hello world" | title | replace("World", "Earth") }} {{ [3, 1, 2] | sort | join("-") }} {{ 3.14159 | round(2) }} {{ "<b>" | safe }} {{ "<b>" | escape }} {{ missing | default("none") }} {{ "a b" | urlencode }} {{ data | dump }} {{ items | length }} {{ "abc" | reverse }} {{ " x " | trim }} {{ "long text here" | truncate(8) }} {{ list | groupby("kind") | dump | safe }}',
  logic: '{% set x = 5 %}{% if x > 3 and not missing %}big{% elif x %}small{% endif %} {{ "yes" if x is odd else "no" }} {{ x ** 2 // 3 }} {{ "a" in items }} {% for k, v in data %}{{ k }}={{ v }};{% endfor %}{% switch x %}{% case 5 %}five{% default %}other{% endswitch %}{% call wrap() %}inner{% endcall %}',
  space: 'a {%- if true -%} b {%- endif %} c\n{% raw %}{{ not this }}{% endraw %}{% filter upper %}loud{% endfilter %}',
  async: '{{ "x" | later }}{% asyncEach item in items %}{{ item | later }}{% endeach %}',
  global: '{{ answer }} {{ double(4) }} {{ range(1, 4) | join }} {{ cycler("odd", "even").next() }} {{ joiner()() }}',
  undefined: '{{ missing }}|{{ data.nil }}{{ data.nil.deeper }}|{{ data["b"] }}',
  unknown: '{{ x | nofilter }}',
  broken: 'line one\n{% if x %}never closed',
  lost: '{% include "nowhere" %}',
  called: '\n{{ nothing() }}',
  throwing: '{{ fail() }}',
};

const DATA = {
  title: 'Tom & <Jerry>', items: ['a', '<b>'], data: { b: 1, c: 'd' }, list: [{ kind: 'x', n: 1 }, { kind: 'y', n: 2 }, { kind: 'x', n: 3 }], wrap: () => 'wrapped',
  fail: () => {
    throw new Error('from a function');
  },
};

/** Finds templates in the table. */
const TableLoader = nunjucks.Loader.extend({
  getSource(name) {
    return TEMPLATES[name] === undefined ? null : { src: TEMPLATES[name], path: name, noCache: false };
  },
});

function environment(options) {
  const made = new nunjucks.Environment(new TableLoader(), options);
  made.addFilter('shout', (text, count) => text + '!'.repeat(count));
  made.addFilter('later', (text, done) => setTimeout(() => done(null, `(${text})`), 0), true);
  made.addGlobal('answer', 42).addGlobal('double', (number) => number * 2);
  return made;
}

const escaping = environment({ autoescape: true });
const plain = environment({ autoescape: false, trimBlocks: true, lstripBlocks: true, throwOnUndefined: true });

export default (express) => {
  const app = express();
  app.get('/render/:name', (req, res, next) => escaping.render(req.params.name, DATA, (error, text) => (error ? next(error) : res.send(text))));
  app.get('/plain/:name', (req, res) => res.send(plain.render(req.params.name, DATA)));
  app.get('/string', (req, res) => res.send(escaping.renderString('{{ a }} {{ b | safe }}', { a: '<', b: '<' })));
  app.get('/compiled', (req, res) => res.send(nunjucks.compile('{{ n }}{{ n }}', escaping).render({ n: 7 })));
  app.get('/custom-tags', (req, res) => res.send(environment({ tags: { variableStart: '<$', variableEnd: '$>' } }).renderString('<$ title $>', DATA)));
  app.use((error, req, res, next) => res.status(500).json([error.name, error.message]));
  return app;
};

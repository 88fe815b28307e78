/** ajv: JSON Schema compiled at the top level, references, defaults, coercion, keywords of the app's own, and errors. */
import Ajv, { _ } from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';

const ajv = new Ajv({ allErrors: true, verbose: false });
ajv.addFormat('even', { type: 'number', validate: (number) => number % 2 === 0 });
ajv.addFormat('word', /^\w+$/);
ajv.addKeyword({ keyword: 'notAmong', type: 'string', schemaType: 'array', error: { message: 'must not be reserved', params: ({ keyword }) => _`{keyword: ${keyword}}` }, compile: (list) => (text) => !list.includes(text) });
ajv.addSchema({ $id: 'https://a.test/address', type: 'object', properties: { zip: { type: 'string', pattern: '^[0-9]{5}$' } }, required: ['zip'] });

const SCHEMAS = {
  user: {
    type: 'object', required: ['name', 'age'], additionalProperties: false, minProperties: 2,
    properties: {
      name: { type: 'string', minLength: 2, maxLength: 10, notAmong: ['root', 'admin'] }, age: { type: 'integer', minimum: 18, exclusiveMaximum: 150 }, even: { type: 'number', format: 'even' }, word: { type: 'string', format: 'word' },
      tags: { type: 'array', items: { type: 'string' }, uniqueItems: true, maxItems: 3, contains: { const: 'x' } }, address: { $ref: 'https://a.test/address' }, role: { enum: ['reader', 'writer'] }, nick: { type: 'string', nullable: true },
    },
    dependencies: { word: ['even'] }, if: { properties: { role: { const: 'writer' } }, required: ['role'] }, then: { required: ['nick'] },
  },
  tree: { $id: 'tree', type: 'object', properties: { value: { type: 'number' }, children: { type: 'array', items: { $ref: '#' } } }, required: ['value'] },
  choice: { oneOf: [{ type: 'string', maxLength: 3 }, { type: 'number', multipleOf: 0.5 }, { type: 'array', items: [{ type: 'number' }, { type: 'string' }], minItems: 2, additionalItems: false }], not: { const: 5 } },
  names: { type: 'object', propertyNames: { pattern: '^[a-z]+$' }, patternProperties: { '^n': { type: 'number' } }, additionalProperties: { type: ['string', 'null'] } },
};
const compiled = Object.fromEntries(Object.entries(SCHEMAS).map(([name, schema]) => [name, ajv.compile({ ...schema, $schema: undefined })]));

// Compiling takes long, and that of the first schema longest, as it compiles the schema of schemas with it: not within a request.
const changing = new Ajv({ useDefaults: true, coerceTypes: 'array', removeAdditional: true }).compile({
  type: 'object', additionalProperties: false, properties: { page: { type: 'integer', default: 1 }, ids: { type: 'array', items: { type: 'number' } }, yes: { type: 'boolean' } },
});
const strict = new Ajv({ strictTypes: true });
strict.addKeyword({ keyword: 'free', async: true, type: 'string', validate: async (schema, name) => name !== 'taken' });
const asynchronous = strict.compile({ $async: true, type: 'object', properties: { name: { type: 'string', free: true } } });
const draft2020 = new Ajv2020().compile({ type: 'array', minItems: 1, prefixItems: [{ type: 'number' }], items: { type: 'string' }, unevaluatedItems: false, $defs: {} });

export default (express) => {
  const app = express();
  app.use(express.json({ strict: false }));

  app.post('/valid/:schema', (req, res) => {
    const validate = compiled[req.params.schema];
    if (validate(req.body)) return res.json({ valid: true });
    return res.status(422).json({ errors: validate.errors, text: ajv.errorsText(validate.errors, { dataVar: 'body', separator: '; ' }) });
  });
  app.post('/changing', (req, res) => res.json({ valid: changing(req.body), body: req.body, errors: changing.errors }));
  app.post('/async', async (req, res) => res.json(await asynchronous(req.body)));
  app.post('/draft-2020', (req, res) => res.json([draft2020(req.body), draft2020.errors]));
  const WRONG = {
    keyword: () => strict.compile({ type: 'string', unknownKeyword: 1 }), type: () => strict.compile({ type: 'strnig' }), reference: () => strict.compile({ $ref: '#/definitions/lost' }), format: () => strict.compile({ type: 'string', format: 'lost' }),
    strict: () => strict.compile({ properties: {}, required: ['a'], minimum: 1, type: 'string' }), twice: () => new Ajv({ validateSchema: false }).addSchema({ $id: 'a' }).addSchema({ $id: 'a' }), schema: () => strict.compile(5), loose: () => typeof new Ajv({ strict: false, validateSchema: false }).compile({ lost: 1 }),
  };
  app.get('/wrong/:what', (req, res) => res.json(WRONG[req.params.what]()));
  app.use((error, req, res, next) => res.status(500).json([error.name, error.message, error.errors ?? null]));
  return app;
};

/** zod: schemas for bodies and queries, transforms, unions, refinements, and its three ways to report what is wrong. */
import { z } from 'zod';

const User = z.object({
  name: z.string().trim().min(2, 'too short').max(20),
  email: z.email(),
  age: z.coerce.number().int().gte(18).optional(),
  role: z.enum(['reader', 'writer']).default('reader'),
  tags: z.array(z.string().regex(/^[a-z]+$/)).max(3).transform((tags) => tags.map((tag) => tag.toUpperCase())),
  address: z.object({ zip: z.string().length(5), city: z.string() }).partial().optional(),
}).strict();

const Shape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('circle'), radius: z.number().positive() }),
  z.object({ kind: z.literal('box'), size: z.tuple([z.number(), z.number()]) }),
]);

const Tree = z.object({ value: z.number(), get children() { return z.array(Tree); } });

const SCHEMAS = {
  user: User,
  shape: Shape,
  tree: Tree,
  period: z.object({ from: z.iso.date(), to: z.iso.date() }).refine(({ from, to }) => from <= to, { path: ['to'], message: 'ends before it begins' }),
  password: z.string().superRefine((text, context) => {
    if (!/\d/.test(text)) context.addIssue({ code: 'custom', message: 'needs a digit', params: { of: 'digits' } });
    if (!/[A-Z]/.test(text)) context.addIssue({ code: 'custom', message: 'needs a capital' });
  }),
  free: z.union([z.string().max(3), z.number().multipleOf(5), z.record(z.string(), z.boolean()), z.null()]),
  piped: z.string().transform((text) => text.split(',')).pipe(z.array(z.coerce.number())),
  caught: z.object({ level: z.number().catch(1), extra: z.unknown() }).loose(),
  formats: z.object({ id: z.uuid(), site: z.url(), at: z.iso.datetime({ offset: true }), ip: z.ipv4(), hash: z.base64url() }).partial(),
  branded: z.string().brand('Id').readonly(),
};

export default (express) => {
  const app = express();
  app.use(express.json({ strict: false }));

  app.post('/parse/:schema', (req, res) => {
    const result = SCHEMAS[req.params.schema].safeParse(req.body);
    if (result.success) return res.json({ data: result.data });
    return res.status(422).json({ issues: result.error.issues, flat: z.flattenError(result.error), tree: z.treeifyError(result.error), text: z.prettifyError(result.error) });
  });
  app.post('/async', async (req, res) => {
    const schema = z.object({ name: z.string().refine(async (name) => name !== 'taken', 'is taken') });
    res.json(await schema.parseAsync(req.body));
  });
  app.get('/query', (req, res) => {
    const schema = z.object({ page: z.coerce.number().min(1).default(1), sort: z.enum(['up', 'down']).optional(), ids: z.union([z.string(), z.array(z.string())]).transform((ids) => [ids].flat()).optional() });
    res.json(schema.parse(req.query));
  });
  app.get('/schemas', (req, res) => res.json([
    z.toJSONSchema(User, { io: 'input' }), z.toJSONSchema(Shape), User.pick({ name: true }).extend({ id: z.int() }).keyof().options, User.shape.role.unwrap().options,
  ]));
  app.use((error, req, res, next) => {
    if (error instanceof z.ZodError) return res.status(400).json({ name: error.name, message: error.message, issues: error.issues });
    return res.status(500).json([error.name, error.message]);
  });
  return app;
};

/** graphql: a schema from its language and one from code, queries, mutations, variables, fragments, introspection, and errors of every stage. */
import {
  GraphQLEnumType, GraphQLError, GraphQLInt, GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLScalarType, GraphQLSchema, GraphQLString, buildSchema, execute, graphql, graphqlSync, introspectionFromSchema, parse, print,
  printSchema, specifiedRules, validate, validateSchema, visit,
} from 'graphql';

const USERS = { 1: { id: '1', name: 'Ada', friendIds: ['2'] }, 2: { id: '2', name: 'Alan', friendIds: ['1', '3'] }, 3: { id: '3', name: 'Grace', friendIds: [] } };

const schema = buildSchema(`
  """Who can be asked for."""
  type User { id: ID! name: String! friends(first: Int = 10): [User!]! secret: String role: Role }
  enum Role { READER WRITER }
  interface Named { name: String! }
  type Cat implements Named { name: String! lives: Int }
  type Dog implements Named { name: String! barks: Boolean @deprecated(reason: "always") }
  union Pet = Cat | Dog
  input Filter { name: String, ids: [ID!] = [], deep: Filter }
  type Query { hello(name: String = "world"): String user(id: ID!): User users(filter: Filter): [User] pets: [Pet] named: [Named] fails: String must: String! later: Int big: Int }
  type Mutation { rename(id: ID!, name: String!): User count(by: Int!): Int }
`);

const person = (user) => user && { ...user, role: 'READER', friends: ({ first }) => user.friendIds.slice(0, first).map((id) => person(USERS[id])), secret: (args, context) => {
  if (!context.isAdmin) throw new GraphQLError('not for you', { extensions: { code: 'FORBIDDEN' } });
  return 'enigma';
} };
const root = {
  hello: ({ name }) => `Hello ${name}`, user: ({ id }) => person(USERS[id]), users: ({ filter }) => Object.values(USERS).filter(({ id, name }) => !filter || filter.ids.includes(id) || name === filter.name).map(person),
  pets: [{ __typename: 'Cat', name: 'Tom', lives: 9 }, { __typename: 'Dog', name: 'Rex', barks: true }], named: [{ __typename: 'Cat', name: 'Tom' }],
  fails: () => {
    throw new Error('it fails');
  },
  must: () => null, later: () => new Promise((resolve) => setTimeout(resolve, 1, 7)), big: () => 2 ** 40, rename: ({ id, name }) => person({ ...USERS[id], name }), count: ({ by }) => by * 2,
};

const Even = new GraphQLScalarType({
  name: 'Even', serialize: (value) => value,
  parseValue: (value) => {
    if (value % 2) throw new TypeError(`${value} is odd`);
    return value;
  },
});
const Colour = new GraphQLEnumType({ name: 'Colour', values: { RED: { value: '#f00' }, BLUE: { value: '#00f' } } });
const built = new GraphQLSchema({
  query: new GraphQLObjectType({ name: 'Query', fields: () => ({
    colours: { type: new GraphQLNonNull(new GraphQLList(Colour)), resolve: () => ['#f00', '#00f'] },
    half: { type: GraphQLInt, args: { of: { type: Even } }, resolve: (source, { of }) => of / 2 },
    path: { type: GraphQLString, resolve: (source, args, context, info) => `${info.parentType}.${info.fieldName} ${context.user}` },
  }) }),
});

export default (express) => {
  const app = express();
  const answer = (res, result) => res.status(result.data === undefined ? 400 : 200).type('application/graphql-response+json').send(JSON.stringify(result));

  app.post('/graphql', express.json(), async (req, res) => {
    const { query, variables, operationName } = req.body;
    answer(res, await graphql({ schema, source: query, rootValue: root, variableValues: variables, operationName, contextValue: { isAdmin: req.get('x-admin') === 'yes' } }));
  });
  app.get('/graphql', async (req, res) => answer(res, await graphql({ schema, source: req.query.query ?? '', rootValue: root, variableValues: JSON.parse(req.query.variables ?? '{}'), contextValue: {} })));
  app.post('/built', express.json(), (req, res) => answer(res, graphqlSync({ schema: built, source: req.body.query, variableValues: req.body.variables, contextValue: { user: 'ada' } })));
  app.get('/stages', async (req, res) => {
    const document = parse(req.query.query);
    const errors = validate(schema, document, specifiedRules);
    if (errors.length > 0) return res.status(400).json(errors);
    const fields = [];
    visit(document, { Field: (node) => { fields.push(node.name.value); } });
    return res.json({ fields, printed: print(document), result: await execute({ schema, document, rootValue: root, contextValue: {} }) });
  });
  app.get('/schema', (req, res) => res.type('text').send(printSchema(schema)));
  app.get('/introspection', (req, res) => res.json(introspectionFromSchema(built).__schema.types.map(({ name, kind }) => `${kind} ${name}`)));
  app.get('/schema-wrong', (req, res) => res.json([validateSchema(buildSchema('type User { a: Int }')).map(({ message }) => message), buildSchema('type Query { a: Lost }').getType('Query').name]));
  app.use((error, req, res, next) => res.status(500).json({ name: error.name, message: error.message, locations: error.locations ?? null }));
  return app;
};

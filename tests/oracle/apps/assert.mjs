/** What assertions that fail in a handler say. */
import assert from 'node:assert';

const OBJECT = { a: 1, b: [1, 2] };
const COMPARED = [
  ['strictEqual', 1, 2], ['strictEqual', 'a', 'b'], ['strictEqual', 404, 200], ['strictEqual', 'abcde', 'abcdf'], ['strictEqual', 'application/json', 'text/html'], ['strictEqual', true, 'abcdefg'],
  ['strictEqual', undefined, 'x'], ['strictEqual', NaN, 1], ['strictEqual', 0, -0], ['strictEqual', [1], [2]], ['strictEqual', { a: 1 }, 5], ['strictEqual', null, { a: 1 }],
  ['strictEqual', { a: 1 }, { a: 1 }], ['strictEqual', 1, 2, 'said'], ['strictEqual', [1], [2], 'said'], ['strictEqual', 1],
  ['notStrictEqual', 1, 1], ['notStrictEqual', 'abc', 'abc'], ['notStrictEqual', 'abcdefgh', 'abcdefgh'], ['notStrictEqual', OBJECT, OBJECT], ['notDeepStrictEqual', 'a', 'a'],
  ['notDeepStrictEqual', { a: 1 }, { a: 1 }], ['notDeepEqual', { a: 1 }, { a: 1 }], ['deepEqual', 1, 2], ['deepEqual', [1, 2], [1, 3]], ['deepStrictEqual', 1, 2], ['deepStrictEqual', 'x', { a: 1 }],
  ['deepStrictEqual', { a: 1, b: { c: 2 } }, { a: 1, b: { c: 3 } }], ['deepStrictEqual', { a: 1 }, { a: 1, b: 2 }], ['deepStrictEqual', [1, 2], [1]], ['deepStrictEqual', [1, 2, 3], [2, 3]],
  ['deepStrictEqual', [], {}], ['deepStrictEqual', new Date(0), new Date(1)], ['deepStrictEqual', new Map([[1, 2]]), new Map([[1, 3]])],
  ['deepStrictEqual', { id: 1, name: 'Ada', tags: ['x', 'y'] }, { id: 1, name: 'Bob', tags: ['x'] }], ['deepStrictEqual', [0, 1, 2, 3, 4, 5, 6, 7, 8], [0, 1, 2, 3, 4, 5, 99, 7, 8]],
  ['deepStrictEqual', [0, 1, 2, 3, 4, 5, 6, 7, 8], [0, 99, 2, 3, 4, 5, 6, 7, 8]], ['equal', 'a', 'b'], ['equal', { a: 1 }, { a: 1 }], ['notEqual', 1, 1], ['ok', 0, 'said'], ['ok', 0, new TypeError('own')],
  ['fail'], ['fail', 'said'], ['match', 'abc', /x/], ['doesNotMatch', 'abc', /a/], ['ifError', new Error('an error')], ['throws', () => {}], ['throws', () => { throw new Error('wrong'); }, /right/],
  ['throws', () => { throw new TypeError('wrong'); }, RangeError], ['doesNotThrow', () => { throw new Error('thrown'); }],
];

export default (express) => {
  const app = express();
  app.get('/:at', (req, res) => {
    const [method, ...values] = COMPARED[req.params.at];
    assert[method](...values);
    res.send('passed');
  });
  app.use((error, req, res, next) => res.status(500).json({
    name: error.name, message: error.message, code: error.code, keys: Object.keys(error), generated: error.generatedMessage, operator: error.operator, text: String(error),
    is: error instanceof assert.AssertionError,
  }));
  return app;
};

/** express-validator: chains, sanitizers, schemas, alternatives, checks of the app's own, and what they report. */
import { body, checkExact, checkSchema, cookie, header, matchedData, oneOf, param, query, validationResult } from 'express-validator';

export default (express) => {
  const app = express();
  app.use(express.json());
  const report = (req, res) => {
    const errors = validationResult(req);
    if (errors.isEmpty()) return res.json({ data: matchedData(req), body: req.body ?? null });
    return res.status(422).json({ errors: errors.array(), mapped: errors.mapped() });
  };

  app.post('/user', body('email').isEmail().withMessage('no e-mail address').normalizeEmail(), body('password').isLength({ min: 8, max: 72 }).matches(/\d/)
    .withMessage((value, { path }) => `${path} needs a digit`), body('age').optional().isInt({ min: 18 }).toInt(), body('site').optional({ values: 'falsy' }).isURL({ require_tld: false }),
  body('name').trim().notEmpty().escape(), body('tags.*').isAlphanumeric().toUpperCase(), body('address.zip').exists({ values: 'null' }).bail().isPostalCode('DE'), report);

  app.get('/items/:id', param('id').isUUID(), query('page').default(1).isInt().toInt(), query('sort').isIn(['asc', 'desc']).optional(), query('ids').optional().toArray(),
    header('x-token').isHexadecimal(), cookie('theme').optional().isAlpha(), report);

  app.post('/schema', checkSchema({
    name: { in: ['body'], isString: true, isLength: { options: { min: 2 }, errorMessage: 'too short' } },
    price: { isFloat: { options: { gt: 0 } }, toFloat: true },
    active: { isBoolean: { options: { strict: true } }, optional: true },
    until: { optional: true, custom: { options: (value, { req }) => value > req.body.price, errorMessage: 'ends before it begins' } },
  }, ['body']), report);

  app.post('/either', oneOf([body('phone').isMobilePhone('de-DE'), [body('street').notEmpty(), body('city').notEmpty()]], { message: 'phone or address', errorType: 'grouped' }), report);
  app.post('/exact', checkExact([body('known').isString(), query('q').optional()], { message: 'unknown fields' }), report);
  app.post('/custom', body('user').custom(async (value) => {
    if (value === 'taken') throw new Error('is taken');
    if (value === 'rejected') return Promise.reject('a reason that is no error');
    return true;
  }).customSanitizer((value) => ({ called: value })), body('twin').if(body('user').equals('ada')).custom((value, { req }) => value === req.body.user), report);

  app.post('/formatted', body('a').isInt(), body('b').isInt(), (req, res) => {
    const result = validationResult.withDefaults({ formatter: (error) => `${error.location}.${error.path}: ${error.msg}` })(req);
    res.json({ all: result.array(), first: result.array({ onlyFirstError: true }), mapped: result.mapped() });
  });
  app.post('/thrown', async (req, res) => {
    await query('must').exists().run(req);
    validationResult(req).throw();
    res.send('passed');
  });
  app.use((error, req, res, next) => res.status(500).json({ name: error.name, message: error.message, errors: error.array?.() ?? null }));
  return app;
};

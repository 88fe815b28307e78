/** http-errors: errors by status, by name and from other errors, as handlers throw them and as Express renders them. */
import createError from 'http-errors';

export default (express) => {
  const app = express();
  const MADE = {
    status: () => createError(404),
    message: () => createError(403, 'not for you'),
    default: () => createError(),
    text: () => createError('just a text'),
    properties: () => createError(429, 'slow down', { retryAfter: 7, headers: { 'Retry-After': '7', 'X-Why': 'limit' } }),
    named: () => new createError.UnprocessableEntity('unusable'),
    'named-call': () => createError.ImATeapot(),
    'by-number': () => new createError[409]('taken'),
    wrapped: () => createError(502, new TypeError('upstream broke'), { upstream: 'a' }),
    'wrapped-status': () => createError(Object.assign(new Error('lost'), { status: 410 })),
    hidden: () => createError(503, 'the database is gone'),
    exposed: () => createError(503, 'the database is gone', { expose: true }),
    unknown: () => createError(499, 'a status of its own'),
    'out-of-range': () => createError(200, 'not an error'),
    'unknown-number': () => createError(702, 'far out'),
  };
  const shown = (error) => ({
    name: error.name, message: error.message, status: error.status, statusCode: error.statusCode, expose: error.expose, retryAfter: error.retryAfter, upstream: error.upstream,
    text: String(error), isError: error instanceof Error, isHttpError: createError.isHttpError(error), isOwn: error instanceof createError.HttpError, keys: Object.keys(error),
  });

  app.get('/shown/:kind', (req, res) => res.json(shown(MADE[req.params.kind]())));
  app.get('/thrown/:kind', (req) => {
    throw MADE[req.params.kind]();
  });
  app.get('/passed/:kind', async (req, res, next) => next(MADE[req.params.kind]()));
  app.get('/asked', (req, res) => res.json([createError.isHttpError(new Error('x')), createError.isHttpError(5), createError.isHttpError(createError(400)), createError.isHttpError(Object.assign(new Error('x'), { status: 400, statusCode: 400, expose: true }))]));
  app.get('/wrong', (req, res) => {
    const errors = [() => createError(404, {}, 'x', 5), () => new createError.HttpError(), () => createError(() => {})].map((make) => {
      try {
        return shown(make()).message;
      } catch (error) {
        return [error.name, error.message];
      }
    });
    res.json(errors);
  });
  return app;
};

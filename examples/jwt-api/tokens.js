// Tokens: made, read, and asked for by routes.
import createError from 'http-errors';
import jwt from 'jsonwebtoken';

const secret = process.env.TOKEN_SECRET ?? 'only for development';
const rules = { algorithm: 'HS256', issuer: 'jwt-api' };

export const lifetime = 15 * 60;

export function makeToken({ name, roles }) {
  return jwt.sign({ roles }, secret, { ...rules, subject: name, expiresIn: lifetime });
}

function unauthorized(message) {
  return createError(401, message, { headers: { 'WWW-Authenticate': 'Bearer' } });
}

/** Lets pass who has a token. */
export function authenticated(req, res, next) {
  const [scheme, token] = req.get('Authorization')?.split(' ') ?? [];
  if (scheme !== 'Bearer' || !token) throw unauthorized('a token is needed: POST /tokens');
  try {
    req.user = jwt.verify(token, secret, { algorithms: [rules.algorithm], issuer: rules.issuer });
  } catch (error) {
    throw unauthorized(error.message);
  }
  next();
}

/** Lets pass who has a role. */
export function allowed(role) {
  return [authenticated, (req, res, next) => {
    next(req.user.roles.includes(role) ? undefined : createError(403, `only for the role ${role}`));
  }];
}

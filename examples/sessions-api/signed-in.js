// Middleware for routes that need a user.
export function signedIn(req, res, next) {
  if (req.session.user) return next();
  res.status(401).json({ error: 'sign in first: POST /session' });
}

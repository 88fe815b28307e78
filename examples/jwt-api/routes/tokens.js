// Signing in: a name and a password for a token.
import { Router } from 'express';
import createError from 'http-errors';
import { signIn } from '../accounts.js';
import { lifetime, makeToken } from '../tokens.js';

const router = Router();

// What an async handler throws goes to the error handler, too.
router.post('/', async (req, res) => {
  const { name, password } = req.body ?? {};
  if (typeof name !== 'string' || typeof password !== 'string') throw createError(422, 'name and password must be texts');
  const account = await signIn(name, password);
  if (!account) throw createError(401, 'the name or the password is wrong');
  res.set('Cache-Control', 'no-store');
  res.status(201).json({ token: makeToken(account), type: 'Bearer', expiresIn: lifetime });
});

export default router;

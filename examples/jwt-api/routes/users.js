// Users: oneself for everybody, all for administrators.
import { Router } from 'express';
import createError from 'http-errors';
import { findAccount, names } from '../accounts.js';
import { allowed, authenticated } from '../tokens.js';

const router = Router();

router.get('/me', authenticated, (req, res) => {
  const { sub, roles } = req.user;
  res.json({ name: sub, roles });
});

router.get('/', allowed('admin'), (req, res) => {
  res.json(names());
});

router.get('/:name', allowed('admin'), (req, res) => {
  const account = findAccount(req.params.name);
  if (!account) throw createError(404, `there is no user ${req.params.name}`);
  res.json({ name: account.name, roles: account.roles });
});

export default router;

// Logging in and out.
import { scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Router } from 'express';
import { body } from 'express-validator';
import users from '../users.json' with { type: 'json' };
import { signedIn } from '../signed-in.js';
import { validate } from '../validate.js';

const router = Router();
const derive = promisify(scrypt);

const credentials = validate([
  body('email').isEmail().withMessage('must be an e-mail address').normalizeEmail(),
  body('password').isLength({ min: 8, max: 100 }).withMessage('must have 8 to 100 characters'),
]);

async function isPassword(user, password) {
  const expected = Buffer.from(user.key, 'base64');
  return timingSafeEqual(await derive(password, user.salt, expected.length), expected);
}

router.post('/', credentials, async (req, res) => {
  const { email, password } = req.valid;
  const user = users.find((one) => one.email === email);
  if (!user || !(await isPassword(user, password))) {
    return res.status(401).json({ error: 'the e-mail address or the password is wrong' });
  }
  req.session = { user: { email, name: user.name }, cart: {} }; // a new session, whatever was in the old one
  res.status(201).json(req.session.user);
});

router.get('/', signedIn, (req, res) => {
  res.json(req.session.user);
});

router.delete('/', (req, res) => {
  req.session = null;
  res.sendStatus(204);
});

export default router;

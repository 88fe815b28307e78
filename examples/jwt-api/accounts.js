// Who may sign in. Passwords are kept as keys derived from them.
import { pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import accounts from './accounts.json' with { type: 'json' };

const derive = promisify(pbkdf2);

export const names = () => accounts.map(({ name }) => name);

export const findAccount = (name) => accounts.find((account) => account.name === name);

/** The account with this name and password, if there is one. */
export async function signIn(name, password) {
  const account = findAccount(name);
  if (!account) return undefined;
  const key = Buffer.from(account.key, 'base64');
  const given = await derive(password, account.salt, account.rounds, key.length, 'sha256');
  return timingSafeEqual(given, key) ? account : undefined;
}

import { keepSecret } from '@/lib/config/secret';

/** The secret as `npm start` finds it: APP_SECRET, else the one that is kept in the state folder. */
export function readSecret(stateDir: string): string {
  const set = process.env.APP_SECRET?.trim();
  const secret = set || keepSecret(stateDir);
  // What works on the database derives its keys from it.
  process.env.APP_SECRET = secret;
  return secret;
}

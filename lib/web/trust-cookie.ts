import { randomBytes } from 'node:crypto';
import { cookies } from 'next/headers';
import { getSettings } from '@/lib/config/settings';

function cookieName(): string {
  return getSettings().appUrl.protocol === 'https:' ? '__Host-latchkey.trust' : 'latchkey.trust';
}

/** The secret of a browser that some account trusts, or null. What it is worth, the table knows. */
export async function readTrustSecret(): Promise<string | null> {
  const value = (await cookies()).get(cookieName())?.value ?? '';
  return /^[\w-]{43}$/.test(value) ? value : null;
}

/** This browser's secret, made if it has none, and kept as long as the longest trust. */
export async function keepTrustSecret(): Promise<string> {
  const secret = (await readTrustSecret()) ?? randomBytes(32).toString('base64url');
  (await cookies()).set(cookieName(), secret, {
    httpOnly: true,
    secure: getSettings().appUrl.protocol === 'https:',
    sameSite: 'lax',
    path: '/',
    maxAge: 30 * 24 * 60 * 60,
  });
  return secret;
}

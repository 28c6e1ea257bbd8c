import { cookies } from 'next/headers';
import { createClient, LatchkeyError } from '../../lib/client/client';

export const latchkey = createClient({
  baseUrl: process.env.LATCHKEY_URL ?? 'http://localhost:3000',
  apiKey: process.env.LATCHKEY_KEY,
});

const cookieOptions = {
  httpOnly: true,
  sameSite: 'lax',
  path: '/',
  secure: process.env.SHOP_URL?.startsWith('https:') ?? false,
} as const;

/** Both tokens stay in cookies that no script reads. */
export async function keepTokens(tokens: { access_token: string; refresh_token: string }): Promise<void> {
  const jar = await cookies();
  jar.set('shop.access', tokens.access_token, cookieOptions);
  jar.set('shop.refresh', tokens.refresh_token, cookieOptions);
}

/** @returns the customer who is signed in; 'expired' where a refresh may help; null for a visitor */
export async function getCustomer() {
  const jar = await cookies();
  const token = jar.get('shop.access')?.value;
  if (!token) return null;
  try {
    return await latchkey.getCustomer({ access_token: token });
  } catch (error) {
    if (error instanceof LatchkeyError && error.status === 401)
      return jar.has('shop.refresh') ? ('expired' as const) : null;
    throw error;
  }
}

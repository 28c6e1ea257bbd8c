import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { cookies } from 'next/headers';
import { getKey, listKeys } from '@/lib/config/keys';
import { getSettings } from '@/lib/config/settings';

const lifeSeconds = 180 * 24 * 60 * 60;

export function deviceCookieName(): string {
  return getSettings().appUrl.protocol === 'https:' ? '__Host-latchkey.device' : 'latchkey.device';
}

/** The mark of a browser with our signature: `<43 characters>.<22 characters>`. It says nothing about anybody. */
export function signMark(mark: string): string {
  return `${mark}.${sign(mark, getKey('cookie').bytes)}`;
}

/** SHA-256 of the mark, as "Session"."deviceHash" keeps it; null for anything that was not signed here. */
export function readMark(value: string | undefined): Buffer | null {
  const [, mark = '', signature = ''] = /^([\w-]{43})\.([\w-]{22})$/.exec(value ?? '') ?? [];
  if (mark === '') return null;
  const given = Buffer.from(signature);
  const own = listKeys('cookie').some((key) => timingSafeEqual(given, Buffer.from(sign(mark, key.bytes))));
  return own ? createHash('sha256').update(mark).digest() : null;
}

function sign(mark: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(`device\n${mark}`).digest('base64url').slice(0, 22);
}

/** The mark in a request's Cookie header. */
export function deviceHashFrom(requestHeaders: Pick<Headers, 'get'>): Buffer | null {
  const name = deviceCookieName();
  const pairs = (requestHeaders.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  const pair = pairs.find((one) => one.startsWith(`${name}=`));
  return readMark(pair?.slice(name.length + 1));
}

/**
 * This browser's mark, or a new one that it gets with `keep()`: only after a successful sign-in, so that a mark alone
 * shows nothing and nobody collects them.
 */
export async function prepareDevice(): Promise<{ hash: Buffer; keep(): Promise<void> }> {
  const jar = await cookies();
  const value = jar.get(deviceCookieName())?.value;
  const known = readMark(value);
  const mark = known ? value!.split('.')[0]! : randomBytes(32).toString('base64url');
  return {
    hash: known ?? createHash('sha256').update(mark).digest(),
    keep: async () => {
      jar.set(deviceCookieName(), signMark(mark), {
        httpOnly: true,
        secure: getSettings().appUrl.protocol === 'https:',
        sameSite: 'lax',
        path: '/',
        maxAge: lifeSeconds,
      });
    },
  };
}

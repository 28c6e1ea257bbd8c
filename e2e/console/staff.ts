import { createHash, randomBytes } from 'node:crypto';
import type { BrowserContext } from '@playwright/test';
import type { Database } from '@/lib/db/client';
import { createCustomer } from '../fixtures/customer';

export type Visitor = 'anonymous' | 'customer' | 'support' | 'admin';

export interface SignedIn {
  id: string;
  /** The value of a Cookie header. */
  cookie: string;
}

/** A signed-in account of a role; staff with a second factor that was shown at the sign-in. */
export async function signInAs(
  db: Database,
  role: Exclude<Visitor, 'anonymous'>,
  { factor = true, checkedMinutesAgo = 0 }: { factor?: boolean; checkedMinutesAgo?: number } = {},
): Promise<SignedIn> {
  const { id } = await createCustomer(db, { password: null });
  await db.user.update({ where: { id }, data: { role } });
  const before = new Date(Date.now() - 60 * 60_000);
  if (factor) await db.factor.create({ data: { userId: id, kind: 'sms', confirmedAt: before } });
  const token = randomBytes(32).toString('base64url');
  const at = new Date(Date.now() - checkedMinutesAgo * 60_000);
  await db.session.create({
    data: {
      userId: id,
      tokenHash: createHash('sha256').update(token).digest(),
      methods: factor ? ['password', 'code_sms'] : ['password'],
      createdAt: at,
      checkedAt: at,
      expiresAt: new Date(Date.now() + 60 * 60_000),
    },
  });
  return { id, cookie: `latchkey.session=${token}` };
}

/** Signs a browser in as staff who has shown a second factor. */
export async function enterAsAdmin(context: BrowserContext, db: Database, baseUrl: string): Promise<void> {
  const { cookie } = await signInAs(db, 'admin');
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url: baseUrl }]);
}

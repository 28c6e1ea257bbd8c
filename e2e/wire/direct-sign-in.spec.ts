import { createHash, randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Database } from '@/lib/db/client';
import type { Customer } from '../fixtures/customer';
import { expect, test } from '../fixtures/test';

/** A grant of a first factor for the browser that asked for a code just now, with a secret that the test knows. */
async function addLoginGrant(db: Database, customer: Customer): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  const { browserHash } = await db.otp.findFirstOrThrow({
    where: { userId: customer.id },
    orderBy: { createdAt: 'desc' },
  });
  await db.grant.create({
    data: {
      tokenHash: createHash('sha256').update(secret).digest(),
      purpose: 'login',
      userId: customer.id,
      browserHash,
      context: { methods: ['password'] },
      expiresAt: new Date(Date.now() + 60_000),
    },
  });
  return secret;
}

/** What a form of an attacker would do: NextAuth's own address, without our pages. */
async function postToNextAuth(page: Page, baseUrl: string, grant: string): Promise<boolean> {
  const { csrfToken } = await (await page.context().request.get('/api/auth/csrf')).json();
  await page.context().request.post('/api/auth/callback/code', {
    headers: { origin: baseUrl },
    form: { csrfToken, grant, json: 'true' },
    maxRedirects: 0,
  });
  return (await page.context().cookies()).some(({ name, value }) => /session$/.test(name) && value !== '');
}

test('a POST past our pages opens an account by its first factor only where that is all there is', async ({
  site,
  addCustomer,
  db,
  run,
  openOtherBrowser,
}) => {
  const plain = await addCustomer();
  await site.startSignIn(plain.email);
  expect(await postToNextAuth(site.page, run.baseUrl, await addLoginGrant(db, plain))).toBe(true);

  const guarded = await addCustomer();
  const other = await openOtherBrowser();
  await db.factor.create({ data: { userId: guarded.id, kind: 'sms', confirmedAt: new Date() } });
  await other.startSignIn(guarded.email);
  expect(await postToNextAuth(other.page, run.baseUrl, await addLoginGrant(db, guarded))).toBe(false);
  expect(await db.session.count({ where: { userId: guarded.id } })).toBe(0);
});

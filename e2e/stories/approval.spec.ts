import { createApiKey } from '@/lib/accounts/api-keys';
import { expectAccessible } from '../fixtures/accessible';
import { expect, test } from '../fixtures/test';
import { VirtualAuthenticator } from '../fixtures/virtual-authenticator';

const shop = { name: 'The Shop', scopes: ['approvals'] as const, createdBy: 'test', perMinute: 100 };
const operation = {
  kind: 'Transfer',
  amount: '1250.00',
  currency: 'EUR',
  payee: 'Anna Muster',
  text: 'Rent for May',
};

// The browser notes a page that is not there.
test.use({ expectedFaults: [/status of 404 .*\/approve\//] });

test('a customer approves what the message and the page say alike, and the shop gets a receipt that is good once', async ({
  javaScriptEnabled,
  site,
  page,
  db,
  customer,
  mailbox,
  request,
}) => {
  const { token } = await createApiKey(db, shop);
  const headers = { authorization: `Bearer ${token}` };
  const asked = await request.post('/api/v1/approvals', {
    headers,
    data: { customer: customer.email, channel: 'email', ...operation },
  });
  expect(asked.status()).toBe(201);
  const { id, url } = await asked.json();
  const message = await mailbox.waitForMessage(customer.email);
  for (const words of ['1250.00 EUR', 'Anna Muster', 'Transfer', 'Rent for May', url]) {
    expect(message.text).toContain(words);
  }
  expect(message.subject).not.toMatch(/\d{6}/);
  const code = /(?<!\d)\d{6}(?!\d)/.exec(message.text)![0];

  await page.goto(url);
  await expect(page.locator('main')).not.toContainText('Anna Muster');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/login');
  await page.getByLabel('Email or phone').fill(customer.email);
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await site.verify.submit(await mailbox.waitForCode(customer.email));
  await page.waitForURL(url);
  for (const words of ['1250.00 EUR', 'Anna Muster', 'Transfer', 'Rent for May', 'The Shop']) {
    await expect(page.locator('main')).toContainText(words);
  }
  // axe is a script itself.
  if (javaScriptEnabled !== false) await expectAccessible(page);
  await page.getByLabel('Verification code').fill(code);
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByRole('heading', { name: 'Approved' })).toBeVisible();

  const { receipt } = await (await request.get(`/api/v1/approvals/${id}`, { headers })).json();
  const execute = () => request.post(`/api/v1/approvals/${id}/execute`, { headers, data: { receipt } });
  const answers = await Promise.all(Array.from({ length: 20 }, execute));
  expect(answers.filter((answer) => answer.status() === 200)).toHaveLength(1);
});

test('a customer who denies ends it, and the code is dead', async ({
  site,
  page,
  db,
  customer,
  mailbox,
  request,
}) => {
  const { token } = await createApiKey(db, shop);
  const headers = { authorization: `Bearer ${token}` };
  await site.startSignIn(customer.email);
  await site.verify.submit(await mailbox.waitForCode(customer.email));
  await site.account.expectOpen();
  const data = { customer: customer.email, channel: 'email', ...operation };
  const { id, url } = await (await request.post('/api/v1/approvals', { headers, data })).json();
  await page.goto(url);
  await page.getByRole('button', { name: 'Deny' }).click();
  await expect(page.getByRole('heading', { name: 'Refused' })).toBeVisible();
  await expect(page.getByLabel('Verification code')).toHaveCount(0);
  const seen = await (await request.get(`/api/v1/approvals/${id}`, { headers })).json();
  expect(seen).toMatchObject({ status: 'denied', receipt: null });
});

test('@javascript a customer sees on their account what waits, and approves it with a passkey', async ({
  site,
  page,
  db,
  customer,
  request,
}) => {
  const { token } = await createApiKey(db, shop);
  const headers = { authorization: `Bearer ${token}` };
  await VirtualAuthenticator.plugInto(page);
  await site.signInByPassword(customer.email, customer.password);
  await page.goto('/account/security/passkeys');
  await page.getByLabel('Name of the new passkey').fill('My laptop');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Your passkey is on.' })).toBeVisible();
  await site.account.open();
  await expect(page.getByRole('link', { name: 'Look and decide' })).toHaveCount(0);

  const data = { customer: customer.email, channel: 'email', ...operation };
  const { id } = await (await request.post('/api/v1/approvals', { headers, data })).json();
  await site.account.open();
  await expect(page.locator('main')).toContainText('One thing waits for your approval.');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Look and decide' }).click();
  await expect(page.getByRole('heading', { name: 'To approve' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: /^Decide/ }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Use your passkey' }).click();
  await expect(page.getByRole('heading', { name: 'Approved' })).toBeVisible();
  const seen = await (await request.get(`/api/v1/approvals/${id}`, { headers })).json();
  const [, claims] = seen.receipt.split('.');
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
    approval: { id, ...operation },
    method: 'passkey',
    amr: ['pop', 'user', 'mfa'],
  });
});

test('a stranger who is signed in sees nothing of it', async ({
  site,
  page,
  db,
  customer,
  addCustomer,
  mailbox,
  request,
}) => {
  const { token } = await createApiKey(db, shop);
  const data = { customer: customer.email, channel: 'email', ...operation };
  const headers = { authorization: `Bearer ${token}` };
  const { url } = await (await request.post('/api/v1/approvals', { headers, data })).json();
  const stranger = await addCustomer();
  await site.startSignIn(stranger.email);
  await site.verify.submit(await mailbox.waitForCode(stranger.email));
  await site.account.expectOpen();
  const answer = await page.goto(url);
  expect(answer?.status()).toBe(404);
});

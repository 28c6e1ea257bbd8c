import { expect, test } from '../fixtures/test';
import { enterAsAdmin } from './staff';

test.beforeEach(async ({ context, db, baseURL }) => {
  await enterAsAdmin(context, db, baseURL!);
});

test('an API key is made, works, and is shown this once; revoked, it works no more', async ({
  page,
  request,
}) => {
  const name = `Shop ${Date.now()}`;
  await page.goto('/admin/keys');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('codes', { exact: true }).check();
  await page.getByRole('button', { name: 'Create key' }).click();
  const token = (await page.locator('[data-secret] dd').first().textContent()) ?? '';
  expect(token).toMatch(/^lk_/);
  const ask = () =>
    request.get('/api/v1/codes/00000000-0000-4000-8000-000000000000', {
      headers: { authorization: `Bearer ${token}` },
    });
  expect((await ask()).status()).toBe(404);
  await page.goto('/admin/keys');
  await expect(page.locator('main')).not.toContainText(token);
  const key = page.getByRole('listitem').filter({ hasText: name });
  await key.getByRole('button', { name: 'Revoke' }).click();
  await expect(key.getByText('Revoked', { exact: true })).toBeVisible();
  expect((await ask()).status()).toBe(401);
});

test('a test message is sent from the console and its way can be followed', async ({ page, mailbox }) => {
  const to = `console.test.${Date.now()}@example.com`;
  await page.goto('/admin/providers');
  await page.getByLabel('Send a test to').fill(to);
  await page.getByRole('button', { name: 'Send test' }).click();
  await page.getByRole('link', { name: 'Follow the test message' }).click();
  await page.waitForURL(/\/admin\/deliveries\/[0-9a-f-]{36}$/);
  const code = await mailbox.waitForCode(to);
  const read = async () => {
    await page.goto(page.url());
    return (await page.locator('main').textContent()) ?? '';
  };
  await expect.poll(read).toContain('SMTP: sent');
  expect(await read()).not.toContain(code);
  expect(await read()).not.toContain(to);
});

test('a webhook endpoint is made and turned off', async ({ page }) => {
  const url = `https://console.example.com/hooks/${Date.now()}`;
  await page.goto('/admin/webhooks');
  await page.getByLabel('Address', { exact: true }).fill(url);
  await page.getByText('Only some events').click();
  await page.getByLabel('approval.denied').check();
  await page.getByRole('button', { name: 'Create endpoint' }).click();
  await expect(page.locator('[data-secret]')).toContainText('whsec_');
  await page.goto('/admin/webhooks');
  const endpoint = page.getByRole('listitem').filter({ hasText: url });
  await expect(endpoint).toContainText('approval.denied');
  await endpoint.getByRole('button', { name: 'Turn off' }).click();
  await expect(endpoint.getByText('Turned off', { exact: true })).toBeVisible();
});

import { expect, test } from '../fixtures/test';
import { signInAs } from './staff';

test.beforeEach(async ({ context, db, baseURL }) => {
  const { cookie } = await signInAs(db, 'admin');
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url: baseURL! }]);
});

test('an API key is made, works, and is shown this once; revoked, it works no more', async ({
  page,
  request,
}) => {
  await page.goto('/admin/keys');
  await page.getByLabel('Name').fill('Shop of the test');
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
  const key = page.getByRole('listitem').filter({ hasText: 'Shop of the test' });
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
  const code = await mailbox.waitForCode(to);
  await page.goto(page.url());
  await expect(page.getByText('SMTP: sent')).toBeVisible();
  await expect(page.locator('main')).not.toContainText(code);
  await expect(page.locator('main')).not.toContainText(to);
});

test('a webhook endpoint is made and turned off', async ({ page }) => {
  await page.goto('/admin/webhooks');
  await page.getByLabel('Address').fill('https://console.example.com/hooks');
  await page.getByLabel('code.verified').check();
  await page.getByRole('button', { name: 'Create endpoint' }).click();
  await expect(page.locator('[data-secret]')).toContainText('whsec_');
  await page.goto('/admin/webhooks');
  const endpoint = page.getByRole('listitem').filter({ hasText: 'https://console.example.com/hooks' });
  await expect(endpoint).toContainText('code.verified');
  await endpoint.getByRole('button', { name: 'Turn off' }).click();
  await expect(endpoint.getByText('Turned off', { exact: true })).toBeVisible();
});

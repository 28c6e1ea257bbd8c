import { expect, test } from '../fixtures/test';

for (const path of ['/otp/request', '/otp/request/', '/otp-login', '/otp-login/']) {
  test(`${path}, which older systems use, leads to /login`, async ({ site }) => {
    const response = await site.page.goto(path);
    expect(response?.status()).toBe(200);
    await site.login.expectOpen();
  });
}

test.describe(() => {
  // The browser notes a page that is not there.
  test.use({ expectedFaults: [/no-such-page/] });

  test('a page that is not there says so with 404 and leads on', async ({ page }) => {
    for (const path of ['/no-such-page', '/account/no-such-page', '/customer-no-such-page']) {
      const response = await page.goto(path);
      expect(response?.status()).toBe(404);
      expect(response?.headers()['cache-control']).toContain('no-store');
      await expect(page).toHaveTitle(/Page not found/);
      await expect(page.getByRole('link', { name: 'Go to the start' })).toHaveAttribute('href', '/');
    }
  });
});

test.describe(() => {
  // The browser notes each of them.
  test.use({ expectedFaults: [/status of 404/] });

  test('what this visitor may not know of, or nothing is behind, is such a page, too', async ({
    site,
    customer,
  }) => {
    const { page } = site;
    const expectLost = async (path: string) => {
      expect([path, (await page.goto(path))?.status()]).toEqual([path, 404]);
      await expect(page).toHaveTitle(/Page not found/);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no door here');
    };
    for (const path of ['/inbox', '/demo/transfer', '/account/addresses/fax', '/approve/1'])
      await expectLost(path);
    await site.signInByPassword(customer.email, customer.password);
    for (const path of ['/approve/018f0000-0000-4000-8000-000000000000', '/admin', '/admin/customers']) {
      await expectLost(path);
    }
  });
});

for (const path of ['/choose-method', '/verify', '/reset-password']) {
  test(`${path} without a beginning leads to one, and does not fail`, async ({ site }) => {
    const response = await site.page.goto(path);
    expect(response?.status()).toBe(200);
    await expect(site.page.getByRole('main')).toBeVisible();
    await expect(site.verify.code).toHaveCount(0);
    await expect(site.resetPassword.newPassword).toHaveCount(0);
  });
}

for (const target of [
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '%00',
  'javascript:alert(1)',
]) {
  test(`signing in never leads to ${target}`, async ({ site, customer, run }) => {
    const query = ['next', 'returnTo', 'callbackUrl']
      .map((name) => `${name}=${encodeURIComponent(target)}`)
      .join('&');
    const response = await site.page.goto(`/login?${query}`);
    expect(response?.status()).toBe(200);
    await site.login.signIn(customer.email, customer.password);
    await expect(site.page).not.toHaveURL(/\/login/);
    expect(new URL(site.page.url()).origin).toBe(run.baseUrl);
  });
}

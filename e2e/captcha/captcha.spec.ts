import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pickFreePort } from '@/lib/db/postmaster';
import { captchaVendors } from '@/lib/guard/captcha/vendors';
import { randomEmail } from '../fixtures/customer';
import { createMigratedDatabase } from '../fixtures/database';
import { readRun, runDir } from '../fixtures/run';
import { startServer } from '../fixtures/server';
import { test as base, expect } from '../fixtures/test';
import { type Provider, standInFor } from './widget';

/** A server that asks everybody for a vendor's captcha, and what that vendor's `siteverify` was asked. */
const test = base.extend<{ provider: Provider; asked: Record<string, string>[] }>({
  provider: ['turnstile', { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the dependencies off this pattern.
  asked: async ({}, use) => use([]),
  baseURL: async ({ provider, asked }, use, { parallelIndex }) => {
    const siteverify = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      asked.push(Object.fromEntries(new URLSearchParams(body)));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ success: true, hostname: 'localhost' }));
    }).listen(0, '127.0.0.1');
    const databaseUrl = await createMigratedDatabase(
      readRun().databaseUrl,
      `browser_captcha_${parallelIndex}`,
    );
    const port = await pickFreePort();
    const baseUrl = `http://localhost:${port}`;
    const settings = {
      PORT: String(port),
      APP_URL: baseUrl,
      DATABASE_URL: databaseUrl,
      WEB_CONCURRENCY: '1',
      TRUSTED_PROXIES: '127.0.0.1,::1',
      PROOF_OF_WORK: 'always',
      CAPTCHA_PROVIDER: provider,
      CAPTCHA_SITE_KEY: 'our-site',
      CAPTCHA_SECRET: 'our-secret',
      CAPTCHA_VERIFY_URL: `http://127.0.0.1:${(siteverify.address() as AddressInfo).port}/siteverify`,
    };
    const server = await startServer(baseUrl, settings, join(runDir, `captcha-${parallelIndex}.log`));
    await use(baseUrl);
    await server.stop();
    siteverify.close();
  },
});

for (const provider of Object.keys(captchaVendors) as Provider[]) {
  test.describe(() => {
    test.use({ provider, viewport: { width: 375, height: 740 } });

    test(`${provider}: drawn under our policy, and its token sends the form`, async ({ site, asked }) => {
      const { page } = site;
      await standInFor(page, provider);
      await site.login.open();
      await site.login.askForCode(randomEmail());
      const widget = page.frameLocator('iframe[title="Are you human?"]');
      await expect(widget.getByText('I am human')).toBeVisible();
      await page.screenshot({ path: join(runDir, `captcha-${provider}.png`) });
      await widget.getByRole('checkbox').check();
      await expect(page).toHaveURL(/\/verify/);
      expect(asked).toEqual([
        { secret: 'our-secret', response: 'token of our-site', remoteip: expect.stringMatching(/^198\./) },
      ]);
    });
  });
}

import { expectAccessible, expectNoSidewaysScroll } from '../fixtures/accessible';
import { expect } from '../fixtures/test';
import type { Site } from '../pages/site';
import { test } from './demo-server';

/** The code in the newest message of the page that shows them all. */
async function readCode(site: Site): Promise<string> {
  const tab = await site.openOtherTab();
  const newest = tab.page.getByRole('article').first();
  await expect(async () => {
    await tab.page.goto('/inbox');
    await expect(newest).toContainText(/(?<!\d)\d{6}(?!\d)/, { timeout: 200 });
  }).toPass();
  const code = /(?<!\d)\d{6}(?!\d)/.exec((await newest.textContent()) ?? '')![0];
  // A voice reads digits, no number.
  await expect(newest.getByRole('img', { name: [...code].join(', '), exact: true }).first()).toBeVisible();
  await tab.page.close();
  return code;
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(() => {
    test.use({ javaScriptEnabled, viewport: { width: 375, height: 740 } });

    test(`a newcomer signs in and approves a transfer with codes from the inbox, ${javaScriptEnabled ? 'with' : 'without'} script`, async ({
      site,
      customer,
    }) => {
      const { page } = site;
      const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
      const look = async () => {
        await expectNoSidewaysScroll(page);
        // axe is a script itself.
        if (javaScriptEnabled) await expectAccessible(page);
      };
      await page.goto('/inbox');
      await look();
      await site.startSignIn(customer.email);
      await site.verify.submit(await readCode(site));
      await site.account.expectOpen();
      await page.goto('/inbox');
      await look();

      await page.goto('/demo/transfer');
      await look();
      await press('Ask for approval');
      await expect(page).toHaveURL(/\/approve\//);
      await expect(page.getByRole('main')).toContainText('1250.00 EUR');
      await look();
      await page.getByLabel('Verification code', { exact: true }).fill(await readCode(site));
      await press('Approve');
      await page.getByRole('link', { name: 'Back to the shop', exact: true }).click();
      await press('Carry it out');
      await expect(page.getByRole('main').getByRole('status').first()).toContainText('Done, once.');
      await look();
    });
  });
}

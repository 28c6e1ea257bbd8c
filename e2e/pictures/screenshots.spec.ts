import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { projectDir } from '../fixtures/run';
import { test } from '../fixtures/test';

// `SCREENSHOTS=1 npx playwright test` writes docs/screenshots.

for (const { label, width, height } of [
  { label: 'phone', width: 375, height: 740 },
  { label: 'desktop', width: 1440, height: 900 },
]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(() => {
      test.use({ viewport: { width, height }, colorScheme });
      test(`the pages at ${width} px, ${colorScheme}`, async ({ site, addCustomer, mailbox }) => {
        const customer = await addCustomer();
        const shoot = (name: string) => takePicture(site.page, `${name}-${label}-${colorScheme}`);
        await site.page.goto('/');
        await shoot('landing');
        await site.login.open();
        await shoot('login');
        await site.forgotPassword.open();
        await shoot('forgot-password');
        await site.forgotPassword.submit(customer.email);
        await site.chooseMethod.expectOpen();
        await shoot('choose-method');
        await site.chooseMethod.submit('Email');
        await site.verify.expectOpen();
        await shoot('verify');
        const code = await mailbox.waitForCode(customer.email);
        await site.verify.submitWrong(code);
        await site.verify.expectText('4 attempts left.');
        await shoot('verify-wrong');
        await site.verify.submit(code);
        await site.resetPassword.expectOpen();
        await shoot('reset-password');
        await site.signInByPassword(customer.email, customer.password);
        await shoot('account');
      });
    });
  }
}

async function takePicture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(projectDir, `docs/screenshots/${name}.png`), animations: 'disabled' });
}

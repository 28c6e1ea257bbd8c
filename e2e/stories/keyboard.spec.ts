import type { Locator } from '@playwright/test';
import { randomPassword } from '../fixtures/customer';
import { expect, test } from '../fixtures/test';

/** Moves on with the Tab key alone, as somebody does who has no mouse. */
async function tabTo(target: Locator): Promise<void> {
  for (let presses = 0; presses < 25; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await target.page().keyboard.press('Tab');
  }
  throw new Error(`The Tab key does not reach ${target}.`);
}

test('a password is reset with the keyboard alone', async ({ site, customer, mailbox }) => {
  const { keyboard } = site.page;
  const password = randomPassword();
  await site.forgotPassword.open();
  await tabTo(site.forgotPassword.address);
  await keyboard.type(customer.email);
  await keyboard.press('Enter');
  await site.chooseMethod.expectOpen();
  await tabTo(site.chooseMethod.method('Email'));
  await keyboard.press('Space');
  await expect(site.chooseMethod.method('Email')).toBeChecked();
  await tabTo(site.chooseMethod.sendButton);
  await keyboard.press('Enter');
  await site.verify.expectOpen();
  await tabTo(site.verify.code);
  await keyboard.type(await mailbox.waitForCode(customer.email));
  await keyboard.press('Enter');
  await site.resetPassword.expectOpen();
  await tabTo(site.resetPassword.newPassword);
  await keyboard.type(password);
  await tabTo(site.resetPassword.confirmPassword);
  await keyboard.type(password);
  await tabTo(site.resetPassword.setButton);
  await keyboard.press('Space');
  await site.login.expectOpen();
});

test('what has the focus can be seen', async ({ site }) => {
  await site.forgotPassword.open();
  await tabTo(site.forgotPassword.continueButton);
  const outline = await site.forgotPassword.continueButton.evaluate((element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 ? 'outline' : boxShadow;
  });
  expect(outline).not.toBe('none');
});

test('an error takes the focus or is announced', { tag: '@javascript' }, async ({
  site,
  customer,
  mailbox,
}) => {
  await site.startReset(customer.email);
  await site.verify.submitWrong(await mailbox.waitForCode(customer.email));
  await site.verify.expectText('4 attempts left.');
  const announced = site.page.locator('[role="alert"], [aria-live]').filter({ hasText: '4 attempts left.' });
  await expect(announced.first()).toBeVisible();
  await expect(site.verify.code).toHaveAttribute('aria-invalid', 'true');
});

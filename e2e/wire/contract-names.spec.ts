import type { Locator } from '@playwright/test';
import { randomEmail } from '../fixtures/customer';
import { expect, test } from '../fixtures/test';

// Programs that we do not see find fields and buttons by these names, as a part of the name and in any letter case.
// Another element whose name contains one of them breaks those programs.

async function expectOne(...locators: Locator[]): Promise<void> {
  for (const locator of locators) await expect(locator, String(locator)).toHaveCount(1);
}

test('the names of the pages of a reset mean one element each', async ({ site, customer, mailbox }) => {
  const { page } = site;
  await site.forgotPassword.open();
  await expectOne(page.getByLabel('Email or phone'), page.getByRole('button', { name: 'Continue' }));
  await site.forgotPassword.submit(customer.email);
  await site.chooseMethod.expectOpen();
  await expectOne(
    page.getByRole('radio', { name: 'Email' }),
    page.getByRole('radio', { name: 'SMS' }),
    page.getByLabel('Email'),
    page.getByLabel('SMS'),
    page.getByRole('button', { name: 'Send code' }),
  );
  await site.chooseMethod.submit('Email');
  await site.verify.expectOpen();
  await expectOne(
    page.getByLabel('Verification code'),
    page.getByRole('button', { name: 'Verify' }),
    page.getByRole('button', { name: 'Resend code' }),
  );
  await page.getByLabel('Verification code').fill(await mailbox.waitForCode(customer.email));
  await page.getByRole('button', { name: 'Verify' }).click();
  await site.resetPassword.expectOpen();
  await expectOne(
    page.getByLabel('New password'),
    page.getByLabel('Confirm password'),
    page.getByRole('button', { name: 'Set new password' }),
  );
});

test('the names of the sign-in page mean one element each', async ({ site }) => {
  const { page } = site;
  await site.login.open();
  await expectOne(
    page.getByLabel('Email or phone'),
    page.getByLabel('Password'),
    page.getByRole('button', { name: 'Sign in' }),
    page.getByRole('button', { name: 'Send me a code' }),
  );
});

test('the names of the registration page mean one element each', async ({ site }) => {
  const { page } = site;
  await page.goto('/register');
  await expectOne(
    page.getByLabel('Email'),
    page.getByLabel('Phone'),
    page.getByLabel('Name'),
    page.getByLabel('Password'),
    page.getByRole('button', { name: 'Continue' }),
  );
});

test('the messages about a code read as the contract has them', async ({ site }) => {
  const { page } = site;
  await site.startReset(randomEmail());
  for (const left of ['4 attempts', '3 attempts', '2 attempts', '1 attempt']) {
    await page.getByLabel('Verification code').fill('000000');
    await page.getByRole('button', { name: 'Verify' }).click();
    await expectOne(page.getByText(`The code is not right. ${left} left.`));
  }
  await page.getByLabel('Verification code').fill('000000');
  await page.getByRole('button', { name: 'Verify' }).click();
  await expectOne(page.getByText('Too many attempts.'));
});

test('the names of the security page mean one element each', async ({ site, customer }) => {
  const { page } = site;
  await site.signInByPassword(customer.email, customer.password);
  await page.goto('/account/security');
  await expectOne(
    page.getByText('Set up authenticator app'),
    page.getByRole('button', { name: 'Sign out everywhere else' }),
  );
});

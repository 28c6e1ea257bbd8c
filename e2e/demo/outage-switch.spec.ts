import { enterAsAdmin } from '../console/staff';
import { expect } from '../fixtures/test';
import { test } from './demo-server';

test('a channel that staff switches off is offered to nobody, until it is switched on again', async ({
  site,
  customer,
  db,
  context,
  openOtherBrowser,
  baseURL,
}) => {
  const { page } = site;
  await enterAsAdmin(context, db, baseURL!);
  const press = async (button: string) => {
    await page.getByRole('button', { name: button, exact: true }).click();
    await expect(page.getByRole('status').filter({ hasText: /\w/ }).first()).toBeVisible();
  };
  /** Whether somebody who asks now can choose SMS; the other ways are always there. */
  const isOffered = async () => {
    const other = await openOtherBrowser();
    await other.forgotPassword.open();
    await other.forgotPassword.submit(customer.email);
    await other.chooseMethod.expectOpen();
    await expect(other.chooseMethod.method('Email')).toBeVisible();
    return (await other.chooseMethod.method('SMS').count()) === 1;
  };
  expect(await isOffered()).toBe(true);
  await page.goto('/admin/providers');
  await press('Switch off SMS');
  await expect(page.getByText('Switched off', { exact: true })).toBeVisible();
  await expect.poll(isOffered).toBe(false);
  await press('Switch on SMS');
  await expect(page.getByText('Switched off', { exact: true })).toHaveCount(0);
  await expect.poll(isOffered).toBe(true);
});

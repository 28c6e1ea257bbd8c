import { expectAccessible, expectNoSidewaysScroll } from '../fixtures/accessible';
import { expect, test } from '../fixtures/test';
import { VirtualAuthenticator } from '../fixtures/virtual-authenticator';
import { SecondFactorPage } from '../pages/second-factor-page';
import type { Site } from '../pages/site';

const passkeysPath = '/account/security/passkeys';

async function addPasskey(site: Site, name: string): Promise<void> {
  await site.page.goto(passkeysPath);
  await site.page.getByLabel('Name of the new passkey').fill(name);
  await site.page.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(site.page.getByRole('status').filter({ hasText: 'Your passkey is on.' })).toBeVisible();
}

test('@javascript a customer adds a passkey and signs in with it alone', async ({
  site,
  customer,
  mailbox,
  db,
}) => {
  const authenticator = await VirtualAuthenticator.plugInto(site.page);
  await site.signInByPassword(customer.email, customer.password);
  await addPasskey(site, 'My laptop');
  await expect(site.page.getByRole('list', { name: 'Backup codes' }).getByRole('listitem')).toHaveCount(10);
  expect(await authenticator.countPasskeys()).toBe(1);
  expect((await mailbox.waitForMessage(customer.email)).text).toContain('a passkey was added');
  await site.account.open();
  await site.signOut();

  await authenticator.setVerified(false);
  await site.page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(site.login.alert).toContainText('Nothing was confirmed.');
  await authenticator.setVerified(true);
  await site.page.getByRole('button', { name: 'Use a passkey' }).click();
  await site.account.expectOpen();
  const session = await db.session.findFirstOrThrow({
    where: { userId: customer.id },
    orderBy: { createdAt: 'desc' },
  });
  expect(session.methods).toEqual(['passkey']);
});

test('@javascript a passkey is the second step after the password, and after five minutes the check', async ({
  site,
  customer,
  db,
}) => {
  await VirtualAuthenticator.plugInto(site.page);
  await site.signInByPassword(customer.email, customer.password);
  await addPasskey(site, 'My laptop');
  await site.account.open();
  await site.signOut();
  await site.login.open();
  await site.login.signIn(customer.email, customer.password);
  const second = new SecondFactorPage(site.page);
  await second.expectOpen();
  await site.page.getByRole('button', { name: 'Use your passkey' }).click();
  await site.account.expectOpen();

  await db.session.updateMany({
    where: { userId: customer.id },
    data: { checkedAt: new Date(Date.now() - 6 * 60 * 1000) },
  });
  await site.page.goto(passkeysPath);
  await expect(site.page).toHaveURL((url) => url.pathname === '/account/confirm');
  await site.page.getByRole('button', { name: 'Use your passkey' }).click();
  await expect(site.page).toHaveURL((url) => url.pathname === passkeysPath);
});

test('@javascript passkeys are listed, renamed and removed', async ({ site, customer, db }) => {
  await VirtualAuthenticator.plugInto(site.page);
  await site.signInByPassword(customer.email, customer.password);
  await addPasskey(site, 'My laptop');
  await site.page.goto(passkeysPath);
  await site.page.getByLabel('Name of My laptop').fill('Office');
  await site.page.getByRole('button', { name: 'Rename My laptop' }).click();
  await expect(site.page.getByRole('button', { name: 'Rename Office' })).toBeVisible();
  // The same authenticator makes no second one for the same account.
  await site.page.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(site.page.getByRole('main').getByRole('alert')).toContainText('Nothing was confirmed.');
  await site.page.getByRole('button', { name: 'Remove Office' }).click();
  await expect(site.page.getByRole('button', { name: 'Rename Office' })).toHaveCount(0);
  expect(await db.factor.count({ where: { userId: customer.id } })).toBe(0);
});

test('without a device at hand the other ways are open', async ({ site, customer, db, openOtherBrowser }) => {
  await site.signInByPassword(customer.email, customer.password);
  await db.factor.create({ data: { userId: customer.id, kind: 'passkey', confirmedAt: new Date() } });
  await db.factor.create({ data: { userId: customer.id, kind: 'sms', confirmedAt: new Date() } });
  const other = await openOtherBrowser();
  await other.login.open();
  await other.login.signIn(customer.email, customer.password);
  const second = new SecondFactorPage(other.page);
  await second.expectOpen();
  await other.page.getByRole('link', { name: 'Get a code by SMS' }).click();
  await other.page.getByRole('button', { name: 'Send code' }).click();
  await expect(second.messageCode).toBeVisible();
});

test.describe(() => {
  test.use({ viewport: { width: 375, height: 740 } });
  test('@javascript the pages suit a telephone and a screen reader', async ({ site, customer }) => {
    const look = async () => {
      await expectNoSidewaysScroll(site.page);
      await expectAccessible(site.page);
    };
    await VirtualAuthenticator.plugInto(site.page);
    await site.login.open();
    await expect(site.page.getByRole('button', { name: 'Use a passkey' })).toBeVisible();
    await look();
    await site.signInByPassword(customer.email, customer.password);
    await site.page.goto(passkeysPath);
    await look();
    await addPasskey(site, 'My laptop');
    await look();
    await site.page.goto('/account/security');
    await look();
  });
});

import { expectAccessible } from '../fixtures/accessible';
import { expect, test } from '../fixtures/test';
import { SecurityPage } from '../pages/security-page';

test('a sign-in from a new device is told by mail, one from a known device is not', async ({
  site,
  customer,
  mailbox,
  openOtherBrowser,
}) => {
  await site.signInByPassword(customer.email, customer.password);
  const other = await openOtherBrowser();
  await other.signInByPassword(customer.email, customer.password);
  const notice = await mailbox.waitForMessage(customer.email);
  expect(notice.subject).toContain('New sign-in');
  expect(notice.text).toContain('Linux');
  await other.signOut();
  await other.signInByPassword(customer.email, customer.password);
  expect(await mailbox.list(customer.email)).toHaveLength(1);
});

test('a trusted device is not asked for the second step until its owner says so', async ({
  javaScriptEnabled,
  site,
  customer,
  phone,
  openOtherBrowser,
}) => {
  await site.signInByPassword(customer.email, customer.password);
  const security = new SecurityPage(site.page);
  await security.turnOnSms();
  await phone.waitForMessage(customer.phone);

  const other = await openOtherBrowser();
  const pass = async (trust: boolean) => {
    const second = await other.startSecondStep(customer.email, customer.password);
    if (trust) await other.page.getByLabel('Do not ask on this device for 30 days').check();
    await second.submitMessageCode(await phone.waitForCode(customer.phone));
    await other.account.expectOpen();
  };
  await pass(true);
  await other.signOut();
  await other.signInByPassword(customer.email, customer.password);

  await security.open();
  // axe is a script itself.
  if (javaScriptEnabled !== false) await expectAccessible(site.page);
  await site.page.getByRole('button', { name: /^Ask again on/ }).click();
  await security.expectText('That device is asked for the second step again.');
  await security.expectText('None: every sign-in asks for the second step.');
  await other.signOut();
  await other.startSecondStep(customer.email, customer.password);
});

test('the activity page tells in words what happened, the newest first', async ({ site, customer }) => {
  await site.signInByPassword(customer.email, customer.password);
  await new SecurityPage(site.page).turnOnEmail();
  await site.account.open();
  await site.page.getByRole('link', { name: 'Everything that happened on your account' }).click();
  const entries = site.page.getByRole('main').getByRole('listitem');
  await expect(entries.first()).toContainText('Turned on a second factor');
  await expect(entries.nth(1)).toContainText('Signed in with password');
  await expect(entries.nth(1)).toContainText('Linux');
});

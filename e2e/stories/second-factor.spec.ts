import type { Database } from '@/lib/db/client';
import { expectAccessible, expectNoSidewaysScroll } from '../fixtures/accessible';
import { Authenticator } from '../fixtures/authenticator';
import { type Customer, randomPassword } from '../fixtures/customer';
import { expect, test } from '../fixtures/test';
import { SecondFactorPage } from '../pages/second-factor-page';
import { SecurityPage } from '../pages/security-page';
import type { Site } from '../pages/site';

/** A code of the app is good once. As if half a minute had passed since: what the app shows now was not used yet. */
async function endStep(db: Database, { id }: Customer): Promise<void> {
  await db.factor.updateMany({ where: { userId: id, kind: 'totp' }, data: { lastStep: { decrement: 1 } } });
}

async function setUpApp(site: Site): Promise<{ app: Authenticator; backupCodes: string[] }> {
  const security = new SecurityPage(site.page);
  await security.open();
  await security.setUpButton.click();
  const app = new Authenticator(await security.readSetupKey());
  await security.appCode.fill(app.showCode());
  await security.turnOnButton.click();
  return { app, backupCodes: await security.readBackupCodes() };
}

test('a customer turns an authenticator app on, and signs in with its code', async ({
  site,
  customer,
  mailbox,
  db,
  openOtherBrowser,
}) => {
  await site.signInByPassword(customer.email, customer.password);
  const { app, backupCodes } = await setUpApp(site);
  expect(new Set(backupCodes).size).toBe(10);
  expect((await mailbox.waitForMessage(customer.email)).text).toContain('an authenticator app was added');

  const other = await openOtherBrowser();
  const second = await other.startSecondStep(customer.email, customer.password);
  // There is no session yet.
  await other.account.open();
  await other.login.expectOpen();
  await second.open();
  await second.submitAppCode(app.shownCode());
  await second.expectText('This code has been used.');
  await endStep(db, customer);
  await second.submitAppCode(app.showCode());
  await other.account.expectOpen();
});

test('the factor is asked for after a code by message, too, and a wrong code gets nowhere', async ({
  site,
  customer,
  phone,
  db,
  openOtherBrowser,
}) => {
  await site.signInByPassword(customer.email, customer.password);
  const { app } = await setUpApp(site);
  await phone.waitForMessage(customer.phone);
  const other = await openOtherBrowser();
  const second = new SecondFactorPage(other.page);
  await other.startSignIn(customer.phone);
  await other.verify.submit(await phone.waitForCode(customer.phone));
  await second.expectOpen();
  await endStep(db, customer);
  const right = app.showCode();
  await second.submitAppCode(right === '123456' ? '654321' : '123456');
  await second.expectText('The code is not right. 9 attempts left.');
  await second.submitAppCode(right);
  await other.account.expectOpen();
});

test('a backup code opens once, and its owner is told', async ({
  site,
  customer,
  mailbox,
  openOtherBrowser,
}) => {
  await site.signInByPassword(customer.email, customer.password);
  const { backupCodes } = await setUpApp(site);
  await mailbox.waitForMessage(customer.email);
  const other = await openOtherBrowser();
  const second = await other.startSecondStep(customer.email, customer.password);
  await second.submitBackupCode(backupCodes[4]!.toUpperCase());
  await other.account.expectOpen();
  // The browser is a new one, so its owner hears of that too, before or after.
  const notices = [
    await mailbox.waitForMessage(customer.email),
    await mailbox.waitForMessage(customer.email),
  ];
  expect(notices.map(({ text }) => text).join()).toContain('9 are left');
  const third = await openOtherBrowser();
  const again = await third.startSecondStep(customer.email, customer.password);
  await again.submitBackupCode(backupCodes[4]!);
  await again.expectText('The code is not right.');
});

test('a reset by e-mail leaves the factor on', async ({ site, customer, mailbox, openOtherBrowser }) => {
  await site.signInByPassword(customer.email, customer.password);
  await setUpApp(site);
  await mailbox.waitForMessage(customer.email);
  const other = await openOtherBrowser();
  const password = randomPassword();
  await other.startReset(customer.email);
  await other.verify.submit(await mailbox.waitForCode(customer.email));
  await other.resetPassword.submit(password);
  await other.login.expectOpen();
  await other.login.signIn(customer.email, password);
  await new SecondFactorPage(other.page).expectOpen();
  await other.account.open();
  await other.login.expectOpen();
});

test('codes by SMS are a second step after the password', async ({
  site,
  customer,
  phone,
  openOtherBrowser,
}) => {
  await site.signInByPassword(customer.email, customer.password);
  expect(await new SecurityPage(site.page).turnOnSms()).toHaveLength(10);
  await phone.waitForMessage(customer.phone);
  const other = await openOtherBrowser();
  const second = await other.startSecondStep(customer.email, customer.password);
  await second.submitMessageCode(await phone.waitForCode(customer.phone));
  await other.account.expectOpen();
});

test('codes by e-mail are no second step after a code by e-mail', async ({
  site,
  customer,
  mailbox,
  openOtherBrowser,
}) => {
  await site.signInByPassword(customer.email, customer.password);
  await new SecurityPage(site.page).turnOnEmail();
  await mailbox.waitForMessage(customer.email);
  const other = await openOtherBrowser();
  await other.startSignIn(customer.email);
  await other.verify.submit(await mailbox.waitForCode(customer.email));
  const second = new SecondFactorPage(other.page);
  await second.expectOpen();
  await expect(second.messageCode).toHaveCount(0);
  await second.password.fill(customer.password);
  await second.verifyButton.click();
  await other.account.expectOpen();
});

test('after five minutes a change of the factors wants a check first', async ({ site, customer, db }) => {
  await site.signInByPassword(customer.email, customer.password);
  const security = new SecurityPage(site.page);
  await security.open();
  await db.session.updateMany({
    where: { userId: customer.id },
    data: { checkedAt: new Date(Date.now() - 6 * 60 * 1000) },
  });
  await security.setUpButton.click();
  await expect(site.page).toHaveURL((url) => url.pathname === '/account/confirm');
  await site.page.getByLabel('Password', { exact: true }).fill(customer.password);
  await site.page.getByRole('button', { name: 'Confirm', exact: true }).click();
  await security.expectOpen();
  await security.setUpButton.click();
  await security.readSetupKey();
});

test('a customer signs out everywhere else', async ({ site, customer, openOtherBrowser }) => {
  const other = await openOtherBrowser();
  await other.signInByPassword(customer.email, customer.password);
  await site.signInByPassword(customer.email, customer.password);
  const security = new SecurityPage(site.page);
  await security.open();
  await security.signOutOthersButton.click();
  await security.expectText('You are signed out everywhere else.');
  await other.account.open();
  await other.login.expectOpen();
  await site.account.open();
  await site.account.expectOpen();
});

test.describe(() => {
  test.use({ viewport: { width: 375, height: 740 } });
  test('the pages suit a telephone and a screen reader', async ({
    javaScriptEnabled,
    site,
    customer,
    openOtherBrowser,
  }) => {
    const look = async ({ page }: Site) => {
      await expectNoSidewaysScroll(page);
      // axe is a script itself.
      if (javaScriptEnabled !== false) await expectAccessible(page);
    };
    await site.signInByPassword(customer.email, customer.password);
    const security = new SecurityPage(site.page);
    await security.open();
    await look(site);
    await security.setUpButton.click();
    const app = new Authenticator(await security.readSetupKey());
    await look(site);
    await security.appCode.fill(app.showCode());
    await security.turnOnButton.click();
    await security.readBackupCodes();
    await look(site);
    await security.open();
    await look(site);
    await security.newCodesButton.click();
    await security.readBackupCodes();
    await look(site);
    const other = await openOtherBrowser();
    await other.page.setViewportSize({ width: 375, height: 740 });
    await other.startSecondStep(customer.email, customer.password);
    await look(other);
    await other.page.getByRole('link', { name: 'Use a backup code' }).click();
    await look(other);
  });
});

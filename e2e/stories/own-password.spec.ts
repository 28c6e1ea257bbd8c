import { expectAccessible, expectNoSidewaysScroll } from '../fixtures/accessible';
import { randomPassword } from '../fixtures/customer';
import { expect, test } from '../fixtures/test';
import { PasswordPage } from '../pages/password-page';

test('a customer changes the password: other sessions end, and every address is told', async ({
  site,
  customer,
  mailbox,
  phone,
  openOtherBrowser,
}) => {
  const other = await openOtherBrowser();
  await other.signInByPassword(customer.email, customer.password);
  await site.signInByPassword(customer.email, customer.password);
  await mailbox.waitForMessage(customer.email);
  const page = new PasswordPage(site.page);
  const password = randomPassword();
  await page.open();
  await page.change('not the right one', password);
  await page.expectText('The password is not right.');
  await page.change(customer.password, password);
  await expect(site.page).toHaveURL((url) => url.pathname === '/account/security');
  await expect(site.page.getByRole('status').first()).toContainText('Your password is set.');
  expect((await mailbox.waitForMessage(customer.email)).subject).toContain('password was changed');
  expect((await phone.waitForMessage(customer.phone)).text).toContain('password was changed');
  await other.account.open();
  await other.login.expectOpen();
  await other.login.signIn(customer.email, customer.password);
  await expect(other.login.alert).toContainText('is not right');
  await other.signInByPassword(customer.email, password);
});

test('a customer without a password sets one', async ({ site, addCustomer, mailbox, openOtherBrowser }) => {
  const customer = await addCustomer({ password: null });
  await site.startSignIn(customer.email);
  await site.verify.submit(await mailbox.waitForCode(customer.email));
  await site.account.expectOpen();
  const page = new PasswordPage(site.page);
  const password = randomPassword();
  await page.open();
  await expect(page.current).toHaveCount(0);
  await page.newPassword.fill(password);
  await page.confirmPassword.fill(password);
  await page.setButton.click();
  await expect(site.page).toHaveURL((url) => url.pathname === '/account/security');
  const other = await openOtherBrowser();
  await other.signInByPassword(customer.email, password);
});

test('a refused password is refused with the reason', async ({ site, customer }) => {
  await site.signInByPassword(customer.email, customer.password);
  const page = new PasswordPage(site.page);
  await page.open();
  await page.change(customer.password, 'password123');
  await page.expectText('one of the most common');
  await page.change(customer.password, 'short');
  await page.expectText('Use at least 8 characters.');
  await page.change(customer.password, `${customer.email} 1`);
  await page.expectText('too close to your name');
  const password = randomPassword();
  await page.change(customer.password, password, `${password}x`);
  await page.expectText('The two passwords are not the same.');
  await page.change('', password);
  await page.expectText('Type your password.');
});

test('@javascript the strength is told while typing, by an estimator that is loaded only then', async ({
  site,
  customer,
}) => {
  const loaded: number[] = [];
  site.page.on('response', async (response) => {
    if (response.request().resourceType() !== 'script') return;
    loaded.push((await response.body().catch(() => Buffer.alloc(0))).length);
  });
  await site.signInByPassword(customer.email, customer.password);
  const page = new PasswordPage(site.page);
  await page.open();
  await site.page.waitForLoadState('networkidle');
  const large = () => loaded.filter((bytes) => bytes > 300_000).length;
  expect(large(), 'the estimator is not in the first load').toBe(0);
  const place = await page.changeButton.boundingBox();
  await page.newPassword.pressSequentially('password');
  await page.expectText('Very easy to guess');
  expect(large()).toBeGreaterThan(0);
  // A button that moved between the pointer's going down and up would not be pressed.
  expect(await page.changeButton.boundingBox()).toEqual(place);
  await page.newPassword.fill('seven brave walruses sing');
  await page.expectText('Very strong');
});

test.describe(() => {
  test.use({ viewport: { width: 375, height: 740 } });
  test('the page suits a telephone and a screen reader', async ({ javaScriptEnabled, site, customer }) => {
    await site.signInByPassword(customer.email, customer.password);
    const page = new PasswordPage(site.page);
    await page.open();
    await page.newPassword.fill('walrus');
    await expectNoSidewaysScroll(site.page);
    // axe is a script itself.
    if (javaScriptEnabled !== false) {
      await page.expectText(/guess|stronger/);
      await expectAccessible(site.page);
    }
  });
});

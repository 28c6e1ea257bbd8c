import { expectAccessible, expectNoSidewaysScroll } from '../fixtures/accessible';
import { randomPassword } from '../fixtures/customer';
import { expect, test } from '../fixtures/test';

// Each page is looked at on a telephone (375 px) and by axe, in each of its states, on one way through.

test.use({ viewport: { width: 375, height: 740 } });
// The browser notes a page that is not there.
test.use({ expectedFaults: [/no-such-page/] });
test.slow();

test('every page of a reset suits a telephone and a screen reader', async ({
  javaScriptEnabled,
  site,
  customer,
  mailbox,
  challenges,
}) => {
  const look = async () => {
    await expectNoSidewaysScroll(site.page);
    // axe is a script itself.
    if (javaScriptEnabled !== false) await expectAccessible(site.page);
  };
  await site.forgotPassword.open();
  await look();
  await site.forgotPassword.submit(customer.email);
  await site.chooseMethod.expectOpen();
  await look();
  await site.chooseMethod.submit('Email');
  await site.verify.expectOpen();
  await look();
  const code = await mailbox.waitForCode(customer.email);
  await site.verify.submitWrong(code);
  await site.verify.expectText('4 attempts left.');
  await look();
  await site.verify.submit(code);
  await site.resetPassword.expectOpen();
  await look();
  await site.resetPassword.submit('short', 'different');
  await expect(site.resetPassword.main.locator('[aria-invalid="true"]').first()).toBeVisible();
  await look();
  await site.resetPassword.submit(randomPassword());
  await site.login.expectOpen();
  await look();
  expect(await challenges.count(customer.email)).toBe(1);
});

test('every page of signing in suits a telephone and a screen reader', async ({
  javaScriptEnabled,
  site,
  customer,
  mailbox,
  challenges,
}) => {
  const look = async () => {
    await expectNoSidewaysScroll(site.page);
    // axe is a script itself.
    if (javaScriptEnabled !== false) await expectAccessible(site.page);
  };
  for (const path of ['/', '/login', '/no-such-page']) {
    await site.page.goto(path);
    await look();
  }
  await site.login.open();
  await site.login.signIn(customer.email, 'not the right one');
  await expect(site.login.alert).toBeVisible();
  await look();
  await site.startSignIn(customer.email);
  const code = await mailbox.waitForCode(customer.email);
  await challenges.expire(customer.email);
  await site.verify.submit(code);
  await site.verify.expectText('This code has expired.');
  await look();
  await site.signInByPassword(customer.email, customer.password);
  await look();
});

import { randomEmail } from '../fixtures/customer';
import { expect, test } from '../fixtures/test';
import type { Site } from '../pages/site';

/** As many codes as a client gets without showing that it is no script. */
async function askForSixCodes(site: Site): Promise<void> {
  for (let asked = 0; asked < 6; asked += 1) {
    await site.login.open();
    await site.login.askForCode(randomEmail());
    await site.verify.expectOpen();
  }
}

test('a network that asks for many codes: the browser does some work by itself @javascript', async ({
  site,
  customer,
  mailbox,
}) => {
  test.slow();
  // Who asks for an eval catches the refusal, and no error of the console tells of it.
  await site.page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, sourceFile }) =>
      console.error(`the policy forbids ${effectiveDirective} of ${sourceFile}`),
    ),
  );
  await askForSixCodes(site);
  await site.login.open();
  await site.login.askForCode(customer.email);
  await site.verify.expectOpen();
  await site.verify.submit(await mailbox.waitForCode(customer.email));
  await expect(site.page).toHaveURL(/\/account/);
});

test('without JavaScript, it says how long to wait, and sends nothing before', async ({
  site,
  customer,
  challenges,
  javaScriptEnabled,
}) => {
  test.skip(javaScriptEnabled !== false, 'with JavaScript the browser does the work');
  test.slow();
  await askForSixCodes(site);
  await site.login.open();
  for (let press = 0; press < 2; press += 1) {
    await site.login.askForCode(customer.email);
    await site.login.expectText(/Wait 15 seconds, then press the button again/);
    await expect(site.login.address).toHaveValue(customer.email);
  }
  expect(await challenges.count(customer.email)).toBe(0);
});

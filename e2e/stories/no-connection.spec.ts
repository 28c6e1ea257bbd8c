import { expect, test } from '../fixtures/test';

// What the browser itself notes of a call that came to nothing.
test.use({ expectedFaults: [/ERR_(INTERNET_DISCONNECTED|FAILED|ABORTED)|status of 502/] });

test('@javascript a form that cannot be sent says why, keeps what was typed, and is sent at the next press', async ({
  site,
  customer,
  page,
  context,
}) => {
  await page.clock.install();
  const { login } = site;
  await login.open();
  await login.address.fill(customer.email);
  await login.password.fill(customer.password);

  await context.setOffline(true);
  await login.signInButton.click();
  await expect(login.alert).toContainText('You are offline. What you typed is still here');
  await context.setOffline(false);

  // The server is reached and never answers.
  const unanswered = new Promise<void>((resolve) =>
    page.route('**/login', (route) => (route.request().method() === 'POST' ? resolve() : route.continue())),
  );
  await login.signInButton.click();
  await unanswered;
  await expect(login.signInButton).toHaveAttribute('aria-busy', 'true');
  await page.clock.fastForward(31_000);
  await expect(login.alert).toContainText('The server did not answer. What you typed is still here');
  await expect(login.signInButton).not.toHaveAttribute('aria-busy');
  await page.unroute('**/login');

  // Something before the server answers in its place.
  await page.route('**/login', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' })
      : route.continue(),
  );
  await login.signInButton.click();
  await expect(login.signInButton).not.toHaveAttribute('aria-busy');
  await expect(login.alert).toContainText('The server did not answer.');
  await page.unroute('**/login');

  await expect(login.address).toHaveValue(customer.email);
  await expect(login.password).toHaveValue(customer.password);
  await login.signInButton.click();
  await site.account.expectOpen();
});

test('@javascript a code that could not be sent stays in its field', async ({
  site,
  customer,
  mailbox,
  context,
}) => {
  await site.startSignIn(customer.email);
  const code = await mailbox.waitForCode(customer.email);
  await context.setOffline(true);
  await site.verify.submit(code);
  await expect(site.verify.alert).toContainText('You are offline.');
  await expect(site.verify.code).toHaveValue(code);
  await context.setOffline(false);
  await site.verify.verifyButton.click();
  await site.account.expectOpen();
});

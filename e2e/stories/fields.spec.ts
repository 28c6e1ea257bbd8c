import { expect, test } from '../fixtures/test';

test('the fields tell password managers and telephones what they are', async ({
  site,
  customer,
  mailbox,
}) => {
  await site.login.open();
  await expect(site.login.address).toHaveAttribute('autocomplete', 'username');
  await expect(site.login.password).toHaveAttribute('autocomplete', 'current-password');
  await expect(site.login.password).toHaveAttribute('type', 'password');
  await site.forgotPassword.open();
  await expect(site.forgotPassword.address).toHaveAttribute('autocomplete', 'username');
  await site.startReset(customer.email);
  await expect(site.verify.code).toHaveAttribute('autocomplete', 'one-time-code');
  await expect(site.verify.code).toHaveAttribute('inputmode', 'numeric');
  await expect(site.verify.code).toHaveAttribute('type', 'text');
  await site.verify.submit(await mailbox.waitForCode(customer.email));
  await expect(site.resetPassword.newPassword).toHaveAttribute('autocomplete', 'new-password');
  await expect(site.resetPassword.confirmPassword).toHaveAttribute('autocomplete', 'new-password');
});

test('a password manager finds the account’s name on the page for a new password', async ({
  site,
  customer,
  mailbox,
}) => {
  await site.startReset(customer.email);
  await site.verify.submit(await mailbox.waitForCode(customer.email));
  await site.resetPassword.expectOpen();
  await expect(site.page.locator('input[autocomplete="username"]')).toHaveCount(1);
});

test('a code may be pasted with spaces, hyphens and a line end', { tag: '@javascript' }, async ({
  site,
  customer,
  mailbox,
}) => {
  await site.startReset(customer.email);
  const code = await mailbox.waitForCode(customer.email);
  await site.verify.code.focus();
  await site.page.evaluate(
    (text) => {
      const data = new DataTransfer();
      data.setData('text/plain', text);
      const pasted = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
      if (document.activeElement?.dispatchEvent(pasted)) document.execCommand('insertText', false, text);
    },
    ` ${code.slice(0, 3)}-${code.slice(3)}\n`,
  );
  await site.verify.verifyButton.click();
  await site.resetPassword.expectOpen();
});

test('what is no code costs no attempt', async ({ site, customer, mailbox, challenges }) => {
  await site.startReset(customer.email);
  const code = await mailbox.waitForCode(customer.email);
  for (const typed of ['12345', 'abcdef', '1234567']) {
    await site.verify.submit(typed);
    await expect(site.verify.code).toHaveAttribute('aria-invalid', 'true');
  }
  expect((await challenges.getNewest(customer.email)).attempts).toBe(0);
  await site.verify.submit(code);
  await site.resetPassword.expectOpen();
});

test('an empty address is asked for again', async ({ site }) => {
  await site.forgotPassword.open();
  await site.forgotPassword.submit('');
  await site.forgotPassword.expectOpen();
  await expect(site.chooseMethod.sendButton).toHaveCount(0);
});

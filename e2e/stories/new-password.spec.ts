import type { Customer } from '../fixtures/customer';
import { randomPassword } from '../fixtures/customer';
import type { Inbox } from '../fixtures/messages';
import { expect, test } from '../fixtures/test';
import type { Site } from '../pages/site';

async function reachNewPassword(site: Site, customer: Customer, mailbox: Inbox): Promise<void> {
  await site.startReset(customer.email);
  await site.verify.submit(await mailbox.waitForCode(customer.email));
  await site.resetPassword.expectOpen();
}

test('two different passwords are refused, and the right to set one stays', async ({
  site,
  customer,
  mailbox,
}) => {
  await reachNewPassword(site, customer, mailbox);
  await site.resetPassword.submit(randomPassword(), randomPassword());
  await site.resetPassword.expectOpen();
  await expect(site.resetPassword.main.locator('[aria-invalid="true"]').first()).toBeVisible();
  await site.resetPassword.submit(randomPassword());
  await site.login.expectOpen();
});

for (const { kind, password } of [
  { kind: 'a password of seven characters', password: 'q7#vTz!' },
  { kind: 'a common password', password: 'password123' },
]) {
  test(`${kind} is refused with the reason`, async ({ site, customer, mailbox }) => {
    await reachNewPassword(site, customer, mailbox);
    await site.resetPassword.submit(password);
    await site.resetPassword.expectOpen();
    await expect(site.resetPassword.newPassword).toHaveAttribute('aria-invalid', 'true');
    await expect(site.resetPassword.newPassword).toHaveAccessibleDescription(/8 characters|common|guess/i);
  });
}

test('a password with letters of any language works, composed or not', async ({
  site,
  customer,
  mailbox,
}) => {
  await reachNewPassword(site, customer, mailbox);
  await site.resetPassword.submit('Zoë’s crème brûlée पासवर्ड'.normalize('NFD'));
  await site.login.expectOpen();
  await site.login.signIn(customer.email, 'Zoë’s crème brûlée पासवर्ड'.normalize('NFC'));
  await site.account.expectOpen();
});

test('who thought too long gets another code with one press, and types nothing again', async ({
  site,
  customer,
  mailbox,
  db,
  challenges,
}) => {
  await reachNewPassword(site, customer, mailbox);
  await site.resetPassword.expectText('You have 10 minutes for it.');
  await db.grant.updateMany({ where: { userId: customer.id }, data: { expiresAt: new Date(0) } });
  await challenges.endCoolDown(customer.email);
  await site.resetPassword.submit(randomPassword());
  await site.chooseMethod.expectOpen();
  await site.chooseMethod.expectText('That step has ended. To set a new password, send another code.');
  await site.chooseMethod.sendButton.click();
  await site.verify.submit(await mailbox.waitForCode(customer.email));
  await site.resetPassword.submit(randomPassword());
  await site.login.expectOpen();
});

test('nobody reaches the page for a new password without a right code', async ({ site, customer }) => {
  await site.startReset(customer.email);
  await site.resetPassword.open();
  await expect(site.resetPassword.newPassword).toHaveCount(0);
});

import type { Database } from '@/lib/db/client';
import { expectAccessible } from '../fixtures/accessible';
import type { Customer } from '../fixtures/customer';
import { expect, test } from '../fixtures/test';
import { SecurityPage } from '../pages/security-page';

/** As lib/flows/plan-factor-release.ts does for staff. */
async function planRelease(db: Database, { id: userId, email, phone }: Customer): Promise<void> {
  const dueAt = new Date(Date.now() + 86_400_000);
  const release = await db.factorRelease.create({ data: { userId, plannedBy: 'admin:1', dueAt } });
  const notice = {
    userId,
    template: 'release_planned',
    params: { stopRelease: { id: release.id } },
    priority: 10,
  };
  await db.delivery.create({ data: { ...notice, channel: 'email', address: email } });
  await db.delivery.create({ data: { ...notice, channel: 'sms', address: phone } });
}

test('an owner stops the release of factors that somebody else asked for, by the link of the notice', async ({
  javaScriptEnabled,
  site,
  customer,
  mailbox,
  phone,
  db,
  openOtherBrowser,
}) => {
  await site.signInByPassword(customer.email, customer.password);
  const security = new SecurityPage(site.page);
  await security.turnOnSms();
  await mailbox.waitForMessage(customer.email);
  await phone.waitForMessage(customer.phone);
  await planRelease(db, customer);
  const notice = await mailbox.waitForMessage(customer.email);
  expect(notice.subject).toContain('will be turned off tomorrow');
  expect((await phone.waitForMessage(customer.phone)).text).toContain('/stop-release?t=');
  await security.open();
  await security.expectText('Your second steps are about to be turned off');

  const other = await openOtherBrowser();
  const url = new URL(/https?:\/\/\S+\/stop-release\?t=[\w-]+/.exec(notice.text)![0]);
  await other.page.goto(url.pathname + url.search);
  expect(await db.factorRelease.count({ where: { userId: customer.id, endedAt: null } })).toBe(1);
  // axe is a script itself.
  if (javaScriptEnabled !== false) {
    await expectAccessible(site.page);
    await expectAccessible(other.page);
  }
  await other.page.getByRole('button', { name: 'Stop it' }).click();
  await expect(other.page.getByRole('status')).toContainText('your second steps stay on');
  expect(await db.factorRelease.count({ where: { userId: customer.id, endedAt: null } })).toBe(0);
  expect((await mailbox.waitForMessage(customer.email)).subject).toContain('stays on');
  await security.open();
  await expect(security.main).not.toContainText('about to be turned off');
});

test('staff without a second step can do nothing but set one up', async ({ site, customer, db }) => {
  await db.user.update({ where: { id: customer.id }, data: { role: 'support' } });
  await site.signInByPassword(customer.email, customer.password);
  for (const path of ['/account/activity', '/account/addresses/email']) {
    await site.page.goto(path);
    await expect(site.page).toHaveURL((url) => url.pathname === '/account/security');
    await expect(site.page.getByRole('main')).toContainText('Your role needs a second step');
  }
  const security = new SecurityPage(site.page);
  await security.turnOnSmsButton.click();
  await security.readBackupCodes();
  await site.page.goto('/account/activity');
  await expect(site.page).toHaveURL((url) => url.pathname === '/account/activity');
  await security.open();
  await site.page.getByRole('button', { name: 'Turn off codes by SMS' }).click();
  await security.expectText('Your role needs a second step. Turn another one on');
});

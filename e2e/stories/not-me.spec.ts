import { expectAccessible, expectNoSidewaysScroll } from '../fixtures/accessible';
import type { ReceivedMessage } from '../fixtures/messages';
import { expect, test } from '../fixtures/test';

/** The path of the link in a mail: what its reader would open. */
function findNotMePath({ text, html }: ReceivedMessage): string {
  const link = /https?:\/\/\S+\/not-me\?t=[a-p]+/.exec(text)?.[0];
  if (!link) throw new Error(`There is no link in: ${text}`);
  expect(html).toContain(`href="${link}"`);
  const url = new URL(link);
  return url.pathname + url.search;
}

test('an owner who did not ask for a code kills it by a button; opening the link does nothing', async ({
  site,
  customer,
  mailbox,
  db,
  openOtherBrowser,
}) => {
  await site.startSignIn(customer.email);
  const mail = await mailbox.waitForMessage(customer.email);
  const code = /(?<!\d)\d{6}(?!\d)/.exec(mail.text)![0];
  const path = findNotMePath(mail);

  const owner = await openOtherBrowser();
  // A scanner of mail opens links, more than once.
  await owner.page.goto(path);
  await owner.page.goto(path);
  expect(await db.auditEvent.count({ where: { type: 'not_me', userId: customer.id } })).toBe(0);
  await owner.page.getByRole('button', { name: 'This wasn’t me' }).click();
  await expect(owner.page.getByRole('status')).toContainText('it no longer works');
  await site.verify.submit(code);
  await expect(site.page).toHaveURL((url) => url.pathname !== '/account');
  expect(await db.session.count({ where: { userId: customer.id } })).toBe(0);
  expect(await db.auditEvent.count({ where: { type: 'not_me', userId: customer.id } })).toBe(1);
});

test('an owner who fears an intruder signs everybody out, once, and is led to a new password', async ({
  site,
  customer,
  mailbox,
  db,
  openOtherBrowser,
}) => {
  await site.signInByPassword(customer.email, customer.password);
  const intruder = await openOtherBrowser();
  await intruder.startSignIn(customer.email);
  const path = findNotMePath(await mailbox.waitForMessage(customer.email));

  const owner = await openOtherBrowser();
  for (let times = 0; times < 2; times += 1) {
    await owner.page.goto(path);
    await owner.page.getByLabel('Sign everybody out of my account').check();
    await owner.page.getByRole('button', { name: 'This wasn’t me' }).click();
    await expect(owner.page.getByRole('status')).toContainText('Everybody is signed out');
  }
  await owner.page.getByRole('link', { name: 'Set a new password' }).click();
  await expect(owner.page).toHaveURL((url) => url.pathname === '/forgot-password');
  await site.account.open();
  await site.login.expectOpen();
  expect(await db.auditEvent.count({ where: { type: 'not_me', userId: customer.id } })).toBe(1);
});

test('a made-up link changes nothing and says so, on a telephone too', async ({
  site,
  javaScriptEnabled,
}) => {
  await site.page.setViewportSize({ width: 375, height: 740 });
  await site.page.goto(`/not-me?t=${'a'.repeat(72)}`);
  await expectNoSidewaysScroll(site.page);
  if (javaScriptEnabled !== false) await expectAccessible(site.page);
  await site.page.getByRole('button', { name: 'This wasn’t me' }).click();
  await expect(site.page.getByRole('main').getByRole('alert')).toContainText('has been used or is too old');
});

test('the gallery of messages is not there outside development', async ({ request }) => {
  for (const path of ['/dev/messages', '/dev/messages/en/login.email']) {
    expect((await request.get(path)).status()).toBe(404);
  }
});

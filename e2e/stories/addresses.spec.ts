import { expectAccessible, expectNoSidewaysScroll } from '../fixtures/accessible';
import { randomEmail, randomPassword, randomPhone } from '../fixtures/customer';
import type { ReceivedMessage } from '../fixtures/messages';
import { expect, test } from '../fixtures/test';
import { AddressPage } from '../pages/address-page';

/** The path of the link in a notice: what a customer would open. */
function findUndoPath({ text }: ReceivedMessage): string {
  const link = /https?:\/\/\S+\/undo\?t=[\w-]+/.exec(text)?.[0];
  if (!link) throw new Error(`There is no link in: ${text}`);
  const url = new URL(link);
  return url.pathname + url.search;
}

test('a customer adds a phone, and it counts once its code came back', async ({
  site,
  addCustomer,
  phone,
  db,
}) => {
  const customer = await addCustomer({ phone: null });
  const number = randomPhone();
  await site.signInByPassword(customer.email, customer.password);
  await site.page.getByRole('link', { name: 'Add phone' }).click();
  await new AddressPage(site.page, 'phone').submit(number);
  await site.verify.expectOpen();
  await site.account.open();
  await site.account.expectText('waits for its code');
  expect(await db.user.findUnique({ where: { id: customer.id } })).toMatchObject({ phone: null });
  await site.verify.open();
  await site.verify.submit(await phone.waitForCode(number));
  await site.account.expectOpen();
  expect(await db.user.findUnique({ where: { id: customer.id } })).toMatchObject({ phone: number });
  await expect(site.account.main.getByText('Verified')).toHaveCount(2);
});

test('a change is told at the old address, whose link takes it back by a button', async ({
  site,
  customer,
  mailbox,
  phone,
  db,
  openOtherBrowser,
}) => {
  const email = randomEmail();
  await site.signInByPassword(customer.email, customer.password);
  const page = new AddressPage(site.page, 'email');
  await page.open();
  await page.submit(email);
  await site.verify.submit(await mailbox.waitForCode(email));
  await site.account.expectOpen();
  expect(await db.user.findUnique({ where: { id: customer.id } })).toMatchObject({ email });
  const notice = await mailbox.waitForMessage(customer.email);
  expect(notice.subject).toContain('was changed');
  expect(notice.text).not.toContain(email);
  expect((await phone.waitForMessage(customer.phone)).text).not.toContain('/undo');

  const owner = await openOtherBrowser();
  const path = findUndoPath(notice);
  // A scanner of mail opens links, more than once.
  await owner.page.goto(path);
  await owner.page.goto(path);
  expect(await db.user.findUnique({ where: { id: customer.id } })).toMatchObject({ email });
  await owner.page.getByRole('button', { name: 'Take the change back' }).click();
  await expect(owner.page.getByRole('status')).toContainText('The change is taken back');
  expect(await db.user.findUnique({ where: { id: customer.id } })).toMatchObject({ email: customer.email });
  await site.account.open();
  await site.login.expectOpen();
  // Once.
  await owner.page.goto(path);
  await owner.page.getByRole('button', { name: 'Take the change back' }).click();
  await expect(owner.page.getByRole('main').getByRole('alert')).toContainText('has been used or is too old');
});

test('after five minutes a change wants a check first, and comes back to it', async ({
  site,
  customer,
  db,
}) => {
  await site.signInByPassword(customer.email, customer.password);
  await db.session.updateMany({
    where: { userId: customer.id },
    data: { checkedAt: new Date(Date.now() - 6 * 60 * 1000) },
  });
  const page = new AddressPage(site.page, 'phone');
  await page.open();
  await expect(site.page).toHaveURL((url) => url.pathname === '/account/confirm');
  await site.page.getByLabel('Password', { exact: true }).fill(customer.password);
  await site.page.getByRole('button', { name: 'Confirm', exact: true }).click();
  await page.expectOpen();
});

test('an address of somebody else gets the same page, and its owner a notice', async ({
  site,
  customer,
  addCustomer,
  mailbox,
  db,
}) => {
  const other = await addCustomer();
  await site.signInByPassword(customer.email, customer.password);
  const page = new AddressPage(site.page, 'email');
  await page.open();
  await page.submit(other.email);
  await site.verify.expectOpen();
  await site.verify.submit('271828');
  await site.verify.expectText('4 attempts left.');
  const notice = await mailbox.waitForMessage(other.email);
  expect(notice.text).not.toMatch(/(?<!\d)\d{6}(?!\d)/);
  expect(await db.user.findUnique({ where: { id: other.id } })).toMatchObject({ email: other.email });
});

test('of two customers who prove one phone, one has it, and the other reads why not', async ({
  site,
  addCustomer,
  phone,
  db,
  openOtherBrowser,
}) => {
  const [first, second] = [await addCustomer({ phone: null }), await addCustomer({ phone: null })];
  const number = randomPhone();
  const other = await openOtherBrowser();
  const both = [
    { site, customer: first },
    { site: other, customer: second },
  ];
  const codes: string[] = [];
  for (const { site: one, customer } of both) {
    await one.signInByPassword(customer.email, customer.password);
    const page = new AddressPage(one.page, 'phone');
    await page.open();
    await page.submit(number);
    await one.verify.expectOpen();
    codes.push(await phone.waitForCode(number));
  }
  await Promise.all(both.map(({ site: one }, index) => one.verify.submit(codes[index]!)));
  const said = 'This address cannot be used.';
  await expect(async () => {
    const texts = await Promise.all(
      both.map(async ({ site: one }) => (await one.account.main.textContent()) ?? ''),
    );
    expect(texts.filter((text) => text.includes(said))).toHaveLength(1);
    expect(both.filter(({ site: one }) => new URL(one.page.url()).pathname === '/account')).toHaveLength(1);
  }).toPass();
  expect(await db.user.count({ where: { phone: number } })).toBe(1);
});

test('an address is removed, but not the last one', async ({ site, customer, phone, db }) => {
  await site.signInByPassword(customer.email, customer.password);
  const page = new AddressPage(site.page, 'phone');
  await page.open();
  await page.removeButton.click();
  await site.account.expectOpen();
  expect((await phone.waitForMessage(customer.phone)).text).toContain('was removed');
  const last = new AddressPage(site.page, 'email');
  await last.open();
  await last.removeButton.click();
  await last.expectText('Your account needs one proved address.');
  expect(await db.user.findUnique({ where: { id: customer.id } })).toMatchObject({
    email: customer.email,
    phone: null,
  });
});

test('codes go first where the customer says', async ({ site, customer }) => {
  await site.signInByPassword(customer.email, customer.password);
  await site.page.getByRole('radio', { name: 'SMS', exact: true }).check();
  await site.page.getByRole('button', { name: 'Save', exact: true }).click();
  await site.account.expectText('We will use this first.');
  await site.account.open();
  await expect(site.page.getByRole('radio', { name: 'SMS', exact: true })).toBeChecked();
  await site.forgotPassword.open();
  await site.forgotPassword.submit(customer.email);
  await site.chooseMethod.expectOpen();
  await expect(site.page.getByRole('radio').first()).toHaveAccessibleName('SMS');
});

test('what is wrong with an address is said beside it, and what was typed stays', async ({
  site,
  customer,
}) => {
  await site.signInByPassword(customer.email, customer.password);
  const page = new AddressPage(site.page, 'email');
  await page.open();
  await page.submit('');
  await page.expectText('Type your email.');
  await page.submit('not an email');
  await page.expectText('This is not a complete email.');
  await expect(site.page.getByLabel('Email', { exact: true })).toHaveValue('not an email');
  await page.submit(customer.phone);
  await page.expectText('This is not a complete email.');
});

test.describe(() => {
  test.use({ viewport: { width: 375, height: 740 } });
  test('the pages suit a telephone and a screen reader', async ({ javaScriptEnabled, site, customer }) => {
    const look = async () => {
      await expectNoSidewaysScroll(site.page);
      // axe is a script itself.
      if (javaScriptEnabled !== false) await expectAccessible(site.page);
    };
    await site.signInByPassword(customer.email, customer.password);
    for (const kind of ['email', 'phone'] as const) {
      await new AddressPage(site.page, kind).open();
      await look();
    }
    await site.page.goto('/account/addresses/phone');
    await new AddressPage(site.page, 'phone').submit('12');
    await look();
    await site.page.goto('/account/activity');
    await look();
    await site.page.goto(`/undo?t=${randomPassword().slice(0, 4).trim()}`);
    await look();
    await site.page.getByRole('button', { name: 'Take the change back' }).click();
    await expect(site.page.getByRole('main').getByRole('alert')).toBeVisible();
    await look();
  });
});

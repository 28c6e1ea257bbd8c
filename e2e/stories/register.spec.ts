import { expectAccessible, expectNoSidewaysScroll } from '../fixtures/accessible';
import { randomEmail, randomPassword, randomPhone } from '../fixtures/customer';
import { expect, test } from '../fixtures/test';
import { RegisterPage } from '../pages/register-page';

test('a visitor registers with an e-mail address and signs in with the password later', async ({
  site,
  mailbox,
  openOtherBrowser,
}) => {
  const [email, password] = [randomEmail(), randomPassword()];
  const page = new RegisterPage(site.page);
  await page.open();
  await page.submit({ email, name: 'Meera Joshi', password });
  await site.verify.expectOpen();
  await site.verify.submit(await mailbox.waitForCode(email));
  await site.account.expectOpen();
  await site.account.expectText('Meera Joshi');
  const other = await openOtherBrowser();
  await other.signInByPassword(email, password);
});

test('a visitor registers with a phone alone', async ({ site, phone, db }) => {
  const number = randomPhone();
  const page = new RegisterPage(site.page);
  await page.open();
  await page.submit({ phone: number });
  await site.verify.expectOpen();
  expect(await db.user.count({ where: { phone: number } })).toBe(0);
  await site.verify.submit(await phone.waitForCode(number));
  await site.account.expectOpen();
  expect(await db.user.findUnique({ where: { phone: number } })).toMatchObject({
    email: null,
    passwordHash: null,
  });
});

test('with both addresses the first is proved, and the second stays unproved', async ({
  site,
  mailbox,
  db,
}) => {
  const [email, number] = [randomEmail(), randomPhone()];
  const page = new RegisterPage(site.page);
  await page.open();
  await page.submit({ email, phone: number });
  await site.verify.expectOpen();
  await site.verify.submit(await mailbox.waitForCode(email));
  await site.account.expectOpen();
  expect(await db.user.findUnique({ where: { email } })).toMatchObject({ phone: null });
});

test('an address that has an account gets the same page, and its owner a message without a code', async ({
  site,
  customer,
  mailbox,
}) => {
  const page = new RegisterPage(site.page);
  const readPage = async (email: string) => {
    await page.open();
    await page.submit({ email, name: 'Somebody Else', password: randomPassword() });
    await site.verify.expectOpen();
    const text = (await site.verify.main.textContent()) ?? '';
    // How far the message and the countdown are depends on the moment; lib/flows/silence.test.ts follows their course.
    const state = /Sending …|Sent\. It can take a minute to arrive\./;
    expect(text).toMatch(state);
    return text
      .replace(/\S+@\S+/, '')
      .replace(state, '')
      .replace(/0:[0-3]\d/, '0:30');
  };
  const forKnown = await readPage(customer.email);
  const notice = await mailbox.waitForMessage(customer.email);
  expect(notice.subject).toContain('already have an account');
  expect(notice.text).not.toMatch(/(?<!\d)\d{6}(?!\d)/);
  await site.verify.submit('271828');
  await site.verify.expectText('4 attempts left.');
  expect(await readPage(randomEmail())).toBe(forKnown);
});

test('what is wrong is said beside its field, and what was typed stays', async ({ site }) => {
  const page = new RegisterPage(site.page);
  await page.open();
  await page.submit({ name: 'Meera' });
  await page.expectText('Type your email, your phone, or both.');
  await page.submit({ email: 'not an email' });
  await page.expectText('This is not a complete email.');
  await expect(page.name).toHaveValue('Meera');
  await page.submit({ email: randomEmail(), password: 'password123' });
  await page.expectText('one of the most common');
});

test.describe(() => {
  test.use({ viewport: { width: 375, height: 740 } });
  test('the page suits a telephone and a screen reader', async ({ javaScriptEnabled, site }) => {
    const page = new RegisterPage(site.page);
    await page.open();
    await expectNoSidewaysScroll(site.page);
    // axe is a script itself.
    if (javaScriptEnabled !== false) await expectAccessible(site.page);
  });
});

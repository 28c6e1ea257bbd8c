import { Announcements } from '../fixtures/announcements';
import { randomDeadNumber } from '../fixtures/customer';
import { expect, test } from '../fixtures/test';

test.use({ viewport: { width: 375, height: 740 } });

test('the first vendor is dead: the page says so, and the code of the second one is right @javascript', async ({
  site,
  addCustomer,
  phone,
}) => {
  const customer = await addCustomer({ phone: randomDeadNumber() });
  const heard = await Announcements.listen(site.page);
  await site.startSignIn(customer.phone);
  await site.verify.expectText('The first way did not work. We are trying another one');
  const place = await site.verify.code.boundingBox();
  const { from } = (await phone.list(customer.phone))[0] ?? { from: null };
  expect(from).toBeNull();
  const code = await phone.waitForCode(customer.phone);
  await site.verify.expectText('Sent.');
  // What is about to be typed into, or pressed, does not move away.
  expect(await site.verify.code.boundingBox()).toEqual(place);
  // Each state once, however often the page asks.
  const said = (await heard.list()).filter((text) => /^(Sent\.|The first way)/.test(text));
  expect(new Set(said).size).toBe(said.length);
  expect(said.at(-1)).toContain('Sent.');
  // Vonage shows the app's name; Twilio would have shown its number.
  expect((await phone.list(customer.phone)).map((text) => text.from)).toEqual(['Latchkey']);
  await site.verify.submit(code);
  await site.account.expectOpen();
});

test('the first vendor is dead: a reload tells how far the message has come', async ({
  site,
  addCustomer,
  phone,
  db,
}) => {
  const customer = await addCustomer({ phone: randomDeadNumber() });
  await site.startSignIn(customer.phone);
  const code = await phone.waitForCode(customer.phone);
  await expect(async () => {
    await site.page.reload();
    await expect(site.verify.main).toContainText('Sent.', { timeout: 500 });
  }).toPass();
  const attempts = await db.deliveryAttempt.findMany({
    where: { delivery: { address: customer.phone } },
    orderBy: { startedAt: 'asc' },
  });
  expect(attempts.map(({ provider, outcome }) => `${provider} ${outcome}`)).toEqual([
    'twilio failed',
    'vonage sent',
  ]);
  await site.verify.submit(code);
  await site.account.expectOpen();
});

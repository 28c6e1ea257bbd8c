import { expect, test } from '../fixtures/test';

test('a code cannot be asked for again before the wait is over', async ({
  site,
  customer,
  mailbox,
  challenges,
}) => {
  await site.startReset(customer.email);
  await mailbox.waitForCode(customer.email);
  await site.verify.resend();
  await site.verify.expectText(/You can ask for a new code in \d+ seconds\./);
  expect(await challenges.countDeliveries(customer.email)).toBe(1);
  expect((await challenges.getNewest(customer.email)).generation).toBe(0);
});

test('the wait doubles: 30 seconds, then 60', async ({ site, customer, mailbox, challenges }) => {
  const readWait = async () => {
    const { resendAvailableAt } = await challenges.getNewest(customer.email);
    return (resendAvailableAt.getTime() - Date.now()) / 1000;
  };
  await site.startReset(customer.email);
  await mailbox.waitForCode(customer.email);
  expect(await readWait()).toBeLessThanOrEqual(30.5);
  await challenges.endCoolDown(customer.email);
  await site.page.reload();
  await site.verify.resend();
  await site.verify.expectText(/sent (you )?a new code/);
  await mailbox.waitForCode(customer.email);
  expect(await readWait()).toBeGreaterThan(30.5);
  expect(await readWait()).toBeLessThanOrEqual(60.5);
});

test('the time to wait is shown and runs down', { tag: '@javascript' }, async ({ site, customer }) => {
  await site.startReset(customer.email);
  const timer = site.page.getByRole('timer');
  const readSeconds = async () => Number(/0:(\d\d)$/.exec((await timer.textContent()) ?? '')?.[1]);
  const shown = await readSeconds();
  expect(shown).toBeLessThanOrEqual(30);
  await expect.poll(readSeconds).toBeLessThan(shown);
});

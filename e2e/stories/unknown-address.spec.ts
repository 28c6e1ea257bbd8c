import { randomEmail, randomPhone } from '../fixtures/customer';
import { expect, test } from '../fixtures/test';
import type { Site } from '../pages/site';

async function isOffered(site: Site, address: string): Promise<boolean> {
  await site.forgotPassword.open();
  await site.forgotPassword.submit(address);
  await site.chooseMethod.expectOpen();
  await expect(site.chooseMethod.method('Email')).toBeVisible();
  return site.chooseMethod.method('SMS').isVisible();
}

test('an unknown address walks the same path, and nothing is sent to it', async ({
  site,
  challenges,
  mailbox,
}) => {
  const address = randomEmail();
  await site.startReset(address);
  for (const left of [4, 3, 2, 1]) {
    await site.verify.submit('271828');
    await site.verify.expectText(`The code is not right. ${left} attempt`);
  }
  await site.verify.submit('271828');
  await site.verify.expectText('Too many attempts.');
  expect((await challenges.getNewest(address)).decoy).toBe(true);
  expect(await mailbox.list(address)).toEqual([]);
});

test('the same unknown address is always offered the same ways', async ({ site, openOtherBrowser }) => {
  const other = await openOtherBrowser();
  for (let index = 0; index < 3; index += 1) {
    const address = randomEmail();
    const offered = await isOffered(site, address);
    expect(await isOffered(other, ` ${address.toUpperCase()} `), `${address} wavers`).toBe(offered);
  }
});

test('some unknown addresses are offered SMS and some are not, as customers are', async ({ site }) => {
  const offers = new Set<boolean>();
  // With 25 draws, one kind alone comes up about three times in a million.
  for (let draws = 0; draws < 25 && offers.size < 2; draws += 1) {
    offers.add(await isOffered(site, randomEmail()));
  }
  expect(offers.size).toBe(2);
});

test('an unknown phone number walks the same path', async ({ site, phone }) => {
  const number = randomPhone();
  await site.startReset(number, 'SMS');
  await site.verify.submit('271828');
  await site.verify.expectText('The code is not right. 4 attempts left.');
  expect(await phone.list(number)).toEqual([]);
});

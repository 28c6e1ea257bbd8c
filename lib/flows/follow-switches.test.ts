import { afterAll, beforeAll, expect, test } from 'vitest';
import { findAccountById } from '@/lib/accounts/find-account';
import { noSwitches, setSwitches } from '@/lib/config/switches';
import { clearSwitch, setSwitch } from '@/lib/db/operator-switches';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { isChannelOffered } from '@/lib/delivery/channel';
import { makeUser, visitor } from './console/console-fixture';
import { findChannels } from './find-channels';
import { findCheckWays } from './find-check-ways';
import { followSwitches } from './follow-switches';
import { requestCode } from './request-code';

let base: TestDatabase;
beforeAll(async () => {
  base = await createTestDatabase();
});
afterAll(async () => {
  setSwitches(noSwitches);
  await base.close();
});

const identify = (address: string) => ({ kind: 'email', address }) as const;

test('a channel that another process switches off is offered nowhere within seconds, and then again', async () => {
  const { id, email } = await makeUser(base.db);
  const account = (await findAccountById(base.db, id))!;
  const ways = async (address: string) =>
    (await findChannels(base, identify(address))).map(({ channel }) => channel);
  const warnings: string[] = [];
  const following = followSwitches(base, { warn: (_, text) => warnings.push(text) });
  const until = (offered: boolean) =>
    expect.poll(() => isChannelOffered('sms'), { timeout: 15_000, interval: 50 }).toBe(offered);
  try {
    await until(true);
    expect(await ways(email)).toContain('sms');
    await setSwitch(base.db, { key: 'channel_off:sms', value: 'off', by: 'admin:a', seconds: null });
    await until(false);
    expect(await ways(email)).not.toContain('sms');
    // Nobody learns from an outage who has an account.
    expect(await ways('nobody.at.all@example.com')).not.toContain('sms');
    expect((await findCheckWays(base, account)).map(({ way }) => way)).not.toContain('sms');
    const asked = await requestCode(base, {
      ...{ purpose: 'login', identifier: identify(email), channel: 'sms', visitor },
      owner: { browserHash: new Uint8Array(32), clientId: null },
    });
    expect(asked).toMatchObject({ ok: false, reason: 'channel_not_offered' });
    await clearSwitch(base.db, 'channel_off:sms');
    await until(true);
    expect(await ways(email)).toContain('sms');
    expect(warnings).toEqual([]);
  } finally {
    await following.stop();
  }
});

test('a switch with an end holds until then', async () => {
  await setSwitch(base.db, { key: 'channel_off:sms', value: 'off', by: 'admin:a', seconds: 0 });
  const following = followSwitches(base, { warn: () => {} });
  await following.stop();
  expect(isChannelOffered('sms')).toBe(true);
});

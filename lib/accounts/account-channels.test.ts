import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { type AccountChannel, listAccountChannels } from './account-channels';
import { makeDecoyAccount } from './decoy-account';
import { findAccountByAddress } from './find-account';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

const everything = () => true;
const byEmail = (address: string) => ({ kind: 'email' as const, address });
const byPhone = (address: string) => ({ kind: 'phone' as const, address });
const shape = (channels: AccountChannel[]) => channels.map(({ channel }) => channel);

describe('findAccountByAddress', () => {
  it('finds an account by either address, and nothing by another', async () => {
    const { id } = await test.db.user.create({
      data: { name: 'Ann', email: 'Ann@Example.com', phone: '+919876543210' },
    });
    const account = await findAccountByAddress(test.db, 'ann@example.com');
    expect(account).toMatchObject({
      id,
      name: 'Ann',
      phone: '+919876543210',
      status: 'active',
      role: 'customer',
    });
    expect(await findAccountByAddress(test.db, '+919876543210')).toEqual(account);
    expect(await findAccountByAddress(test.db, 'bob@example.com')).toBeNull();
    expect(await findAccountByAddress(test.db, '')).toBeNull();
  });

  it('answers from a unique index for a known and an unknown address alike', async () => {
    await test.db.$executeRaw`
      INSERT INTO "User" ("email", "phone") SELECT 'u' || n || '@example.com', '+1415' || (5550000 + n) FROM generate_series(1, 2000) n`;
    await test.db.$executeRaw`ANALYZE "User"`;
    const plans = await Promise.all(
      ['u1@example.com', 'nobody@example.com'].map(
        (email) => test.db.$queryRaw`EXPLAIN (COSTS OFF) SELECT * FROM "User" WHERE "email" = ${email}`,
      ),
    );
    expect(JSON.stringify(plans[0])).toContain('User_email_key');
    expect(JSON.stringify(plans[1])).toContain('User_email_key');
  });
});

describe('listAccountChannels', () => {
  it('lists e-mail, SMS and WhatsApp with masked addresses', async () => {
    const account = await findAccountByAddress(test.db, 'ann@example.com');
    expect(listAccountChannels(account, byEmail('ann@example.com'), everything)).toEqual([
      { channel: 'email', masked: 'a•••••@e•••••.com', address: 'ann@example.com' },
      { channel: 'sms', masked: '+91 ••••• ••210', address: '+919876543210' },
      { channel: 'whatsapp', masked: '+91 ••••• ••210', address: '+919876543210' },
    ]);
  });

  it('puts the preferred channel first and leaves out what no provider carries', async () => {
    const account = (await findAccountByAddress(test.db, 'ann@example.com'))!;
    const preferring = { ...account, preferredChannel: 'whatsapp' };
    expect(shape(listAccountChannels(preferring, byEmail('ann@example.com'), everything))).toEqual([
      'whatsapp',
      'email',
      'sms',
    ]);
    const noSms = listAccountChannels(account, byEmail('ann@example.com'), (channel) => channel === 'email');
    expect(shape(noSms)).toEqual(['email']);
  });

  it('shows a disabled account as it was, and gives no address to send to', async () => {
    const account = (await findAccountByAddress(test.db, 'ann@example.com'))!;
    const active = listAccountChannels(account, byPhone('+919876543210'), everything);
    const disabled = listAccountChannels(
      { ...account, status: 'disabled' },
      byPhone('+919876543210'),
      everything,
    );
    expect(disabled).toEqual(active.map((channel) => ({ ...channel, address: null })));
  });

  it('shows what was typed as itself for an unknown account, the same at every request', () => {
    const typed = byEmail('nobody@example.com');
    const channels = listAccountChannels(null, typed, everything);
    expect(channels[0]).toEqual({ channel: 'email', masked: 'n•••••@e•••••.com', address: null });
    expect(channels.every((channel) => channel.address === null)).toBe(true);
    expect(listAccountChannels(null, typed, everything)).toEqual(channels);
    const phone = listAccountChannels(null, byPhone('+14155550132'), everything);
    expect(phone.find((channel) => channel.channel === 'sms')?.masked).toBe('+1 ••••• ••132');
  });

  it('makes decoys of the form that real accounts have, in about their proportion', () => {
    const emails = Array.from({ length: 2000 }, (_, index) => byEmail(`${index}@example.com`));
    const phones = Array.from({ length: 2000 }, (_, index) =>
      byPhone(`+1415555${String(index).padStart(4, '0')}`),
    );
    const withPhone = emails.filter((typed) => makeDecoyAccount(typed).phone !== null).length / 2000;
    const withEmail = phones.filter((typed) => makeDecoyAccount(typed).email !== null).length / 2000;
    expect(withPhone).toBeCloseTo(0.6, 1);
    expect(withEmail).toBeCloseTo(0.85, 1);
    for (const typed of [...emails, ...phones]) {
      for (const { channel, masked } of listAccountChannels(null, typed, everything)) {
        expect(masked).toMatch(
          channel === 'email' ? /^[a-z0-9]•{5}@[a-z]•{5}\.[a-z]{2,3}$/ : /^\+\d{1,3} •{5} ••\d{3}$/,
        );
      }
    }
    const endings = new Set(emails.map((typed) => makeDecoyAccount(typed).phone?.slice(-3)));
    expect(endings.size).toBeGreaterThan(500);
  });
});

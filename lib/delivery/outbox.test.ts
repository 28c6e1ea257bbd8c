import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadDeliverySettings } from '@/lib/config/delivery-settings';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import {
  type ClaimedChallenge,
  claimDeliveries,
  dropDeadDeliveries,
  type FreeSlots,
} from './claim-deliveries';
import { enqueueNotice } from './enqueue-notice';
import { startOutbox, waitForTurn, wakeOutbox } from './outbox';
import type { OutboxDeps } from './outbox-deps';
import { placesPerProcess } from './places';
import { type SmtpSink, startSmtpSink } from './providers/stand-ins/smtp-sink';
import {
  standInAccount,
  startTwilioStandIn,
  type TwilioStandIn,
} from './providers/stand-ins/twilio-stand-in';

let database: TestDatabase;
let sink: SmtpSink;
let vendor: TwilioStandIn;
let refuse: (address: string) => string | null = () => null;
let delayMs = 0;
let outbox: { stop(): Promise<void> } | null = null;

beforeAll(async () => {
  database = await createTestDatabase();
  sink = await startSmtpSink({
    refuse: (stage, address) => (stage === 'rcpt' ? refuse(address) : null),
    delayMs: () => delayMs,
  });
  vendor = await startTwilioStandIn();
});
afterAll(async () => {
  await sink.close();
  await vendor.close();
  await database.close();
});
beforeEach(async () => {
  refuse = () => null;
  delayMs = 0;
  await database.db.$executeRaw`TRUNCATE "Otp", "Delivery", "DeliveryAttempt" CASCADE`;
});
afterEach(async () => {
  await outbox?.stop();
  outbox = null;
});

/** Shows in the code which challenge and generation it was made for. */
const deriveCode = ({ nonce, generation }: ClaimedChallenge) =>
  String(((nonce[0]! << 8) | nonce[1]!) * 10 + generation).padStart(6, '0');

function deps(change: Partial<OutboxDeps> = {}): OutboxDeps {
  const env = {
    ...{ EMAIL_HOST: '127.0.0.1', EMAIL_PORT: String(sink.port), EMAIL_USE_TLS: 'False' },
    DEFAULT_FROM_EMAIL: 'codes@shop.example',
    ...{ TWILIO_ACCOUNT_SID: standInAccount.accountSid, TWILIO_AUTH_TOKEN: standInAccount.authToken },
    ...{ TWILIO_PHONE_NUMBER: standInAccount.from, TWILIO_BASE_URL: vendor.url },
  };
  const delivery = loadDeliverySettings(env, [], { loopback: true });
  const settings = { appName: 'Latchkey', appUrl: new URL('http://localhost:3000'), delivery };
  return { db: database.db, deriveCode, settings, ...change };
}

const slots = (codes: number, notices = codes): FreeSlots => ({
  codes: new Map([['email', codes]]),
  notices: new Map([['email', notices]]),
});

interface Wanted {
  address?: string;
  channel?: string;
  state?: string;
  generation?: number;
  /** Of the challenge, when it differs. */
  currentGeneration?: number;
  ageSeconds?: number;
}

async function enqueueCode(
  wanted: Wanted = {},
): Promise<{ otpId: string; id: string; address: string; code: string }> {
  const { channel = 'email', state = 'queued', generation = 0, ageSeconds = 0 } = wanted;
  const { address = `${randomUUID()}@example.com`, currentGeneration = generation } = wanted;
  const nonce = randomBytes(16);
  const createdAt = new Date(Date.now() - ageSeconds * 1000);
  const expiresAt = new Date(createdAt.getTime() + 600_000);
  const otp = await database.db.otp.create({
    data: {
      ...{
        purpose: 'login',
        channel,
        address,
        subject: 's',
        nonce,
        keyId: 'k',
        generation: currentGeneration,
      },
      ...{ createdAt, expiresAt, resendAvailableAt: createdAt },
    },
  });
  const delivery = await database.db.delivery.create({
    data: {
      ...{ otpId: otp.id, template: 'code', channel, address, state, generation },
      ...{ createdAt, availableAt: createdAt, expiresAt },
    },
  });
  const code = deriveCode({ nonce, generation } as unknown as ClaimedChallenge);
  return { otpId: otp.id, id: delivery.id, address, code };
}

const read = (id: string) =>
  database.db.delivery.findUniqueOrThrow({
    where: { id },
    include: { attempts: { orderBy: { startedAt: 'asc' } } },
  });

async function until(id: string, state: string) {
  await expect.poll(async () => (await read(id)).state, { timeout: 10_000, interval: 20 }).toBe(state);
  return read(id);
}

describe('a queued message', () => {
  test('is sent at once when its process is woken, with its code and one attempt', async () => {
    outbox = startOutbox(deps());
    const { id, address, code } = await enqueueCode();
    wakeOutbox();
    expect((await sink.waitFor(address)).text).toContain(`\n${code}\n`);
    const delivery = await until(id, 'sent');
    expect(delivery).toMatchObject({
      provider: 'smtp',
      attemptCount: 1,
      failureKind: null,
      leasedUntil: null,
    });
    expect(delivery.attempts).toMatchObject([
      { provider: 'smtp', outcome: 'sent', providerMessageId: delivery.providerMessageId, failureKind: null },
    ]);
    expect(delivery.attempts[0]!.finishedAt).not.toBeNull();
  });

  test('of another process is found without being woken', async () => {
    const { address } = await enqueueCode();
    outbox = startOutbox(deps());
    const later = await enqueueCode();
    await sink.waitFor(address);
    await sink.waitFor(later.address);
  });

  test('goes out by the provider of its channel', async () => {
    outbox = startOutbox(deps());
    const { id, code } = await enqueueCode({ channel: 'sms', address: '+12025550123' });
    wakeOutbox();
    const text = await vendor.waitFor('+12025550123');
    expect(text.body).toMatch(
      new RegExp(`^Your Latchkey verification code is: ${code}\\. .*\\n\\n@localhost #${code}$`, 's'),
    );
    expect(await until(id, 'sent')).toMatchObject({ provider: 'twilio', providerMessageId: text.sid });
  });

  test('is sent once, however many processes look', async () => {
    const sent = await Promise.all(Array.from({ length: 60 }, () => enqueueCode()));
    const before = sink.messages.length;
    const workers = [startOutbox(deps()), startOutbox(deps()), startOutbox(deps())];
    await expect
      .poll(() => database.db.delivery.count({ where: { state: 'sent' } }), { timeout: 10_000 })
      .toBe(60);
    await Promise.all(workers.map((worker) => worker.stop()));
    const addresses = sink.messages.slice(before).flatMap((mail) => mail.to);
    expect(addresses.toSorted()).toEqual(sent.map(({ address }) => address).toSorted());
    expect(await database.db.deliveryAttempt.count()).toBe(60);
  });

  test('whose channel has no provider fails and says so', async () => {
    outbox = startOutbox(deps());
    const { id } = await enqueueCode({ channel: 'voice', address: '+12025550123' });
    const delivery = await until(id, 'failed');
    expect(delivery.failureDetail).toBe('No provider is configured for voice.');
    expect(delivery.attempts).toEqual([]);
  });

  test('whose key is gone fails and is not sent', async () => {
    outbox = startOutbox(deps({ deriveCode: () => null }));
    const { id, address } = await enqueueCode();
    expect(await until(id, 'failed')).toMatchObject({ failureKind: 'auth_failed' });
    expect(sink.messages.flatMap((mail) => mail.to)).not.toContain(address);
  });
});

describe('a message that is worth nothing', () => {
  const dead: [string, Wanted, object?][] = [
    ['expired', { ageSeconds: 601 }],
    ['followed by a newer one', { generation: 0, currentGeneration: 1 }],
    ['of a used code', {}, { consumedAt: new Date() }],
    ['of a cancelled challenge', {}, { canceledAt: new Date() }],
    ['of a challenge without guesses left', {}, { attempts: 5 }],
  ];
  test.each(dead)('%s is dropped', async (_, wanted, change) => {
    const { id, otpId, address } = await enqueueCode(wanted);
    if (change) await database.db.otp.update({ where: { id: otpId }, data: change });
    outbox = startOutbox(deps());
    expect(await until(id, 'dropped')).toMatchObject({ attemptCount: 0, attempts: [] });
    expect(sink.messages.flatMap((mail) => mail.to)).not.toContain(address);
  });
});

test('a decoy is never touched', async () => {
  const { id } = await enqueueCode({ state: 'decoy' });
  expect(await claimDeliveries(database.db, slots(5))).toEqual([]);
  await dropDeadDeliveries(database.db);
  expect(await read(id)).toMatchObject({ state: 'decoy', attemptCount: 0 });
});

test('the newest code goes first, and notices take none of its places', async () => {
  for (const address of ['n1@example.com', 'n2@example.com']) {
    await enqueueNotice(database.db, {
      ...{ template: 'password_changed', channel: 'email', address, userId: null, locale: null, params: {} },
    });
  }
  const old = await enqueueCode({ ageSeconds: 5 });
  const newer = await enqueueCode({ ageSeconds: 1 });
  const turns = [];
  for (let turn = 0; turn < 3; turn++) turns.push(await claimDeliveries(database.db, slots(1)));
  expect(turns.map((claimed) => claimed.map(({ id, address }) => [id, address]))).toEqual([
    [
      [newer.id, newer.address],
      [expect.any(String), 'n1@example.com'],
    ],
    [
      [old.id, old.address],
      [expect.any(String), 'n2@example.com'],
    ],
    [],
  ]);
});

test('a rehearsed decoy has its turn with the codes, and none while all places of the channel are taken', async () => {
  expect(await waitForTurn('email')).toBe(true);
  outbox = startOutbox(deps());
  expect(await waitForTurn('email')).toBe(true);
  delayMs = 500;
  const codes = await Promise.all(Array.from({ length: placesPerProcess.codes + 1 }, () => enqueueCode()));
  wakeOutbox();
  expect(await waitForTurn('email')).toBe(false);
  expect(await waitForTurn('sms')).toBe(true);
  delayMs = 0;
  for (const { id } of codes) await until(id, 'sent');
  await expect.poll(() => waitForTurn('email')).toBe(true);
});

describe('a failure', () => {
  test('that passes is tried again with the same code', async () => {
    const tries: string[] = [];
    const { id, address, code } = await enqueueCode();
    refuse = (to) => (to === address && tries.push(to) < 3 ? '451 4.3.0 try later' : null);
    outbox = startOutbox(deps());
    expect((await sink.waitFor(address)).text).toContain(code);
    const delivery = await until(id, 'sent');
    expect(delivery).toMatchObject({ attemptCount: 3, failureKind: null });
    expect(delivery.attempts.map(({ outcome, vendorCode }) => [outcome, vendorCode])).toEqual([
      ['failed', '451 4.3.0'],
      ['failed', '451 4.3.0'],
      ['sent', null],
    ]);
  });

  test('that stays ends the message at the first try', async () => {
    const { id, address } = await enqueueCode();
    refuse = (to) => (to === address ? '550 5.1.1 no such user' : null);
    outbox = startOutbox(deps());
    expect(await until(id, 'failed')).toMatchObject({ failureKind: 'invalid_address', attemptCount: 1 });
  });

  test('that would be tried again after the end of the code ends the message now', async () => {
    // 20 seconds are left, and the seventh wait takes at least 24.
    const { id, address } = await enqueueCode({ ageSeconds: 580 });
    await database.db.delivery.update({ where: { id }, data: { attemptCount: 6 } });
    refuse = (to) => (to === address ? '451 4.3.0 try later' : null);
    outbox = startOutbox(deps());
    expect(await until(id, 'failed')).toMatchObject({ failureKind: 'unavailable', attemptCount: 7 });
  });

  test('leaves neither code nor address in the tables and the log', async () => {
    const lines: string[] = [];
    const log = (fields: object, text: string) => void lines.push(`${JSON.stringify(fields)} ${text}`);
    const { id, address, code } = await enqueueCode();
    refuse = (to) => (to === address ? `554 5.7.1 spam: ${code} to ${address}` : null);
    outbox = startOutbox(deps({ logger: { warn: log, error: log } }));
    const delivery = await until(id, 'failed');
    expect(lines.join()).toContain('554 5.7.1');
    expect(lines.join()).not.toContain(address);
    expect(`${lines.join()}${JSON.stringify(delivery)}`).not.toContain(code);
  });
});

describe('a crash', () => {
  test('in the middle of a call costs a lease, then the message goes out with the same code', async () => {
    const { id, address, code } = await enqueueCode();
    const [claimed] = await claimDeliveries(database.db, slots(1));
    expect(claimed!.id).toBe(id);
    expect(await claimDeliveries(database.db, slots(1))).toEqual([]);
    const lease = (await read(id)).leasedUntil!.getTime() - Date.now();
    expect(lease).toBeGreaterThan(25_000);
    expect(lease).toBeLessThan(31_000);
    // The lease runs out.
    await database.db.$executeRaw`UPDATE "Delivery" SET "availableAt" = now(), "leasedUntil" = now()`;
    outbox = startOutbox(deps());
    expect((await sink.waitFor(address)).text).toContain(code);
    expect(await until(id, 'sent')).toMatchObject({ attemptCount: 2 });
  });

  test('of the database is survived', async () => {
    const lines: string[] = [];
    const log = (_: object, text: string) => void lines.push(text);
    let broken = true;
    const db = new Proxy(database.db, {
      get: (target, name) => {
        if (broken && name === '$queryRaw') return () => Promise.reject(new Error('gone'));
        return Reflect.get(target, name);
      },
    });
    outbox = startOutbox(deps({ db, logger: { warn: log, error: log } }));
    const { address } = await enqueueCode();
    await expect.poll(() => lines).toContain('the outbox cannot read its messages');
    broken = false;
    await sink.waitFor(address);
  });
});

test('stopping waits for what is on its way and takes nothing more', async () => {
  const worker = startOutbox(deps());
  const before = await enqueueCode();
  wakeOutbox();
  await sink.waitFor(before.address);
  await worker.stop();
  expect(await read(before.id)).toMatchObject({ state: 'sent' });
  const { id } = await enqueueCode();
  wakeOutbox();
  expect(await read(id)).toMatchObject({ state: 'queued', attemptCount: 0 });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDatabase, type Database, Prisma } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { outboxDeps, queueCode } from './delivery-fixture';
import { startOutbox } from './outbox';
import { startSmtpSink } from './providers/stand-ins/smtp-sink';
import { recordTogether, type SentMail } from './record-together';

let base: TestDatabase;
let statements: string[] = [];
/** Whether a statement with these values fails. */
let fails: (values: readonly unknown[]) => boolean = () => false;
let db: Database;

beforeAll(async () => {
  base = await createTestDatabase();
  db = new Proxy(base.db, {
    get(target, name) {
      if (name !== '$executeRaw') return Reflect.get(target, name) as unknown;
      return (query: TemplateStringsArray, ...values: unknown[]) => {
        statements.push(query.join('?'));
        return fails(values) ? Promise.reject(new Error('gone')) : target.$executeRaw(query, ...values);
      };
    },
  });
});
afterAll(() => base.close());
beforeEach(async () => {
  fails = () => false;
  await base.db.$executeRaw`TRUNCATE "Otp", "Delivery", "DeliveryAttempt" CASCADE`;
  statements = [];
});

/** A message whose call has just ended well; `turn`: the one that its row is in. */
async function sentMail({ turn = 1, state = 'sending' } = {}): Promise<SentMail> {
  const { id } = await queueCode(base.db, { channel: 'email' });
  await base.db.delivery.update({
    where: { id },
    data: { state, attemptCount: turn, failureKind: 'timeout', leasedUntil: new Date() },
  });
  const now = performance.now();
  return {
    delivery: { id, attemptCount: 1 },
    attempt: { id, provider: 'smtp', begunAt: now - 2_000 },
    receipt: { state: 'sent', providerMessageId: `<${id}@shop.example>` },
    endedAt: now - 500,
  };
}

async function decoyMail(generation = 0) {
  const { otpId, id } = await queueCode(base.db, { channel: 'email' });
  await base.db.delivery.update({ where: { id }, data: { state: 'decoy', leasedUntil: new Date() } });
  return { otpId, generation, id };
}

const recordSent = (mail: SentMail) => recordTogether(db, { sent: [mail], rehearsed: [] });
const read = (id: string) =>
  base.db.delivery.findUniqueOrThrow({ where: { id }, include: { attempts: true } });

test('mails that end together, and decoys among them, are written by one statement', async () => {
  const mails = await Promise.all(Array.from({ length: 5 }, () => sentMail()));
  const decoys = await Promise.all([decoyMail(), decoyMail()]);
  await Promise.all([
    ...mails.map(recordSent),
    ...decoys.map((decoy) => recordTogether(db, { sent: [], rehearsed: [decoy] })),
  ]);
  expect(statements).toHaveLength(1);
  for (const { delivery, receipt } of mails) {
    const { providerMessageId } = receipt;
    const written = await read(delivery.id);
    expect(written).toMatchObject({
      ...{ state: 'sent', provider: 'smtp', providerMessageId, leasedUntil: null, failureKind: null },
      deliveredAt: null,
      attempts: [{ id: delivery.id, provider: 'smtp', channel: 'email', outcome: 'sent', providerMessageId }],
    });
    const { startedAt, finishedAt } = written.attempts[0]!;
    expect(Math.abs(+finishedAt! - +startedAt - 1_500)).toBeLessThanOrEqual(1);
    expect(+written.sentAt! - +finishedAt!).toBeGreaterThanOrEqual(499);
  }
  for (const { id } of decoys)
    expect(await read(id)).toMatchObject({
      ...{ state: 'decoy', sentAt: null, leasedUntil: null, attempts: [] },
      providerMessageId: expect.any(String),
    });
  expect(await base.db.delivery.count({ where: { state: 'decoy', address: '' } })).toBe(2);
  expect(await base.db.delivery.count()).toBe(9);
});

test('one that ends later goes with the next statement', async () => {
  const [first, second] = [await sentMail(), await sentMail()];
  await recordSent(first);
  await recordSent(second);
  expect(statements).toHaveLength(2);
  expect((await read(second.delivery.id)).state).toBe('sent');
});

test('a mail that is shown at once is delivered', async () => {
  const mail = await sentMail();
  await recordSent({ ...mail, receipt: { ...mail.receipt, state: 'delivered' } });
  const { state, sentAt, deliveredAt } = await read(mail.delivery.id);
  expect(state).toBe('delivered');
  expect(deliveredAt).toEqual(sentAt);
});

test('a message that is gone has no attempt and spoils nothing', async () => {
  const [gone, mail] = [await sentMail(), await sentMail()];
  await base.db.delivery.delete({ where: { id: gone.delivery.id } });
  await Promise.all([recordSent(gone), recordSent(mail)]);
  expect(statements).toHaveLength(1);
  expect((await read(mail.delivery.id)).state).toBe('sent');
  expect(await base.db.deliveryAttempt.count()).toBe(1);
});

test('a message that another worker has taken over stays as it is, and the attempt that was written down for it ends', async () => {
  const mail = await sentMail({ turn: 2 });
  const { id } = mail.delivery;
  const data = { deliveryId: id, provider: 'smtp', channel: 'email', startedAt: new Date(0) };
  await base.db.deliveryAttempt.create({ data: { id, ...data } });
  await recordSent(mail);
  const { state, attemptCount, sentAt, attempts } = await read(id);
  expect({ state, attemptCount, sentAt }).toEqual({ state: 'sending', attemptCount: 2, sentAt: null });
  expect(attempts).toMatchObject([{ id, outcome: 'sent', startedAt: new Date(0) }]);
  expect(attempts[0]!.finishedAt).not.toBeNull();
});

test('a decoy that was asked for again meanwhile stays as it is', async () => {
  const decoy = await decoyMail(1);
  await recordTogether(db, { sent: [], rehearsed: [decoy] });
  expect(await read(decoy.id)).toMatchObject({ leasedUntil: expect.any(Date), providerMessageId: null });
});

test('one that cannot be written spoils nothing for the others', async () => {
  const [bad, ...good] = [await sentMail(), await sentMail(), await sentMail()];
  const written = await Promise.allSettled([
    recordSent({ ...bad, receipt: { state: 'sent', providerMessageId: 'a zero \0 byte' } }),
    ...good.map(recordSent),
  ]);
  expect(written.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  for (const { delivery } of good) expect((await read(delivery.id)).attempts).toHaveLength(1);
  expect(await read(bad.delivery.id)).toMatchObject({ state: 'sending', attempts: [] });
});

test('while the database is away all of them fail, and none is left waiting', async () => {
  const mails = [await sentMail(), await sentMail()];
  fails = () => true;
  const written = await Promise.allSettled(mails.map(recordSent));
  expect(written.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fails = () => false;
  await Promise.all(mails.map(recordSent));
  for (const { delivery } of mails) expect((await read(delivery.id)).state).toBe('sent');
});

test('stopping the outbox waits for outcomes that are gathered, also where the database takes its time', async () => {
  const sink = await startSmtpSink();
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const slow = new Proxy(base.db, {
    get(target, name) {
      if (name !== '$executeRaw') return Reflect.get(target, name) as unknown;
      return async (query: TemplateStringsArray, ...values: unknown[]) => {
        if (query.join().includes('AS mail(')) await held;
        return target.$executeRaw(query, ...values);
      };
    },
  });
  const env = {
    ...{ EMAIL_HOST: '127.0.0.1', EMAIL_PORT: String(sink.port), EMAIL_USE_TLS: 'False' },
    DEFAULT_FROM_EMAIL: 'codes@shop.example',
  };
  const codes = await Promise.all(Array.from({ length: 3 }, () => queueCode(base.db, { channel: 'email' })));
  const outbox = startOutbox(outboxDeps(slow, env));
  try {
    for (const { address } of codes) await sink.waitFor(address);
    let stopped = false;
    const stopping = outbox.stop().then(() => {
      stopped = true;
    });
    await expect.poll(() => base.db.delivery.count({ where: { state: 'sending' } })).toBe(3);
    expect(stopped).toBe(false);
    letGo();
    await stopping;
    for (const { id } of codes) expect((await read(id)).state).toBe('sent');
  } finally {
    letGo();
    await outbox.stop();
    await sink.close();
  }
});

test('the statement is planned once for each connection, and goes by the indexes', async () => {
  const url = new URL(base.url);
  url.searchParams.set('connection_limit', '1');
  const single = createDatabase(url.href);
  try {
    await base.db.$executeRaw`
      INSERT INTO "Delivery" ("template", "channel", "address", "state")
      SELECT 'password_changed', 'email', 'a@example.com', 'sent' FROM generate_series(1, 5000)`;
    await base.db.$executeRaw`ANALYZE "Delivery"`;
    const mail = await sentMail();
    // A statement gets its name at the fiftieth use, and PostgreSQL tries plans for the values of the first five.
    for (let count = 0; count < 60; count++) await recordTogether(single, { sent: [mail], rehearsed: [] });
    const plans = await single.$queryRaw<{ name: string; custom: number; generic: number }[]>`
      SELECT "name", custom_plans::int AS "custom", generic_plans::int AS "generic" FROM pg_prepared_statements
       WHERE "statement" LIKE '%AS mail(%'`;
    expect(plans).toMatchObject([{ custom: 5 }]);
    expect(plans[0]!.generic).toBeGreaterThan(5);
    const some = `ARRAY['${randomUUID()}']::uuid[]`;
    const explained = await single.$queryRaw<{ 'QUERY PLAN': string }[]>(
      Prisma.raw(
        `EXPLAIN EXECUTE ${plans[0]!.name}(${some}, ARRAY[1], ${some}, ARRAY['smtp'], ARRAY[1], ARRAY[1], ARRAY['sent'],
                                           ARRAY['x'], ${some}, ARRAY[0])`,
      ),
    );
    const plan = explained.map((line) => line['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/Index Scan using "Delivery_pkey"/);
    expect(plan).toMatch(/Index Scan using "Delivery_otpId_idx"/);
    expect(plan).not.toMatch(/Seq Scan/);
  } finally {
    await single.$disconnect();
  }
});

import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDatabase, Prisma } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { claimDeliveries, dropDeadDeliveries } from './claim-deliveries';
import { outboxDeps, queueCode } from './delivery-fixture';
import { startOutbox, wakeOutbox } from './outbox';
import { type SmtpSink, startSmtpSink } from './providers/stand-ins/smtp-sink';

let database: TestDatabase;
let sink: SmtpSink;
let outbox: { stop(): Promise<void> } | null = null;
/** When the mail service will have taken what it has: one mail at a time. */
let turn = 0;
const betweenMailsMs = 20;

beforeAll(async () => {
  database = await createTestDatabase();
  sink = await startSmtpSink({
    delayMs: () => {
      turn = Math.max(turn + betweenMailsMs, Date.now());
      return turn - Date.now();
    },
  });
});
afterAll(() => Promise.all([sink.close(), database.close()]));
beforeEach(async () => {
  await database.db.$executeRaw`TRUNCATE "Otp", "Delivery", "DeliveryAttempt" CASCADE`;
});
afterEach(async () => {
  await outbox?.stop();
  outbox = null;
});

/** Codes whose challenge was cancelled, or that still work. */
async function queueOldCodes(count: number, { canceled }: { canceled: boolean }): Promise<void> {
  await database.db.$executeRaw`
    WITH made AS (
      INSERT INTO "Otp" ("purpose", "channel", "address", "subject", "nonce", "keyId", "createdAt", "expiresAt",
                         "resendAvailableAt", "canceledAt")
      SELECT 'login', 'email', 'old' || n || '@example.com', 's', '\\x00'::bytea, 'k', now() - interval '4 minutes',
             now() + interval '5 minutes', now(), CASE WHEN ${canceled} THEN now() END
        FROM generate_series(1, ${count}::int) AS n
      RETURNING "id", "address", "createdAt", "expiresAt"
    )
    INSERT INTO "Delivery" ("otpId", "template", "channel", "address", "createdAt", "availableAt", "expiresAt")
    SELECT "id", 'code', 'email', "address", "createdAt", "createdAt", "expiresAt" FROM made`;
}

async function queueNotices(count: number): Promise<void> {
  await database.db.$executeRaw`
    INSERT INTO "Delivery" ("template", "channel", "address", "priority", "availableAt")
    SELECT 'password_changed', 'email', 'notice' || n || '@example.com', 10, now() - interval '1 hour'
      FROM generate_series(1, ${count}::int) AS n`;
}

test('a fresh code overtakes ten thousand messages at a slow mail service, and no dead code is sent', async () => {
  await queueOldCodes(5_000, { canceled: true });
  await queueNotices(5_000);
  const env = {
    ...{ EMAIL_HOST: '127.0.0.1', EMAIL_PORT: String(sink.port), EMAIL_USE_TLS: 'False' },
    DEFAULT_FROM_EMAIL: 'codes@shop.example',
  };
  outbox = startOutbox(outboxDeps(database.db, env));
  await expect.poll(() => sink.messages.length, { timeout: 10_000 }).toBeGreaterThan(5);
  for (let index = 0; index < 5; index++) {
    const address = `fresh${randomUUID()}@example.com`;
    await queueCode(database.db, { channel: 'email', address });
    const before = sink.messages.length;
    wakeOutbox();
    await sink.waitFor(address);
    // Those that were on their way already, and the few that took the places which came free meanwhile.
    expect(sink.messages.findIndex(({ to }) => to[0] === address) - before).toBeLessThan(15);
    await wait(betweenMailsMs);
  }
  await expect
    .poll(() => database.db.delivery.count({ where: { state: 'dropped' } }), { timeout: 10_000 })
    .toBe(5_000);
  expect(sink.messages.filter(({ to }) => to[0]!.startsWith('old'))).toEqual([]);
});

test('a fresh code overtakes thousands of older ones that still work', async () => {
  await queueOldCodes(5_000, { canceled: false });
  const { id } = await queueCode(database.db, { channel: 'email' });
  const [claimed] = await claimDeliveries(database.db, {
    codes: new Map([['email', 1]]),
    notices: new Map(),
  });
  expect(claimed!.id).toBe(id);
});

test('the look at the outbox is planned once for each connection, and goes by its indexes whatever waits', async () => {
  const url = new URL(database.url);
  url.searchParams.set('connection_limit', '1');
  const db = createDatabase(url.href);
  try {
    await queueOldCodes(5_000, { canceled: false });
    await queueNotices(5_000);
    await db.$executeRaw`ANALYZE "Otp", "Delivery"`;
    const slots = { codes: new Map([['email', 1] as const]), notices: new Map([['email', 1] as const]) };
    // A statement gets its name at the fiftieth use, and PostgreSQL tries plans for the values of the first five.
    for (let count = 0; count < 70; count++) expect(await claimDeliveries(db, slots)).toHaveLength(2);
    const plans = await db.$queryRaw<{ name: string; custom: number; generic: number }[]>`
      SELECT "name", custom_plans::int AS "custom", generic_plans::int AS "generic" FROM pg_prepared_statements
       WHERE "statement" LIKE '%SKIP LOCKED%'`;
    expect(plans).toMatchObject([{ custom: 5 }]);
    expect(plans[0]!.generic).toBeGreaterThan(10);
    const explained = await db.$queryRaw<{ 'QUERY PLAN': string }[]>(
      Prisma.raw(
        `EXPLAIN EXECUTE ${plans[0]!.name}(ARRAY['email'], ARRAY[20], ARRAY['email'], ARRAY[5], 30, 30)`,
      ),
    );
    const plan = explained.map((line) => line['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/Index Scan using "Delivery_due_codes"/);
    expect(plan).toMatch(/Index Scan using "Delivery_due_notices"/);
    expect(plan).not.toMatch(/Seq Scan/);
  } finally {
    await db.$disconnect();
  }
});

test('what has died is dropped by one statement, however much it is', async () => {
  await queueOldCodes(10_000, { canceled: true });
  const { id } = await queueCode(database.db, { channel: 'email' });
  expect(await dropDeadDeliveries(database.db)).toBe(10_000);
  expect(await dropDeadDeliveries(database.db)).toBe(0);
  expect(await database.db.delivery.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: 'queued' });
});

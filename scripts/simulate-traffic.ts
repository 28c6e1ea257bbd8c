import { Client } from 'pg';
import { rollUpStatistics } from '@/lib/audit/roll-up-statistics';
import { createDatabase } from '@/lib/db/client';

/**
 * Fills a migrated database with a month of made-up traffic: customers, codes, messages by several vendors, an outage of
 * one of them, and an attack that pumps text messages. For pictures and measurements, never for a database in use.
 */
export async function simulateTraffic(
  url: string,
  { customers, codes, tell }: { customers: number; codes: number; tell: (line: string) => void },
): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  async function step(name: string, sql: string): Promise<void> {
    const start = Date.now();
    const { rowCount } = await client.query(sql);
    tell(`✓ ${name}: ${rowCount ?? 0} rows, ${((Date.now() - start) / 1000).toFixed(1)} s`);
  }

  await client.query('SELECT setseed(0.42)');
  const slice = 50_000;
  for (let start = 1; start <= customers; start += slice) {
    const end = Math.min(customers, start + slice - 1);
    await step(
      `customers ${start} to ${end}`,
      `INSERT INTO "User" ("name", "email", "phone", "customerType", "emailVerifiedAt", "phoneVerifiedAt", "createdAt")
       SELECT f || ' ' || l, lower(f) || '.' || lower(l) || n || '@' || d,
              CASE WHEN random() < 0.8 THEN p || lpad((n::bigint * 7919 % 1000000000)::text, 9, '0') END, t,
              now() - interval '40 days', NULL, now() - random() * interval '400 days'
         FROM (SELECT n, (ARRAY['Asha','Rahul','Priya','Vikram','Ananya','John','Mary','Chen','Fatima','Olu','Ingrid','Mateo'])[1 + n % 12] f,
                      (ARRAY['Rao','Sharma','Iyer','Khan','Smith','Okafor','Larsen','García','Wang','Dubois','Novak'])[1 + n / 12 % 11] l,
                      (ARRAY['example.com','example.org','example.net','mail.example'])[1 + n % 4] d,
                      (ARRAY['+919','+1202','+4479','+4915'])[1 + n % 4] p,
                      (ARRAY['Household','Business','Partner',NULL])[1 + n / 5 % 4] t
                 FROM generate_series(${start}, ${end}) n) made ON CONFLICT DO NOTHING`,
    );
  }
  await step(
    'staff',
    `UPDATE "User" SET "role" = 'admin', "name" = 'Admin', "email" = 'admin@example.org'
      WHERE "id" = (SELECT "id" FROM "User" LIMIT 1) AND NOT EXISTS (SELECT 1 FROM "User" WHERE "role" = 'admin')`,
  );

  // The day has a shape: few at night, most at noon and in the evening; a Sunday is quieter.
  await step(
    'codes',
    `CREATE TEMP TABLE made AS
     SELECT gen_random_uuid() id, gen_random_uuid() delivery, at, u.id AS user_id, c.channel,
            CASE WHEN c.channel = 'email' THEN u.email ELSE u.phone END AS address, c.purpose, random() luck, random() luck2,
            at BETWEEN now() - interval '9 days' AND now() - interval '8 days 19 hours' AS outage,
            random() spread
       FROM (SELECT now() - random() * interval '30 days' AS at, random() AS pick, random() AS pick2, random() AS keep,
                    (1 + floor(random() * ${customers}))::int AS n
               FROM generate_series(1, ${codes} * 2)) g
       JOIN (SELECT id, email, phone, row_number() OVER () AS n FROM "User") u ON u.n = g.n
       CROSS JOIN LATERAL (SELECT CASE WHEN g.pick < 0.45 OR u.phone IS NULL THEN 'email' WHEN g.pick < 0.92 THEN 'sms' ELSE 'whatsapp' END AS channel,
                                  (ARRAY['login','login','login','login','password_reset','password_reset','registration','second_factor'])[1 + floor(g.pick2 * 8)::int] AS purpose) c
      WHERE g.keep < (0.12 + 0.88 * greatest(0, sin((extract(hour FROM g.at) - 5) / 18 * pi())) ^ 0.7) * CASE WHEN extract(isodow FROM g.at) = 7 THEN 0.55 ELSE 0.9 END
      LIMIT ${codes}`,
  );
  await step(
    'the pumping attack',
    `INSERT INTO made SELECT gen_random_uuid(), gen_random_uuid(), now() - interval '4 days' - random() * interval '3 hours', NULL, 'sms',
       '+9926' || lpad((n * 37 % 10000000)::text, 7, '0'), 'registration', 2, random(), false, random() FROM generate_series(1, ${codes} / 60) n`,
  );
  await step(
    'challenges',
    `INSERT INTO "Otp" ("id", "purpose", "channel", "address", "userId", "subject", "nonce", "keyId", "attempts", "createdAt", "expiresAt",
                        "resendAvailableAt", "consumedAt")
     SELECT id, purpose, channel, address, user_id, coalesce('user:' || user_id, 'open:x'), decode(md5(id::text), 'hex'), 'made up',
            CASE WHEN luck < 0.74 THEN 1 WHEN luck < 0.86 THEN 2 WHEN luck < 0.9 THEN 5 ELSE 0 END, at, at + interval '5 minutes',
            at + interval '30 seconds', CASE WHEN luck < 0.86 THEN at + (6 + 60 * luck2 * luck2) * interval '1 second' END
       FROM made`,
  );
  await step(
    'messages',
    `INSERT INTO "Delivery" ("id", "otpId", "userId", "template", "channel", "address", "state", "attemptCount", "provider", "failureKind", "createdAt",
                             "sentAt", "deliveredAt", "providerMessageId")
     SELECT delivery, id, user_id, 'code', channel, address,
            CASE WHEN luck > 0.985 AND luck < 1 THEN 'failed' WHEN channel = 'email' THEN 'sent' ELSE 'delivered' END, CASE WHEN outage THEN 2 ELSE 1 END,
            CASE WHEN channel = 'email' THEN 'smtp' WHEN outage OR spread < 0.25 THEN 'vonage' ELSE 'twilio' END,
            CASE WHEN luck > 0.985 AND luck < 1 THEN 'rejected' END, at,
            at + (0.08 + 0.9 * luck2 ^ 3 + CASE WHEN outage THEN 3 ELSE 0 END) * interval '1 second',
            CASE WHEN channel <> 'email' AND NOT (luck > 0.985 AND luck < 1) THEN at + (1.4 + 9 * luck2 ^ 4 + CASE WHEN outage THEN 4 ELSE 0 END) * interval '1 second' END,
            'SM' || md5(delivery::text)
       FROM made`,
  );
  await step(
    'attempts',
    `INSERT INTO "DeliveryAttempt" ("deliveryId", "provider", "channel", "startedAt", "finishedAt", "outcome", "failureKind", "vendorCode", "detail",
                                    "providerMessageId", "receiptState", "receiptAt")
     SELECT delivery, 'twilio', channel, at, at + interval '3 seconds', 'failed', 'unavailable', '503', 'Service Unavailable', NULL, NULL, NULL
       FROM made WHERE outage AND channel <> 'email'
     UNION ALL
     SELECT d."id", d."provider", d."channel", d."sentAt" - interval '60 milliseconds', d."sentAt", CASE WHEN d."state" = 'failed' THEN 'failed' ELSE 'sent' END,
            d."failureKind", CASE WHEN d."state" = 'failed' THEN CASE d."channel" WHEN 'email' THEN '550 5.1.1' ELSE '30003' END END,
            CASE WHEN d."state" = 'failed' THEN CASE d."channel" WHEN 'email' THEN 'No such user' ELSE 'Unreachable destination handset' END END,
            d."providerMessageId", CASE WHEN d."deliveredAt" IS NOT NULL THEN 'delivered' END, d."deliveredAt"
       FROM "Delivery" d WHERE d."template" = 'code'`,
  );
  await step(
    'events',
    `INSERT INTO "AuditEvent" ("at", "type", "userId", "otpId", "client", "data")
     SELECT * FROM (
       SELECT at, 'code_requested', user_id, id, '203.0.113.' || floor(luck2 * 250)::text, jsonb_build_object('purpose', purpose, 'channel', channel) FROM made
       UNION ALL
       SELECT at + interval '12 seconds', 'code_failed', user_id, id, NULL, '{"reason": "code_incorrect"}' FROM made WHERE luck >= 0.74 AND luck < 0.9
       UNION ALL
       SELECT at + (6 + 60 * luck2 * luck2) * interval '1 second', 'code_verified', user_id, id, NULL, jsonb_build_object('purpose', purpose, 'channel', channel)
         FROM made WHERE luck < 0.86) e ORDER BY 1`,
  );
  await step(
    'prices',
    `INSERT INTO "MessagePrice" ("provider", "country", "micros", "currency") VALUES ('twilio', '+91', 83200, 'USD'), ('twilio', '+1', 7900, 'USD'),
       ('twilio', '*', 60000, 'USD'), ('vonage', '*', 52000, 'USD'), ('smtp', '*', 100, 'USD')`,
  );
  await step(
    'decisions of the guard about the attack',
    `INSERT INTO "AuditEvent" ("at", "type", "actor", "client", "data")
     SELECT now() - interval '4 days' - (n % 170) * interval '1 minute', 'guard_decision', 'system', '198.51.100.' || n % 250,
            jsonb_build_object('decision', CASE WHEN n % 5 = 0 THEN 'would_have_been_blocked' ELSE 'blocked' END,
              'reasons', CASE n % 3 WHEN 0 THEN '["prefix_velocity", "prefix_conversion"]' WHEN 1 THEN '["prefix_conversion"]'
                         ELSE '["country_conversion"]' END::jsonb,
              'country', 'TJ', 'prefix', '99262' || 100 + n % 20, 'channel', 'sms')
       FROM generate_series(1, ${codes} / 100) n`,
  );
  await step(
    'refusals by limit',
    `INSERT INTO "LimitRefusal" ("limit", "hour", "count")
     SELECT "limit", date_trunc('hour', now() - ago * interval '1 hour', 'UTC'), 1 + floor(random() * 20)::int
       FROM unnest(ARRAY['sends_per_client', 'sign_ins_per_client_and_account', 'lookups_per_client']) AS "limit",
            generate_series(0, 160, 5) AS ago ON CONFLICT DO NOTHING`,
  );
  await client.query('ANALYZE');
  await client.end();

  // As the server does in the background.
  const start = Date.now();
  const db = createDatabase(url);
  let hours = 0;
  for (;;) {
    const turn = await rollUpStatistics(db, { keptDays: 365 });
    if (turn === 0) break;
    hours += turn;
  }
  await db.$disconnect();
  tell(`✓ closed hours counted: ${hours}, ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

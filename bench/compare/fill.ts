import { Client } from 'pg';

export interface Crowd {
  users: number;
  /** Old ones: used or expired, with their deliveries and attempts. */
  challenges: number;
  sessions: number;
}

/** Rows go in by slices: each is a transaction that the machine's memory and the write-ahead log hold easily. */
const slice = 250_000;

/** What a few months of a busy site leave behind, none of it due for purging. @returns bytes that a million codes take */
export async function fillDatabase(url: string, { users, challenges, sessions }: Crowd): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  // Rows as the app writes them; only the checks and triggers of each row are spared, the data meets them.
  await client.query("SET session_replication_role = 'replica'");
  await client.query("SET synchronous_commit = 'off'");
  await client.query("SET maintenance_work_mem = '512MB'");
  await inSlices(users, (from, to) =>
    client.query(
      `INSERT INTO "User" ("id", "name", "email", "emailVerifiedAt", "createdAt")
       SELECT md5('u' || i)::uuid, 'Customer ' || i, 'crowd' || i || '@example.com', now(), now() - interval '60 days'
         FROM generate_series($1::int, $2::int) AS i`,
      [from, to],
    ),
  );
  const empty = await sizeOfCodes(client);
  // Made anew at the end: row by row they would take most of an hour.
  const indexes = await dropIndexes(client);
  await inSlices(challenges, async (from, to) => {
    // One after the other over 27 days, as they come in life: the end of an index by time is where all of it is written.
    const made = `now() - interval '28 days' + i::float8 / $4 * interval '27 days'`;
    await client.query(
      `WITH challenge AS (
         INSERT INTO "Otp" ("id", "purpose", "channel", "address", "userId", "subject", "nonce", "keyId", "clientId",
                            "createdAt", "expiresAt", "resendAvailableAt", "attempts", "consumedAt")
         SELECT md5('o' || i)::uuid, 'login', 'email', 'crowd' || i % $3 || '@example.com', md5('u' || i % $3)::uuid,
                'user:' || md5('u' || i % $3)::uuid, decode(md5('n' || i), 'hex'), 'crowd', 'public',
                at, at + interval '5 minutes', at + interval '30 seconds', 1, at + interval '1 minute'
           FROM (SELECT i, ${made} AS at FROM generate_series($1::int, $2::int) AS i) AS row
         RETURNING "id", "userId", "address", "createdAt", "expiresAt"
       ), delivery AS (
         INSERT INTO "Delivery" ("id", "otpId", "userId", "template", "channel", "address", "state", "attemptCount",
                                 "availableAt", "expiresAt", "provider", "createdAt", "sentAt")
         SELECT gen_random_uuid(), "id", "userId", 'code', 'email', "address", 'sent', 1, "createdAt", "expiresAt", 'smtp',
                "createdAt", "createdAt" + interval '1 second'
           FROM challenge
         RETURNING "id", "createdAt"
       )
       INSERT INTO "DeliveryAttempt" ("deliveryId", "provider", "channel", "startedAt", "finishedAt", "outcome")
       SELECT "id", 'smtp', 'email', "createdAt", "createdAt", 'sent' FROM delivery`,
      [from, to, users, challenges],
    );
  });
  for (const definition of indexes) await client.query(definition);
  const full = await sizeOfCodes(client);
  await inSlices(sessions, (from, to) =>
    client.query(
      `INSERT INTO "Session" ("tokenHash", "userId", "methods", "expiresAt", "userAgent", "clientAddress")
       SELECT sha256(('s' || i)::bytea), md5('u' || i % $3)::uuid, ARRAY['code_email'], now() + interval '20 days',
              'Firefox', '192.0.2.1'
         FROM generate_series($1::int, $2::int) AS i`,
      [from, to, users],
    ),
  );
  await client.query('VACUUM ANALYZE');
  await client.query('CHECKPOINT');
  await client.end();
  return ((full - empty) / challenges) * 1_000_000;
}

async function inSlices(count: number, write: (from: number, to: number) => Promise<unknown>): Promise<void> {
  for (let from = 1; from <= count; from += slice) await write(from, Math.min(count, from + slice - 1));
}

/** Those of the codes' tables that keep no promise. @returns what makes them again */
async function dropIndexes(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT "indexrelid"::regclass::text AS "name", pg_get_indexdef("indexrelid") AS "definition" FROM pg_index
      WHERE "indrelid" = ANY (ARRAY['"Otp"', '"Delivery"', '"DeliveryAttempt"']::regclass[]) AND NOT "indisunique"`,
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  return rows.map(({ definition }) => definition);
}

/** A code is a challenge, its delivery and its attempt, with their indexes. */
async function sizeOfCodes(client: Client): Promise<number> {
  const { rows } = await client.query<{ bytes: string }>(
    `SELECT sum(pg_total_relation_size(t::regclass)) AS bytes
       FROM unnest(ARRAY['"Otp"', '"Delivery"', '"DeliveryAttempt"']) AS t`,
  );
  return Number(rows[0]!.bytes);
}

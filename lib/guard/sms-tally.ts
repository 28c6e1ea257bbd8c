import { type Database, Prisma } from '@/lib/db/client';
import { emptyTally, pumpingPolicy, type Tally } from './pumping-policy';

type Queryable = Pick<Database, '$queryRaw' | '$executeRaw'>;

const sliceSeconds = 600;

/** The instant, or the database's clock. Only the simulator sets one. */
function instantOf(at: Date | null): Prisma.Sql {
  return at === null ? Prisma.sql`now()` : Prisma.sql`${at}::timestamptz`;
}

function sliceOf(instant: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`to_timestamp(floor(extract(epoch FROM ${instant}) / ${sliceSeconds}::int) * ${sliceSeconds}::int)`;
}

/** Counts a message of every scope; a decoy counts nothing, in the same statement. */
export async function countSent(
  db: Queryable,
  scopes: readonly string[],
  { decoy, costMicros, at = null }: { decoy: boolean; costMicros: bigint; at?: Date | null },
): Promise<void> {
  const count = decoy ? 0 : 1;
  const cost = decoy ? 0n : costMicros;
  // In order, so that two senders cannot wait for each other.
  await db.$executeRaw`
    INSERT INTO "SmsTally" AS t ("scope", "slice", "sent", "costMicros")
    SELECT "scope", ${sliceOf(instantOf(at))}, ${count}::int, ${cost}::bigint
      FROM unnest(${[...scopes]}::text[]) AS s ("scope") ORDER BY "scope" COLLATE "C"
    ON CONFLICT ("scope", "slice") DO UPDATE
       SET "sent" = t."sent" + EXCLUDED."sent", "costMicros" = t."costMicros" + EXCLUDED."costMicros"`;
}

/** Notes that a code came back, in the slice in which it was first sent. */
export async function countVerified(db: Queryable, scopes: readonly string[], sentAt: Date): Promise<void> {
  // In the same order.
  await db.$executeRaw`
    UPDATE "SmsTally" t SET "verified" = t."verified" + 1 FROM (
      SELECT "scope", "slice" FROM "SmsTally"
       WHERE "scope" IN (${Prisma.join([...scopes])}) AND "slice" = ${sliceOf(Prisma.sql`${sentAt}::timestamptz`)}
       ORDER BY "scope" COLLATE "C" FOR NO KEY UPDATE) AS locked
     WHERE t."scope" = locked."scope" AND t."slice" = locked."slice"`;
}

interface TallyRow extends Tally {
  scope: string;
}

/** What each scope has sent and verified, in one look. */
export async function readTallies(
  db: Queryable,
  scopes: readonly string[],
  at: Date | null = null,
): Promise<ReadonlyMap<string, Tally>> {
  const instant = instantOf(at);
  const rows = await db.$queryRaw<TallyRow[]>`
    WITH clock AS (SELECT ${instant} AS "instant")
    SELECT "scope",
      coalesce(sum("sent") FILTER (WHERE "slice" > "instant" - interval '1 hour'), 0)::int AS "sentRecent",
      coalesce(sum("sent") FILTER (WHERE "slice" > "instant" - interval '1 day'), 0)::int AS "sentDay",
      coalesce(sum("verified") FILTER (WHERE "slice" > "instant" - interval '1 day'), 0)::int AS "verifiedDay",
      coalesce(sum("sent") FILTER (WHERE "slice" > "instant" - interval '1 day' AND "slice" <= "settled"), 0)::int
        AS "sentSettled",
      coalesce(sum("verified") FILTER (WHERE "slice" > "instant" - interval '1 day' AND "slice" <= "settled"), 0)::int
        AS "verifiedSettled",
      coalesce(sum("verified") FILTER (WHERE "slice" <= "instant" - interval '1 day'), 0)::float / 7 AS "verifiedDailyMean",
      coalesce(sum("sent") FILTER (WHERE "slice" <= "instant" - interval '1 day'), 0)::float / (7 * 24) AS "sentHourlyMean",
      coalesce(sum("costMicros") FILTER (WHERE "slice" >= date_trunc('day', "instant", 'UTC')), 0)::bigint
        AS "costTodayMicros"
      FROM "SmsTally", clock,
           LATERAL (SELECT "instant" - interval '1 minute' * ${pumpingPolicy.graceMinutes}::int AS "settled") AS s
     WHERE "scope" IN (${Prisma.join([...scopes])}) AND "slice" > "instant" - interval '8 days' AND "slice" <= "instant"
     GROUP BY "scope"`;
  const tallies = new Map(
    rows.map(({ scope, ...tally }) => [scope, { ...tally, costTodayMicros: BigInt(tally.costTodayMicros) }]),
  );
  return new Map(scopes.map((scope) => [scope, tallies.get(scope) ?? emptyTally]));
}

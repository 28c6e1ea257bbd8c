import type { LiveNumbers } from '@/lib/schemas/live-numbers';
import type { Deps } from '../deps';

/** The last five minutes, and what waits; some index look-ups, so that many pages may ask every few seconds. */
export async function getLiveNumbers({ db }: Deps): Promise<LiveNumbers> {
  const rows = await db.$queryRaw<LiveNumbers[]>`
    SELECT codes."requested", codes."verified", calls."sent", calls."failed", waiting."queued", waiting."oldestSeconds",
           (SELECT count(*)::int FROM "Hold" WHERE "heldUntil" > now()) AS "held"
      FROM (SELECT count(*)::int AS "requested", count("consumedAt")::int AS "verified" FROM "Otp"
             WHERE "createdAt" > now() - interval '5 minutes' AND NOT "decoy") codes,
           (SELECT count(*) FILTER (WHERE "outcome" = 'sent')::int AS "sent",
                   count(*) FILTER (WHERE "outcome" = 'failed')::int AS "failed" FROM "DeliveryAttempt"
             WHERE "startedAt" > now() - interval '5 minutes') calls,
           (SELECT count(*)::int AS "queued",
                   coalesce(greatest(0, extract(epoch FROM now() - min("availableAt"))), 0)::float8 AS "oldestSeconds"
              FROM "Delivery" WHERE "state" IN ('queued', 'sending')) waiting`;
  return rows[0]!;
}

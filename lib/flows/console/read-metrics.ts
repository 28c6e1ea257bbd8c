import type { Deps } from '../deps';

export interface Metrics {
  /** Of the last hour, decoys left out. */
  codes: { purpose: string; channel: string; requested: number; verified: number }[];
  attempts: { provider: string; outcome: string; count: number }[];
  deliveries: { state: string; count: number }[];
  /** Seconds that the oldest due message waits. */
  oldestSeconds: number;
  held: number;
  trouble: { provider: string; region: string; paused: boolean }[];
}

/** What /api/metrics tells, read from the database, so that every process and every instance tells the same. */
export async function readMetrics({ db }: Deps): Promise<Metrics> {
  const [codes, attempts, deliveries, waiting, trouble] = await Promise.all([
    db.$queryRaw<Metrics['codes']>`
      SELECT "purpose", "channel", count(*)::int AS "requested", count("consumedAt")::int AS "verified" FROM "Otp"
       WHERE "createdAt" > now() - interval '1 hour' AND NOT "decoy" GROUP BY 1, 2`,
    db.$queryRaw<Metrics['attempts']>`
      SELECT "provider", coalesce("outcome", 'open') AS "outcome", count(*)::int AS "count" FROM "DeliveryAttempt"
       WHERE "startedAt" > now() - interval '1 hour' GROUP BY 1, 2`,
    db.$queryRaw<Metrics['deliveries']>`
      SELECT "state", count(*)::int AS "count" FROM "Delivery"
       WHERE "createdAt" > now() - interval '1 hour' AND "state" <> 'decoy' GROUP BY 1`,
    db.$queryRaw<{ oldestSeconds: number; held: number }[]>`
      SELECT coalesce(greatest(0, extract(epoch FROM now() - min("availableAt"))), 0)::float8 AS "oldestSeconds",
             (SELECT count(*)::int FROM "Hold" WHERE "heldUntil" > now()) AS "held"
        FROM "Delivery" WHERE "state" IN ('queued', 'sending')`,
    db.$queryRaw<Metrics['trouble']>`
      SELECT "provider", "region", coalesce("pausedUntil" > now(), false) AS "paused" FROM "ProviderHealth"`,
  ]);
  return { codes, attempts, deliveries, trouble, ...waiting[0]! };
}

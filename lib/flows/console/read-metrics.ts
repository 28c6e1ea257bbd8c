import { countOpenAlerts } from '@/lib/audit/alerts/find-alerts';
import { alertRuleNames } from '@/lib/audit/alerts/rules';
import { isInFirstTurn } from '@/lib/delivery/claim-deliveries';
import type { Deps } from '../deps';

export interface Metrics {
  /** Of the last hour, decoys left out. */
  codes: { purpose: string; channel: string; requested: number; verified: number }[];
  attempts: { provider: string; outcome: string; count: number }[];
  deliveries: { state: string; count: number }[];
  /** Messages that should be on their way by now, and seconds that the oldest of them waits. */
  due: number;
  oldestSeconds: number;
  held: number;
  trouble: { provider: string; region: string; paused: boolean }[];
  /** Every rule, also those without an open alert. */
  alerts: { rule: string; count: number }[];
  guardDecisions: { decision: string; count: number }[];
  /** Of paid messages since midnight UTC, in millionths of the currency of SMS_PRICES. */
  spentMicros: number;
}

/** What /api/metrics tells, read from the database, so that every process and every instance tells the same. */
export async function readMetrics({ db }: Deps): Promise<Metrics> {
  const [codes, attempts, deliveries, waiting, trouble, open, guardDecisions] = await Promise.all([
    db.$queryRaw<Metrics['codes']>`
      SELECT "purpose", "channel", count(*)::int AS "requested", count("consumedAt")::int AS "verified" FROM "Otp"
       WHERE "createdAt" > now() - interval '1 hour' AND NOT "decoy" GROUP BY 1, 2`,
    db.$queryRaw<Metrics['attempts']>`
      SELECT "provider", coalesce("outcome", 'open') AS "outcome", count(*)::int AS "count"
        FROM (SELECT "provider", "outcome" FROM "DeliveryAttempt" WHERE "startedAt" > now() - interval '1 hour'
              UNION ALL
              SELECT d."provider", NULL FROM "Delivery" d
               WHERE ${isInFirstTurn} AND NOT EXISTS (SELECT 1 FROM "DeliveryAttempt" a WHERE a."deliveryId" = d."id")) calls
       GROUP BY 1, 2`,
    db.$queryRaw<Metrics['deliveries']>`
      SELECT "state", count(*)::int AS "count" FROM "Delivery"
       WHERE "createdAt" > now() - interval '1 hour' AND "state" <> 'decoy' GROUP BY 1`,
    db.$queryRaw<Pick<Metrics, 'due' | 'oldestSeconds' | 'held' | 'spentMicros'>[]>`
      SELECT count(*)::int AS "due",
             coalesce(extract(epoch FROM now() - min("availableAt")), 0)::float8 AS "oldestSeconds",
             (SELECT count(*)::int FROM "Hold" WHERE "heldUntil" > now()) AS "held",
             (SELECT coalesce(sum("costMicros"), 0)::float8 FROM "SmsTally"
               WHERE "scope" = 'all' AND "slice" >= date_trunc('day', now(), 'UTC')) AS "spentMicros"
        FROM "Delivery" WHERE "state" IN ('queued', 'sending') AND "availableAt" <= now()`,
    db.$queryRaw<Metrics['trouble']>`
      SELECT "provider", "region", coalesce("pausedUntil" > now(), false) AS "paused" FROM "ProviderHealth"`,
    countOpenAlerts(db),
    db.$queryRaw<Metrics['guardDecisions']>`
      SELECT coalesce("data"->>'decision', '') AS "decision", count(*)::int AS "count" FROM "AuditEvent"
       WHERE "type" = 'guard_decision' AND "at" > now() - interval '1 hour' GROUP BY 1`,
  ]);
  const alerts = alertRuleNames.map((rule) => ({
    rule,
    count: open.find((one) => one.rule === rule)?.count ?? 0,
  }));
  return { codes, attempts, deliveries, trouble, alerts, guardDecisions, ...waiting[0]! };
}

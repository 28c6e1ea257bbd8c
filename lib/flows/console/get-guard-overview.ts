import { getSettings } from '@/lib/config/settings';
import { findSwitches, type OperatorSwitch } from '@/lib/db/operator-switches';
import { getProofMode, getPumpingMode } from '@/lib/guard/guard-mode';
import { getLimits, limitNames } from '@/lib/limits/catalogue';
import { findRefusals, type RefusalCount } from '@/lib/limits/refusals';
import type { Deps } from '../deps';

export interface GuardDecision {
  id: string;
  at: Date;
  stopped: boolean;
  reasons: string[];
  country: string;
  prefix: string;
  channel: string;
  client: string | null;
}

export interface GuardOverview {
  pumping: { mode: string; setting: string };
  proofOfWork: { mode: string; setting: string };
  switches: OperatorSwitch[];
  /** Of the last seven days. */
  reasons: { reason: string; blocked: number; wouldHave: number }[];
  countries: { country: string; blocked: number; wouldHave: number }[];
  /** The newest ones. */
  decisions: GuardDecision[];
  limits: (RefusalCount & { max: number; seconds: number })[];
  /** Millionths since midnight UTC, of the day's budget; null: no budget. */
  spentMicros: number;
  budgetMicros: number | null;
  held: number;
}

type CountRow = { name: string; isReason: boolean; blocked: number; wouldHave: number };

/** What was refused, or would have been, and how guard and limits are set at this moment. */
export async function getGuardOverview({ db }: Deps, most = 20): Promise<GuardOverview> {
  const { guard } = getSettings();
  const [switches, refusals, counts, decisions, sums] = await Promise.all([
    findSwitches(db),
    findRefusals(db),
    db.$queryRaw<CountRow[]>`
      WITH week AS (
        SELECT "data", "data" ->> 'decision' = 'blocked' AS blocked FROM "AuditEvent"
         WHERE "type" = 'guard_decision' AND "at" > now() - interval '7 days'
      )
      SELECT coalesce("data" ->> 'country', '') AS "name", false AS "isReason", count(*) FILTER (WHERE blocked)::int AS "blocked",
             count(*) FILTER (WHERE NOT blocked)::int AS "wouldHave" FROM week GROUP BY 1
      UNION ALL
      SELECT reason, true, count(*) FILTER (WHERE blocked)::int, count(*) FILTER (WHERE NOT blocked)::int
        FROM week, LATERAL jsonb_array_elements_text(
          CASE jsonb_typeof("data" -> 'reasons') WHEN 'array' THEN "data" -> 'reasons' ELSE '[]' END) AS reason
       GROUP BY 1 ORDER BY 3 DESC, 4 DESC, 1`,
    db.$queryRaw<{ id: string; at: Date; client: string | null; data: Record<string, unknown> }[]>`
      SELECT "id"::text AS "id", "at", "client", "data" FROM "AuditEvent"
       WHERE "type" = 'guard_decision' ORDER BY "at" DESC LIMIT ${most}`,
    db.$queryRaw<{ spent: number; held: number }[]>`
      SELECT (SELECT coalesce(sum("costMicros"), 0)::float8 FROM "SmsTally"
               WHERE "scope" = 'all' AND "slice" >= date_trunc('day', now(), 'UTC')) AS "spent",
             (SELECT count(*)::int FROM "Hold" WHERE "heldUntil" > now()) AS "held"`,
  ]);
  const limits = getLimits();
  const named = (isReason: boolean) => counts.filter((row) => row.isReason === isReason);
  return {
    pumping: { mode: getPumpingMode(), setting: guard.pumping },
    proofOfWork: { mode: getProofMode(), setting: guard.proofOfWork },
    switches,
    reasons: named(true).map(({ name: reason, blocked, wouldHave }) => ({ reason, blocked, wouldHave })),
    countries: named(false).map(({ name: country, blocked, wouldHave }) => ({ country, blocked, wouldHave })),
    decisions: decisions.map(toDecision),
    limits: limitNames.map((limit) => ({
      ...(refusals.find((one) => one.limit === limit) ?? { limit, lastHour: 0, lastDay: 0, lastWeek: 0 }),
      ...limits[limit],
    })),
    spentMicros: sums[0]!.spent,
    budgetMicros: guard.dailyBudgetMicros === null ? null : Number(guard.dailyBudgetMicros),
    held: sums[0]!.held,
  };
}

function toDecision({
  id,
  at,
  client,
  data,
}: {
  id: string;
  at: Date;
  client: string | null;
  data: Record<string, unknown>;
}) {
  const text = (name: string) => (typeof data[name] === 'string' ? data[name] : '');
  return {
    ...{ id, at, client },
    stopped: data.decision === 'blocked',
    reasons: Array.isArray(data.reasons) ? data.reasons.filter((one) => typeof one === 'string') : [],
    ...{ country: text('country'), prefix: text('prefix'), channel: text('channel') },
  };
}

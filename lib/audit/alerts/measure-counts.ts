import type { Measure } from './reading';

export const queueAge: Measure = async (db, rule) => {
  const rows = await db.$queryRaw<{ seconds: number; waiting: number }[]>`
    SELECT coalesce(extract(epoch FROM now() - min("availableAt")), 0)::float8 AS "seconds", count(*)::int AS "waiting"
      FROM "Delivery" WHERE "state" IN ('queued', 'sending') AND "availableAt" <= now()`;
  const { seconds, waiting } = rows[0]!;
  const text = `The oldest of ${waiting} messages that are due has waited ${Math.floor(seconds)} seconds.`;
  return [{ subject: '*', verdict: seconds >= rule.threshold ? 'broken' : 'fine', value: seconds, text }];
};

export const holds: Measure = async (db, rule) => {
  const rows = await db.$queryRaw<{ value: number }[]>`
    SELECT count(*)::int AS "value" FROM "AuditEvent"
     WHERE "type" = 'account_held' AND "data"->>'reason' IN ('hold', 'factor_off')
       AND "at" > now() - ${rule.windowMinutes}::int * interval '1 minute'`;
  const { value } = rows[0]!;
  const text = `${value} accounts were held in the last ${rule.windowMinutes} minutes: somebody may be guessing.`;
  return [{ subject: '*', verdict: value >= rule.threshold ? 'broken' : 'fine', value, text }];
};

export const pumping: Measure = async (db, rule) => {
  const rows = await db.$queryRaw<{ value: number; blocked: number }[]>`
    SELECT count(*)::int AS "value", (count(*) FILTER (WHERE "data"->>'decision' = 'blocked'))::int AS "blocked"
      FROM "AuditEvent"
     WHERE "type" = 'guard_decision' AND "at" > now() - ${rule.windowMinutes}::int * interval '1 minute'`;
  const { value, blocked } = rows[0]!;
  const text = `The guard found ${value} suspicious paid messages in the last ${rule.windowMinutes} minutes and stopped ${blocked} of them.`;
  return [{ subject: '*', verdict: value >= rule.threshold ? 'broken' : 'fine', value, text }];
};

export const smsBudget: Measure = async (db, rule, { dailyBudgetMicros: budget }) => {
  if (budget === null || budget === 0n) return [];
  // Where the guard enforces it, the last message that still fits may leave it at 99 %.
  const rows = await db.$queryRaw<{ micros: bigint; stopped: boolean }[]>`
    SELECT coalesce(sum("costMicros"), 0)::bigint AS "micros",
           EXISTS (SELECT 1 FROM "AuditEvent" WHERE "type" = 'guard_decision' AND "at" >= date_trunc('day', now(), 'UTC')
                      AND "data"->'reasons' ? 'daily_budget') AS "stopped"
      FROM "SmsTally" WHERE "scope" = 'all' AND "slice" >= date_trunc('day', now(), 'UTC')`;
  const { micros, stopped } = rows[0]!;
  const value = (Number(micros) / Number(budget)) * 100;
  const text = `${Math.floor(value)} % of today’s budget for text messages (SMS_DAILY_BUDGET) is used up.`;
  return [...new Set([rule.threshold, 100])].map((threshold) => {
    const isBroken = value >= threshold || (threshold <= 100 && stopped);
    return {
      subject: `${threshold} %`,
      verdict: isBroken ? 'broken' : 'fine',
      ...{ value, threshold, text },
    };
  });
};

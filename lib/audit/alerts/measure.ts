import type { GuardSettings } from '@/lib/config/guard-settings';
import type { Database } from '@/lib/db/client';
import type { AlertRule, AlertRuleName } from './rules';

/** What one rule says of one subject at this moment. */
export interface Reading {
  rule: AlertRuleName;
  /** `sms twilio`, `smtp`, `*`: what an alert is about. Never an address. */
  subject: string;
  /** `unknown`: too little traffic to tell. */
  verdict: 'broken' | 'fine' | 'unknown';
  value: number;
  threshold: number;
  /** What is said of it when it is broken. */
  text: string;
}

/** `threshold` is given where it is not the rule's own. */
type Found = Omit<Reading, 'rule' | 'threshold'> & { threshold?: number };
type Measure = (db: Database, rule: AlertRule, guard: GuardSettings) => Promise<Found[]>;

/** Codes that are still being typed count for nobody. */
const typingMinutes = 10;

interface RateRow {
  subject: string;
  total: number;
  good: number;
}

function judgeRates(
  rows: readonly RateRow[],
  rule: AlertRule,
  say: (row: RateRow, percent: string) => string,
) {
  return rows.map((row) => {
    const value = (row.good / row.total) * 100;
    const verdict = row.total < rule.minimum ? 'unknown' : value < rule.threshold ? 'broken' : 'fine';
    return { subject: row.subject, verdict, value, text: say(row, `${Math.floor(value)} %`) } as const;
  });
}

const deliveryRate: Measure = async (db, rule) => {
  // A mistyped address says nothing of the provider.
  const rows = await db.$queryRaw<RateRow[]>`
    SELECT "channel" || ' ' || "provider" AS "subject", count(*)::int AS "total",
           (count(*) FILTER (WHERE "outcome" = 'sent' AND "receiptState" IS DISTINCT FROM 'undelivered'))::int AS "good"
      FROM "DeliveryAttempt"
     WHERE "startedAt" > now() - ${rule.windowMinutes}::int * interval '1 minute' AND "outcome" IS NOT NULL
       AND "failureKind" IS DISTINCT FROM 'invalid_address'
     GROUP BY 1`;
  return judgeRates(
    rows,
    rule,
    ({ subject, total }, percent) =>
      `Only ${percent} of ${total} messages by ${subject} went through in the last ${rule.windowMinutes} minutes.`,
  );
};

const verificationRate: Measure = async (db, rule) => {
  const rows = await db.$queryRaw<RateRow[]>`
    SELECT d."channel" || ' ' || d."provider" AS "subject", count(*)::int AS "total", count(o."consumedAt")::int AS "good"
      FROM "Otp" o JOIN "Delivery" d ON d."otpId" = o."id" AND d."generation" = o."generation"
     WHERE o."createdAt" > now() - (${rule.windowMinutes}::int + ${typingMinutes}::int) * interval '1 minute'
       AND o."createdAt" <= now() - ${typingMinutes}::int * interval '1 minute'
       AND NOT o."decoy" AND d."provider" IS NOT NULL
     GROUP BY 1`;
  return judgeRates(
    rows,
    rule,
    ({ subject, total }, percent) =>
      `Only ${percent} of ${total} codes by ${subject} were typed right within ${rule.windowMinutes} minutes.`,
  );
};

interface TroubleRow {
  provider: string;
  region: string;
  failures: number;
  verdict: 'broken' | 'unknown';
}

/** A row ends with the first success. One that is older than the window tells that nobody has tried since. */
function findTrouble(db: Database, rule: AlertRule, kinds: readonly string[]): Promise<TroubleRow[]> {
  return db.$queryRaw<TroubleRow[]>`
    SELECT "provider", "region", "failures",
           CASE WHEN "failures" >= ${rule.threshold}
                     AND "updatedAt" > now() - ${rule.windowMinutes}::int * interval '1 minute'
                THEN 'broken' ELSE 'unknown' END AS "verdict"
      FROM "ProviderHealth" WHERE "kind" = ANY(${[...kinds]}::text[])`;
}

const providerDown: Measure = async (db, rule) =>
  (await findTrouble(db, rule, ['failing', 'rate_limited'])).map(
    ({ provider, region, failures, verdict }) => ({
      subject: region === '*' ? provider : `${provider} ${region}`,
      verdict,
      value: failures,
      text: `${provider} failed ${failures} times in a row${region === '*' ? '' : ` in ${region}`}, with no success since.`,
    }),
  );

const loginRefused: Measure = async (db, rule) =>
  (await findTrouble(db, rule, ['auth_failed'])).map(({ provider, failures, verdict }) => ({
    subject: provider,
    verdict,
    value: failures,
    text:
      provider === 'smtp'
        ? 'The mail server refuses the SMTP password (EMAIL_HOST_USER, EMAIL_HOST_PASSWORD). Mail does not leave until it is mended: npm run doctor.'
        : `${provider} refuses our login: its key or token is wrong or was taken back. npm run doctor names the setting.`,
  }));

const queueAge: Measure = async (db, rule) => {
  const rows = await db.$queryRaw<{ seconds: number; waiting: number }[]>`
    SELECT coalesce(extract(epoch FROM now() - min("availableAt")), 0)::float8 AS "seconds", count(*)::int AS "waiting"
      FROM "Delivery" WHERE "state" IN ('queued', 'sending') AND "availableAt" <= now()`;
  const { seconds, waiting } = rows[0]!;
  const text = `The oldest of ${waiting} messages that are due has waited ${Math.floor(seconds)} seconds.`;
  return [{ subject: '*', verdict: seconds >= rule.threshold ? 'broken' : 'fine', value: seconds, text }];
};

const holds: Measure = async (db, rule) => {
  const rows = await db.$queryRaw<{ value: number }[]>`
    SELECT count(*)::int AS "value" FROM "AuditEvent"
     WHERE "type" = 'account_held' AND "data"->>'reason' IN ('hold', 'factor_off')
       AND "at" > now() - ${rule.windowMinutes}::int * interval '1 minute'`;
  const { value } = rows[0]!;
  const text = `${value} accounts were held in the last ${rule.windowMinutes} minutes: somebody may be guessing.`;
  return [{ subject: '*', verdict: value >= rule.threshold ? 'broken' : 'fine', value, text }];
};

const pumping: Measure = async (db, rule) => {
  const rows = await db.$queryRaw<{ value: number; blocked: number }[]>`
    SELECT count(*)::int AS "value", (count(*) FILTER (WHERE "data"->>'decision' = 'blocked'))::int AS "blocked"
      FROM "AuditEvent"
     WHERE "type" = 'guard_decision' AND "at" > now() - ${rule.windowMinutes}::int * interval '1 minute'`;
  const { value, blocked } = rows[0]!;
  const text = `The guard found ${value} suspicious paid messages in the last ${rule.windowMinutes} minutes and stopped ${blocked} of them.`;
  return [{ subject: '*', verdict: value >= rule.threshold ? 'broken' : 'fine', value, text }];
};

const smsBudget: Measure = async (db, rule, { dailyBudgetMicros: budget }) => {
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

const measures: Readonly<Record<AlertRuleName, Measure>> = {
  delivery_rate: deliveryRate,
  verification_rate: verificationRate,
  provider_down: providerDown,
  login_refused: loginRefused,
  queue_age: queueAge,
  holds,
  pumping,
  sms_budget: smsBudget,
};

/** What a rule says now, of everything that it looks at. By the database's clock. */
export async function measure(
  db: Database,
  name: AlertRuleName,
  rule: AlertRule,
  guard: GuardSettings,
): Promise<Reading[]> {
  const readings = await measures[name](db, rule, guard);
  return readings.map((reading) => ({
    ...{ rule: name, threshold: rule.threshold, ...reading },
    value: Math.round(reading.value * 10) / 10,
  }));
}

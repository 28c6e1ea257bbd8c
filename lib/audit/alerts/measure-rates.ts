import type { Measure } from './reading';
import type { AlertRule } from './rules';

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

export const deliveryRate: Measure = async (db, rule) => {
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

export const verificationRate: Measure = async (db, rule) => {
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

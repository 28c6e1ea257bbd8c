import type { Database } from '@/lib/db/client';

/** How somebody is told. */
export const alertWays = ['email', 'webhook', 'slack'] as const;
export type AlertWay = (typeof alertWays)[number];

export const alertRuleNames = [
  'delivery_rate',
  'verification_rate',
  'provider_down',
  'login_refused',
  'queue_age',
  'holds',
  'pumping',
  'sms_budget',
] as const;
export type AlertRuleName = (typeof alertRuleNames)[number];

export interface AlertRule {
  enabled: boolean;
  /** In the rule's unit. A rate alerts below it, everything else at it and above. */
  threshold: number;
  windowMinutes: number;
  /** Below so much traffic in the window a rate says nothing. */
  minimum: number;
  ways: readonly AlertWay[];
}

interface AlertRuleFacts {
  title: string;
  about: string;
  unit: 'percent' | 'seconds' | 'count';
  /** Which of its numbers mean something. */
  uses: { window: boolean; minimum: boolean };
  /** What it means that a subject no longer turns up: all is well, or nobody knows. */
  absent: 'fine' | 'unknown';
  threshold: number;
  windowMinutes: number;
  minimum: number;
}

/** Every rule, with the numbers that it begins with. */
export const alertRules: Readonly<Record<AlertRuleName, AlertRuleFacts>> = {
  delivery_rate: {
    title: 'Delivery rate falls',
    about:
      'Of the calls to one provider on one channel, the share that was neither refused nor reported as undelivered.',
    unit: 'percent',
    uses: { window: true, minimum: true },
    absent: 'unknown',
    ...{ threshold: 90, windowMinutes: 30, minimum: 20 },
  },
  verification_rate: {
    title: 'Verification rate falls',
    about:
      'Of the codes that one provider carried on one channel, the share that was typed right. The latest ten minutes are left out.',
    unit: 'percent',
    uses: { window: true, minimum: true },
    absent: 'unknown',
    ...{ threshold: 50, windowMinutes: 60, minimum: 30 },
  },
  provider_down: {
    title: 'A provider is down',
    about:
      'So many failures in a row with no success since. Three of them open its circuit, and others take over.',
    unit: 'count',
    uses: { window: true, minimum: false },
    absent: 'fine',
    ...{ threshold: 3, windowMinutes: 60, minimum: 0 },
  },
  login_refused: {
    title: 'A provider refuses our login',
    about:
      'The SMTP password, token or key is refused so many times with no success since. Nothing mends that but you.',
    unit: 'count',
    uses: { window: true, minimum: false },
    absent: 'fine',
    ...{ threshold: 1, windowMinutes: 60, minimum: 0 },
  },
  queue_age: {
    title: 'The queue grows',
    about: 'How long the oldest message waits that should be on its way by now.',
    unit: 'seconds',
    uses: { window: false, minimum: false },
    absent: 'fine',
    ...{ threshold: 60, windowMinutes: 1, minimum: 0 },
  },
  holds: {
    title: 'Holds rise',
    about: 'Accounts that were held in the window, because of too many wrong codes or passwords.',
    unit: 'count',
    uses: { window: true, minimum: false },
    absent: 'fine',
    ...{ threshold: 20, windowMinutes: 60, minimum: 0 },
  },
  pumping: {
    title: 'Pumping is suspected',
    about: 'Paid messages that the guard has stopped in the window, or would have stopped.',
    unit: 'count',
    uses: { window: true, minimum: false },
    absent: 'fine',
    ...{ threshold: 20, windowMinutes: 60, minimum: 0 },
  },
  sms_budget: {
    title: 'The SMS budget runs out',
    about: 'The share of SMS_DAILY_BUDGET that is used up today (UTC), and once more when all of it is.',
    unit: 'percent',
    uses: { window: false, minimum: false },
    absent: 'fine',
    ...{ threshold: 80, windowMinutes: 1440, minimum: 0 },
  },
};

type Row = AlertRule & { rule: string };

/** Every rule as it stands: what the operator wrote, else what it begins with. */
export async function findAlertRules(db: Database): Promise<Record<AlertRuleName, AlertRule>> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT "rule", "enabled", "threshold", "windowMinutes", "minimum", "ways" FROM "AlertRule"`;
  const entries = alertRuleNames.map((name): [AlertRuleName, AlertRule] => {
    const { threshold, windowMinutes, minimum } = alertRules[name];
    const { rule: _, ...own } = rows.find(({ rule }) => rule === name) ?? {
      ...{ rule: name, enabled: true, threshold, windowMinutes, minimum, ways: alertWays },
    };
    return [name, own];
  });
  return Object.fromEntries(entries) as Record<AlertRuleName, AlertRule>;
}

export async function saveAlertRule(
  db: Pick<Database, '$executeRaw'>,
  name: AlertRuleName,
  { enabled, threshold, windowMinutes, minimum, ways }: AlertRule,
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "AlertRule" ("rule", "enabled", "threshold", "windowMinutes", "minimum", "ways")
    VALUES (${name}, ${enabled}, ${threshold}, ${windowMinutes}, ${minimum}, ${[...ways]}::text[])
    ON CONFLICT ("rule") DO UPDATE
       SET "enabled" = EXCLUDED."enabled", "threshold" = EXCLUDED."threshold", "windowMinutes" = EXCLUDED."windowMinutes",
           "minimum" = EXCLUDED."minimum", "ways" = EXCLUDED."ways", "updatedAt" = now()`;
}

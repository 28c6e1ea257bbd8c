import type { AlertSettings } from '@/lib/config/alert-settings';
import { getSettings, type Settings } from '@/lib/config/settings';
import { type Database, Prisma } from '@/lib/db/client';
import { measure } from './measure';
import { queueNotices } from './queue-notices';
import type { Reading } from './reading';
import { type AlertRule, type AlertRuleName, alertRuleNames, alertRules, findAlertRules } from './rules';

/** What hovers at its threshold is not told again and again: an alert ends when it was fine for so long. */
const clearAfterSeconds = 120;
/** Nothing is known any more, and nobody waits for ever. */
const forgetAfterHours = 24;
/** Evaluations are so far apart, however many processes want to make one. */
const turnSeconds = 20;
const turnKey = 'alerts.turn';

/** What has begun or ended, for the log. */
export interface AlertChange {
  kind: 'fired' | 'cleared';
  rule: AlertRuleName;
  subject: string;
  value: number;
  text: string;
}

interface OpenAlert {
  id: string;
  rule: string;
  subject: string;
  /** Fine for long enough. */
  settled: boolean;
  forgotten: boolean;
  value: number;
}

/** True for one process every 20 seconds, by a conditional update. */
export async function takeAlertTurn(db: Database): Promise<boolean> {
  const taken = await db.$executeRaw`
    INSERT INTO "Setting" AS s ("key", "value") VALUES (${turnKey}, 'null'::jsonb)
    ON CONFLICT ("key") DO UPDATE SET "updatedAt" = now()
     WHERE s."updatedAt" < now() - ${turnSeconds} * interval '1 second'`;
  return taken === 1;
}

/**
 * Looks at every rule and tells what has begun and what has ended: each once, because an open alert is a row under a unique
 * constraint, and its notices are written with it in one transaction.
 */
export async function evaluateAlerts(
  db: Database,
  settings: Pick<Settings, 'alerts' | 'guard'> = getSettings(),
): Promise<AlertChange[]> {
  const rules = await findAlertRules(db);
  const changes: AlertChange[] = [];
  for (const name of alertRuleNames) {
    const rule = rules[name];
    if (!rule.enabled) {
      // Turned off by somebody who knows: no all-clear.
      await db.$executeRaw`UPDATE "Alert" SET "clearedAt" = now() WHERE "rule" = ${name} AND "clearedAt" IS NULL`;
      continue;
    }
    const readings = await measure(db, name, rule, settings.guard);
    for (const reading of readings.filter(({ verdict }) => verdict === 'broken')) {
      if (await fire(db, reading, rule, settings.alerts)) changes.push({ kind: 'fired', ...reading });
    }
    for (const alert of await findOpen(db, name)) {
      const reading = readings.find(({ subject }) => subject === alert.subject);
      const verdict = reading?.verdict ?? alertRules[name].absent;
      const ends = (verdict === 'fine' && alert.settled) || (verdict === 'unknown' && alert.forgotten);
      if (!ends) continue;
      const value = reading?.value ?? alert.value;
      const text = `All clear: ${alertRules[name].title}${alert.subject === '*' ? '' : ` (${alert.subject})`}.`;
      if (await clear(db, alert.id, text, rule, settings.alerts))
        changes.push({ kind: 'cleared', rule: name, subject: alert.subject, value, text });
    }
  }
  return changes;
}

/** @returns whether it is a new one */
async function fire(
  db: Database,
  reading: Reading,
  rule: AlertRule,
  targets: AlertSettings,
): Promise<boolean> {
  const { rule: name, subject, value, threshold, text } = reading;
  const known = await db.$executeRaw`
    UPDATE "Alert" SET "seenAt" = now(), "value" = ${value}, "text" = ${text}
     WHERE "rule" = ${name} AND "subject" = ${subject} AND "clearedAt" IS NULL`;
  if (known > 0) return false;
  return db.$transaction(async (tx) => {
    const begun = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO "Alert" ("rule", "subject", "value", "threshold", "text")
      VALUES (${name}, ${subject}, ${value}, ${threshold}, ${text})
      ON CONFLICT ("rule", "subject") WHERE "clearedAt" IS NULL DO NOTHING
      RETURNING "id"::text AS "id"`;
    if (!begun[0]) return false;
    await queueNotices(tx, targets, {
      ...{ alertId: begun[0].id, kind: 'fired', text, ways: rule.ways },
    });
    return true;
  });
}

async function clear(
  db: Database,
  id: string,
  text: string,
  rule: AlertRule,
  targets: AlertSettings,
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const ended = await tx.$executeRaw`
      UPDATE "Alert" SET "clearedAt" = now() WHERE "id" = ${id}::uuid AND "clearedAt" IS NULL`;
    if (ended === 0) return false;
    await queueNotices(tx, targets, { alertId: id, kind: 'cleared', text, ways: rule.ways });
    return true;
  });
}

function findOpen(db: Database, name: AlertRuleName): Promise<OpenAlert[]> {
  const olderThan = (age: Prisma.Sql) => Prisma.sql`"seenAt" < now() - ${age}`;
  return db.$queryRaw<OpenAlert[]>`
    SELECT "id"::text AS "id", "rule", "subject", "value",
           ${olderThan(Prisma.sql`${clearAfterSeconds} * interval '1 second'`)} AS "settled",
           ${olderThan(Prisma.sql`${forgetAfterHours} * interval '1 hour'`)} AS "forgotten"
      FROM "Alert" WHERE "rule" = ${name} AND "clearedAt" IS NULL`;
}

import type { Database } from './client';

export interface OperatorSwitch {
  key: string;
  value: string;
  changedBy: string;
  changedAt: Date;
  expiresAt: Date | null;
}

type Queryable = Pick<Database, '$queryRaw' | '$executeRaw'>;

/** Switches that are in force. */
export async function findSwitches(db: Queryable): Promise<OperatorSwitch[]> {
  return db.$queryRaw<OperatorSwitch[]>`
    SELECT "key", "value", "changedBy", "changedAt", "expiresAt" FROM "OperatorSwitch"
     WHERE coalesce("expiresAt" > now(), true) ORDER BY "key"`;
}

/** Sets a switch, until it is taken back or for so many seconds. */
export async function setSwitch(
  db: Queryable,
  { key, value, by, seconds }: { key: string; value: string; by: string; seconds: number | null },
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "OperatorSwitch" ("key", "value", "changedBy", "expiresAt")
    VALUES (${key}, ${value}, ${by}, now() + ${seconds}::int * interval '1 second')
    ON CONFLICT ("key") DO UPDATE
       SET "value" = EXCLUDED."value", "changedBy" = EXCLUDED."changedBy", "changedAt" = now(),
           "expiresAt" = EXCLUDED."expiresAt"`;
}

/** The setting holds again. */
export async function clearSwitch(db: Queryable, key: string): Promise<void> {
  await db.$executeRaw`DELETE FROM "OperatorSwitch" WHERE "key" = ${key}`;
}

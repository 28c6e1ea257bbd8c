import { type AuditRow, type EventFilter, findEvents } from '@/lib/audit/find-events';
import type { Deps } from '../deps';
import { describeEvent } from './describe-event';

/** The newest events that fit, in words, and up to which one the log is sealed. */
export async function findAuditEntries(
  { db }: Deps,
  filter: EventFilter,
  most: number,
): Promise<{ entries: (AuditRow & { words: string })[]; sealedTo: string | null }> {
  const [events, seals] = await Promise.all([
    findEvents(db, filter, most),
    db.$queryRaw<{ lastId: string | null }[]>`SELECT max("lastId")::text AS "lastId" FROM "AuditSeal"`,
  ]);
  return {
    entries: events.map((event) => ({ ...event, words: describeEvent(event) })),
    sealedTo: seals[0]?.lastId ?? null,
  };
}

import { findKey } from '@/lib/config/keys';
import type { Database } from '@/lib/db/client';
import { fail, ok, type Result } from '@/lib/result';
import { type ChainLink, chainStart, eventLine, extendChain } from './audit-chain';

export interface ChainReport {
  /** Events whose chain holds. */
  events: number;
  /** Events that came after the last seal; the next one covers them. */
  unsealed: number;
}

interface Seal {
  firstId: bigint;
  lastId: bigint;
  events: number;
  hash: Uint8Array;
  keyId: string;
}

/**
 * Reads the whole log and follows its chain. A changed, added or removed event breaks it; the failure names the range.
 * Events that retention has removed in whole seals are missed by nobody: their seals stay.
 */
export async function verifyAuditChain(
  db: Database,
): Promise<Result<ChainReport, 'broken' | 'key_missing', { firstId: bigint; lastId: bigint }>> {
  let former: Seal | null = null;
  let events = 0;
  for (;;) {
    const seals: Seal[] = await db.$queryRaw<Seal[]>`
      SELECT "firstId", "lastId", "events", "hash", "keyId" FROM "AuditSeal"
       WHERE "lastId" > ${former?.lastId ?? 0n} ORDER BY "lastId" LIMIT 1`;
    const seal = seals[0];
    if (!seal) break;
    const { firstId, lastId } = seal;
    const links = await db.$queryRaw<ChainLink[]>`
      SELECT "id", ${eventLine} AS "line" FROM "AuditEvent"
       WHERE "id" > ${former?.lastId ?? 0n} AND "id" <= ${lastId} ORDER BY "id"`;
    const isRetired = links.length === 0 && events === 0;
    if (!isRetired) {
      const key = findKey('audit', seal.keyId);
      if (!key) return fail('key_missing', { firstId, lastId });
      const hash = extendChain(Buffer.from(former?.hash ?? chainStart), links, key.bytes);
      if (!hash.equals(Buffer.from(seal.hash)) || links.length !== seal.events)
        return fail('broken', { firstId, lastId });
      events += links.length;
    }
    former = seal;
  }
  const rest = await db.$queryRaw<{ unsealed: number }[]>`
    SELECT count(*)::int AS "unsealed" FROM "AuditEvent" WHERE "id" > ${former?.lastId ?? 0n}`;
  return ok({ events, unsealed: rest[0]?.unsealed ?? 0 });
}

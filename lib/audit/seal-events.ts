import { getKey } from '@/lib/config/keys';
import type { Database } from '@/lib/db/client';
import { type ChainLink, chainStart, eventLine, extendChain } from './audit-chain';

const batchSize = 2_000;

/**
 * Chains the newest events to all before them, in the order of their ids. Events of the last moments wait: a transaction
 * that is still open may hold an id between them (no statement may run longer than 15 s). @returns how many were sealed
 */
export async function sealEvents(db: Database, { lagSeconds = 60 } = {}): Promise<number> {
  let total = 0;
  for (;;) {
    const sealed = await sealBatch(db, lagSeconds);
    total += sealed;
    if (sealed < batchSize) return total;
  }
}

async function sealBatch(db: Database, lagSeconds: number): Promise<number> {
  return db.$transaction(async (tx) => {
    // One process at a time; the others have nothing to do.
    const lock = await tx.$queryRaw<{ mine: boolean }[]>`
      SELECT pg_try_advisory_xact_lock(hashtext('latchkey.seal')) AS "mine"`;
    if (!lock[0]?.mine) return 0;
    const last = await tx.$queryRaw<{ lastId: bigint; hash: Uint8Array }[]>`
      SELECT "lastId", "hash" FROM "AuditSeal" ORDER BY "lastId" DESC LIMIT 1`;
    const links = await tx.$queryRaw<ChainLink[]>`
      SELECT "id", ${eventLine} AS "line" FROM "AuditEvent"
       WHERE "id" > ${last[0]?.lastId ?? 0n} AND "id" < coalesce(
         (SELECT min("id") FROM "AuditEvent" WHERE "id" > ${last[0]?.lastId ?? 0n}
             AND "at" > now() - ${lagSeconds}::int * interval '1 second'), 9223372036854775807)
       ORDER BY "id" LIMIT ${batchSize}`;
    if (links.length === 0) return 0;
    const key = getKey('audit');
    const hash = extendChain(Buffer.from(last[0]?.hash ?? chainStart), links, key.bytes);
    await tx.$executeRaw`
      INSERT INTO "AuditSeal" ("firstId", "lastId", "events", "hash", "keyId")
      VALUES (${links[0]!.id}, ${links.at(-1)!.id}, ${links.length}, ${hash}::bytea, ${key.id})`;
    return links.length;
  });
}

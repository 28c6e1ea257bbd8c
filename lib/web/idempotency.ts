import { createHash } from 'node:crypto';
import type { Database } from '@/lib/db/client';
import { type Reply, refuse } from './reply';

const keepHours = 24;
/** A request that takes longer than this has died with its process. */
const underWaySeconds = 60;

export interface RepeatableRequest {
  /** Header Idempotency-Key; null: every request counts for itself. */
  key: string | null;
  /** Who sent it: keys of two clients have nothing to do with each other. */
  clientId: string;
  method: string;
  path: string;
  body: unknown;
}

/**
 * Runs a request once: whoever repeats it with the same key within a day gets the first answer again, and nothing is sent
 * twice. Only successes are kept; after a refusal the same key may try again.
 */
export async function once(
  db: Database,
  request: RepeatableRequest,
  run: () => Promise<Reply>,
): Promise<Reply> {
  if (request.key === null) return run();
  if (!/^[\x21-\x7e]{1,255}$/.test(request.key)) {
    return refuse('request_invalid', {
      errors: { 'Idempotency-Key': 'Use 1 to 255 visible ASCII characters.' },
    });
  }
  const keyHash = hash([request.clientId, request.key]);
  const requestHash = hash([request.method, request.path, JSON.stringify(request.body)]);
  const claimed = await db.$executeRaw`
    INSERT INTO "IdempotencyKey" AS k ("keyHash", "requestHash", "expiresAt")
    VALUES (${keyHash}::bytea, ${requestHash}::bytea, now() + ${keepHours} * interval '1 hour')
    ON CONFLICT ("keyHash") DO UPDATE
       SET "requestHash" = excluded."requestHash", "createdAt" = now(), "expiresAt" = excluded."expiresAt",
           "status" = NULL, "body" = NULL
     WHERE k."expiresAt" <= now()
        OR (k."status" IS NULL AND k."createdAt" < now() - ${underWaySeconds} * interval '1 second')`;
  if (claimed === 0) return repeat(db, keyHash, requestHash);
  const forget = () => db.$executeRaw`DELETE FROM "IdempotencyKey" WHERE "keyHash" = ${keyHash}::bytea`;
  try {
    const answer = await run();
    if ('problem' in answer) await forget();
    else {
      await db.$executeRaw`
        UPDATE "IdempotencyKey" SET "status" = ${answer.status}, "body" = ${JSON.stringify(answer.body) ?? null}
         WHERE "keyHash" = ${keyHash}::bytea`;
    }
    return answer;
  } catch (error) {
    await forget().catch(() => {});
    throw error;
  }
}

async function repeat(db: Database, keyHash: Buffer, requestHash: Buffer): Promise<Reply> {
  const rows = await db.$queryRaw<{ same: boolean; status: number | null; body: string | null }[]>`
    SELECT "requestHash" = ${requestHash}::bytea AS "same", "status", "body" FROM "IdempotencyKey"
     WHERE "keyHash" = ${keyHash}::bytea`;
  const row = rows[0];
  if (row && !row.same) return refuse('idempotency_key_reused');
  if (!row || row.status === null) return refuse('request_in_progress', undefined, { 'retry-after': '1' });
  const body: unknown = row.body === null ? undefined : JSON.parse(row.body);
  return { status: row.status, body, headers: { 'idempotency-replayed': 'true' } };
}

/** The parts with their lengths, so that no two lists give the same bytes. */
function hash(parts: string[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

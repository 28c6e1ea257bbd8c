import { createHash } from 'node:crypto';
import type { Queryable } from '@/lib/limits/take-limits';

/** Uses a proof (a solution, a ticket, a link) up. @returns true for exactly one caller, on whatever process. */
export async function spendProof(db: Queryable, proof: string, until: Date): Promise<boolean> {
  const hash = createHash('sha256').update(proof).digest();
  // Kept past its end, so that clocks that differ revive nothing.
  const spent = await db.$executeRaw`
    INSERT INTO "SpentProof" ("hash", "expiresAt") VALUES (${hash}::bytea, ${until}::timestamptz + interval '1 hour')
    ON CONFLICT DO NOTHING`;
  return spent === 1;
}

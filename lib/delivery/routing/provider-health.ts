import type { ProviderId } from '@/lib/config/delivery-settings';
import type { Database } from '@/lib/db/client';
import type { DeliveryError, FailureKind } from '../delivery-error';
import { everywhere } from './region-of';

/** Something is wrong with a vendor; while it is paused it is passed over. */
export interface ProviderTrouble {
  provider: ProviderId;
  region: string;
  kind: 'failing' | 'rate_limited' | 'auth_failed';
  pausedUntil: Date | null;
  paused: boolean;
}

/** So many failures in a row, each within this time of the last, open the circuit … */
const failuresToOpen = 3;
const rowSeconds = 120;
/** … for so long; then the next message tries, and one more failure closes the way again. */
const openSeconds = 30;
/** A 429 without a word about when to come back: doubled each time, up to a minute. */
const firstPauseSeconds = 1;
const longestPauseSeconds = 60;

/** Vendors in trouble, for all processes alike: a row exists only while something is wrong. */
export async function findProviderTrouble(db: Database): Promise<ProviderTrouble[]> {
  return db.$queryRaw<ProviderTrouble[]>`
    SELECT "provider", "region", "kind", "pausedUntil", coalesce("pausedUntil" > now(), false) AS "paused"
      FROM "ProviderHealth"`;
}

const troubleKinds: Readonly<Partial<Record<FailureKind, ProviderTrouble['kind']>>> = {
  timeout: 'failing',
  unavailable: 'failing',
  rate_limited: 'rate_limited',
  auth_failed: 'auth_failed',
};

/**
 * Remembers a failure that is the vendor's own. A 429 pauses it everywhere. What may be a carrier's trouble, or a sender
 * that one country does not take, only in that country: else whoever asks for a code to such a number would turn the vendor
 * off for all.
 */
export async function noteFailure(
  db: Database,
  provider: ProviderId,
  region: string,
  error: DeliveryError,
): Promise<void> {
  const kind = troubleKinds[error.kind];
  if (!kind) return;
  const at = kind === 'rate_limited' ? everywhere : region;
  known.add(provider);
  await db.$executeRaw`
    INSERT INTO "ProviderHealth" AS h ("provider", "region", "kind", "failures", "pausedUntil")
    VALUES (${provider}, ${at}, ${kind}, 1,
            CASE ${kind} WHEN 'rate_limited' THEN now() + ${error.retryAfterSeconds ?? firstPauseSeconds}::float8 * interval '1 second'
                         WHEN 'auth_failed' THEN now() + ${openSeconds} * interval '1 second' END)
    ON CONFLICT ("provider", "region") DO UPDATE
       SET "kind" = EXCLUDED."kind", "updatedAt" = now(),
           "failures" = CASE WHEN h."updatedAt" > now() - ${rowSeconds} * interval '1 second' THEN h."failures" + 1 ELSE 1 END,
           "pausedUntil" = CASE
             WHEN EXCLUDED."kind" = 'failing' AND h."updatedAt" > now() - ${rowSeconds} * interval '1 second'
                  AND h."failures" + 1 >= ${failuresToOpen} THEN now() + ${openSeconds} * interval '1 second'
             WHEN EXCLUDED."kind" = 'failing' THEN h."pausedUntil"
             WHEN EXCLUDED."kind" = 'rate_limited' AND ${error.retryAfterSeconds}::float8 IS NULL
               -- Failures that came in while it was paused already tell nothing new.
               THEN CASE WHEN h."pausedUntil" > now() THEN h."pausedUntil"
                         ELSE now() + least(power(2, least(h."failures", 10)), ${longestPauseSeconds}) * interval '1 second' END
             ELSE EXCLUDED."pausedUntil" END`;
}

/** Vendors that this process has seen failing since they last worked. */
const known = new Set<ProviderId>();

/** Whether this process knows of a failure, also of one that is only about to be written down. */
export function isFailingHere(provider: ProviderId): boolean {
  return known.has(provider);
}

/** It works again: forgets what was wrong. Costs a statement only where something was known to be wrong. */
export async function noteSuccess(
  db: Database,
  provider: ProviderId,
  region: string,
  trouble: readonly ProviderTrouble[],
): Promise<void> {
  if (!known.delete(provider) && !trouble.some((one) => one.provider === provider)) return;
  await db.$executeRaw`
    DELETE FROM "ProviderHealth" WHERE "provider" = ${provider} AND "region" IN (${region}, ${everywhere})`;
}

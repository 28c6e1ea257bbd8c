import { recordEvent } from '@/lib/audit/record-event';
import type { Database } from '@/lib/db/client';
import type { Deps } from './deps';

/** How many of what was ended. */
export interface Settled {
  codes: number;
  messages: number;
  grants: number;
  sessions: number;
  trustedDevices: number;
  undoLinks: number;
  releases: number;
  approvals: number;
}

/**
 * Ends everything short-lived after a restore. A backup knows nothing of what has ended since it was made: a code that was
 * used, a session that was signed out, a plan that its owner stopped would all be alive again. Run it before the app starts.
 */
export async function settleAfterRestore({ db }: Deps, facts: { backupAt: Date | null }): Promise<Settled> {
  return db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SET LOCAL statement_timeout = 0`;
      const settled: Settled = {
        // Those of a day, in case a clock was wrong; older ones are over whatever it says.
        codes: await tx.$executeRaw`
          UPDATE "Otp" SET "canceledAt" = now()
           WHERE "consumedAt" IS NULL AND "canceledAt" IS NULL AND "expiresAt" > now() - interval '1 day'`,
        messages: await tx.$executeRaw`
          UPDATE "Delivery" SET "state" = 'dropped', "leasedUntil" = NULL WHERE "state" IN ('queued', 'sending')`,
        grants: await tx.$executeRaw`
          UPDATE "Grant" SET "consumedAt" = now() WHERE "consumedAt" IS NULL`,
        sessions: await tx.$executeRaw`
          UPDATE "Session" SET "endedAt" = now(), "endedReason" = 'revoked' WHERE "endedAt" IS NULL`,
        trustedDevices: await tx.$executeRaw`
          UPDATE "TrustedDevice" SET "endedAt" = now() WHERE "endedAt" IS NULL`,
        undoLinks: await tx.$executeRaw`
          UPDATE "AddressUndo" SET "usedAt" = now() WHERE "usedAt" IS NULL`,
        releases: await tx.$executeRaw`
          UPDATE "FactorRelease" SET "endedAt" = now(), "outcome" = 'stopped' WHERE "endedAt" IS NULL`,
        // An approved one may have been carried out since: its receipt is good no more.
        approvals: await tx.$executeRaw`
          UPDATE "Approval" SET "state" = 'void', "decidedAt" = coalesce("decidedAt", now())
           WHERE "state" IN ('pending', 'approved')`,
      };
      await recordEvent(tx as Database, {
        type: 'admin_action',
        actor: 'system',
        data: { kind: 'restore', backupAt: facts.backupAt?.toISOString() ?? null, ...settled },
      });
      return settled;
    },
    { timeout: 600_000 },
  );
}

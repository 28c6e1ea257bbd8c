import { recordEvent } from '@/lib/audit/record-event';
import { Prisma } from '@/lib/db/client';
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

const sliceSize = 5_000;

/** What is ended, where, and how. */
const open: Readonly<Record<keyof Settled, { table: string; change: Prisma.Sql; where: Prisma.Sql }>> = {
  codes: {
    table: 'Otp',
    change: Prisma.sql`"canceledAt" = now()`,
    // Those of a day, in case a clock was wrong; older ones are over whatever it says.
    where: Prisma.sql`"consumedAt" IS NULL AND "canceledAt" IS NULL AND "expiresAt" > now() - interval '1 day'`,
  },
  messages: {
    table: 'Delivery',
    change: Prisma.sql`"state" = 'dropped', "leasedUntil" = NULL`,
    where: Prisma.sql`"state" IN ('queued', 'sending')`,
  },
  grants: {
    table: 'Grant',
    change: Prisma.sql`"consumedAt" = now()`,
    where: Prisma.sql`"consumedAt" IS NULL`,
  },
  sessions: {
    table: 'Session',
    change: Prisma.sql`"endedAt" = now(), "endedReason" = 'revoked'`,
    where: Prisma.sql`"endedAt" IS NULL`,
  },
  trustedDevices: {
    table: 'TrustedDevice',
    change: Prisma.sql`"endedAt" = now()`,
    where: Prisma.sql`"endedAt" IS NULL`,
  },
  undoLinks: {
    table: 'AddressUndo',
    change: Prisma.sql`"usedAt" = now()`,
    where: Prisma.sql`"usedAt" IS NULL`,
  },
  releases: {
    table: 'FactorRelease',
    change: Prisma.sql`"endedAt" = now(), "outcome" = 'stopped'`,
    where: Prisma.sql`"endedAt" IS NULL`,
  },
  // An approved one may have been carried out since: its receipt is good no more.
  approvals: {
    table: 'Approval',
    change: Prisma.sql`"state" = 'void', "decidedAt" = coalesce("decidedAt", now())`,
    where: Prisma.sql`"state" IN ('pending', 'approved')`,
  },
};

/**
 * Ends everything short-lived after a restore. A backup knows nothing of what has ended since it was made: a code that was
 * used, a session that was signed out, a plan that its owner stopped would all be alive again. Run it before the app starts.
 * In slices, because there may be millions; broken off, it is simply run again.
 */
export async function settleAfterRestore({ db }: Deps, facts: { backupAt: Date | null }): Promise<Settled> {
  const settled: Partial<Settled> = {};
  for (const [what, { table, change, where }] of Object.entries(open)) {
    const name = Prisma.raw(`"${table}"`);
    let count = 0;
    for (;;) {
      const slice = await db.$executeRaw`
        UPDATE ${name} SET ${change}
         WHERE "id" IN (SELECT "id" FROM ${name} WHERE ${where} LIMIT ${sliceSize})`;
      count += slice;
      if (slice < sliceSize) break;
    }
    settled[what as keyof Settled] = count;
  }
  const data = { kind: 'restore', backupAt: facts.backupAt?.toISOString() ?? null, ...settled };
  await recordEvent(db, { type: 'admin_action', actor: 'system', data });
  return settled as Settled;
}

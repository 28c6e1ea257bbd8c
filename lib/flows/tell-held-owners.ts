import { findAccountById } from '@/lib/accounts/find-account';
import { recordEvent } from '@/lib/audit/record-event';
import type { Database } from '@/lib/db/client';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { holdPolicy } from '@/lib/limits/catalogue';
import type { Deps, Visitor } from './deps';
import { tellOwner } from './tell-owner';

/** The link in the notice works for so long; the next failure after its end would tell again. */
const unlockDays = 7;

const system: Visitor = { clientAddress: '0.0.0.0', userAgent: null, requestId: 'held-owners', locale: null };

/**
 * Tells owners that somebody guesses at their account: at the first hold, and when its codes are off. It runs beside the
 * requests, in every process, so that no request about a known account does more than one about an unknown one.
 * @returns how many were told
 */
export async function tellHeldOwners({ db }: Deps): Promise<number> {
  const told = await db.$transaction(async (tx) => {
    const inner = tx as Database;
    // The numbers stand in the index "Hold_untold" too.
    const holds = await inner.$queryRaw<{ userId: string; total: number }[]>`
      UPDATE "Hold" SET "toldTotal" = CASE WHEN "total" >= 100 THEN 100 ELSE 10 END
       WHERE "subject" IN (
         SELECT "subject" FROM "Hold"
          WHERE "total" >= 10 AND "toldTotal" < 100 AND ("toldTotal" = 0 OR "total" >= 100)
            AND "subject" ~ '^user:[0-9a-f-]{36}(/key:[0-9a-f-]{36})?$'
          LIMIT 100 FOR UPDATE SKIP LOCKED)
      RETURNING substr("subject", 6, 36) AS "userId", "total"`;
    for (const { userId, total } of holds) {
      const off = total >= holdPolicy.failuresBeforeOff;
      const account = await findAccountById(inner, userId);
      if (account?.status !== 'active') continue;
      const until = new Date(Date.now() + unlockDays * 24 * 60 * 60 * 1000).toISOString();
      await tellOwner(
        inner,
        account,
        off ? 'factor_off' : 'account_held',
        system,
        off ? { unlock: { userId, until } } : {},
      );
      await recordEvent(inner, {
        type: 'account_held',
        userId,
        actor: 'system',
        data: { reason: off ? 'factor_off' : 'hold', failures: total },
      });
    }
    return holds.length;
  });
  if (told > 0) wakeOutbox();
  return told;
}

import { takeDueFactorRelease } from '@/lib/accounts/factor-releases';
import { findAccountById } from '@/lib/accounts/find-account';
import { endSessions } from '@/lib/accounts/sessions';
import { recordEvent } from '@/lib/audit/record-event';
import { endChallengesAndGrants } from '@/lib/codes/cancel-challenge';
import type { Database } from '@/lib/db/client';
import { wakeOutbox } from '@/lib/delivery/outbox';
import type { Deps, Visitor } from './deps';
import { tellOwner } from './tell-owner';

const system: Visitor = { clientAddress: '0.0.0.0', userAgent: null, requestId: 'releases', locale: null };

/** Turns off the factors whose waiting time is over, in every process beside the requests. @returns of how many accounts */
export async function releaseDueFactors({ db }: Deps): Promise<number> {
  let released = 0;
  while (await releaseOne(db)) released += 1;
  if (released > 0) wakeOutbox();
  return released;
}

async function releaseOne(db: Database): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const inner = tx as Database;
    const release = await takeDueFactorRelease(inner);
    if (!release) return false;
    const { userId, plannedBy } = release;
    await endSessions(inner, userId, 'revoked');
    await endChallengesAndGrants(inner, userId);
    const account = await findAccountById(inner, userId);
    if (account) await tellOwner(inner, account, 'factor_changed', system, { change: 'released' });
    await recordEvent(inner, {
      type: 'factor_removed',
      userId,
      actor: 'system',
      data: { kind: 'all', plannedBy },
    });
    return true;
  });
}

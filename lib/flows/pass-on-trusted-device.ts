import { findFactors } from '@/lib/accounts/factors';
import { acceptTrust } from '@/lib/accounts/trusted-devices';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { consumeGrant, getGrant, issueGrant } from '@/lib/codes/grants';
import type { Database } from '@/lib/db/client';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps } from './deps';
import { grantMethods } from './grant-methods';

/**
 * The grant of a first factor for one that gives a session, in a browser where the second one was shown within the last
 * thirty days and the customer asked not to be asked again. Failures of the account are not forgotten for it.
 */
export async function passOnTrustedDevice(
  { db }: Deps,
  input: { grant: string; trustSecret: string | null; owner: ChallengeOwner },
): Promise<Result<{ grant: string }, 'not_trusted' | 'grant_used'>> {
  const { trustSecret, owner } = input;
  if (!trustSecret) return fail('not_trusted');
  const first = await getGrant(db, input.grant, 'login', owner);
  if (!first?.userId || (await findFactors(db, first.userId)).length === 0) return fail('not_trusted');
  const { userId } = first;
  return db.$transaction(async (tx) => {
    const inner = tx as Database;
    if (!(await acceptTrust(inner, userId, trustSecret))) return fail('not_trusted');
    const used = await consumeGrant(inner, input.grant, 'login', owner);
    if (!used) return fail('grant_used');
    const context = { methods: [...grantMethods(used), 'trusted_device'] };
    return ok({ grant: await issueGrant(inner, { purpose: 'session', userId, owner, context }) });
  });
}

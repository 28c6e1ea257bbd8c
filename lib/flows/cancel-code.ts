import { recordEvent } from '@/lib/audit/record-event';
import { cancelChallenge } from '@/lib/codes/cancel-challenge';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { getChallenge } from '@/lib/codes/get-challenge';
import { clientSubject } from '@/lib/limits/client-subject';
import { fail, ok, type Result } from '@/lib/result';
import { actorOf, type Deps, type Visitor } from './deps';

/** Ends a challenge before its time. One that has ended otherwise is left as it is. */
export async function cancelCode(
  { db }: Deps,
  input: { id: string; owner: ChallengeOwner; visitor: Visitor },
): Promise<Result<null, 'not_found' | 'code_used'>> {
  if (await cancelChallenge(db, input.id, input.owner)) {
    await recordEvent(db, {
      type: 'code_canceled',
      actor: actorOf(input.visitor),
      otpId: input.id,
      requestId: input.visitor.requestId,
      client: clientSubject(input.visitor.clientAddress),
    });
    return ok(null);
  }
  const challenge = await getChallenge(db, input.id, input.owner);
  if (!challenge) return fail('not_found');
  return challenge.consumedAt ? fail('code_used') : ok(null);
}

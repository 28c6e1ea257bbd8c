import { recordEvent } from '@/lib/audit/record-event';
import { approveChallenge } from '@/lib/codes/approve-challenge';
import { cancelChallenge } from '@/lib/codes/cancel-challenge';
import { clientSubject } from '@/lib/limits/client-subject';
import { actorOf, type Deps, type Visitor } from './deps';
import { getVerification, type Verification, type VerificationTarget } from './get-verification';

/** The application's own decision about a verification that is under way. Null: there is none. */
export async function endVerification(
  deps: Deps,
  target: VerificationTarget & { as: 'approved' | 'canceled'; visitor: Visitor },
): Promise<Verification | null> {
  const found = await getVerification(deps, target);
  if (!found) return null;
  const { id } = found.challenge;
  const end = target.as === 'approved' ? approveChallenge : cancelChallenge;
  if (!(await end(deps.db, id, target.owner))) return null;
  await recordEvent(deps.db, {
    type: target.as === 'approved' ? 'code_verified' : 'code_canceled',
    actor: actorOf(target.visitor),
    otpId: id,
    requestId: target.visitor.requestId,
    client: clientSubject(target.visitor.clientAddress),
    data: { by: 'application' },
  });
  return getVerification(deps, { ...target, id });
}

import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import type { Approval } from '@/lib/accounts/approvals';
import { cancelChallenge } from '@/lib/codes/cancel-challenge';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { ok, type Result } from '@/lib/result';
import { acceptPasskey, type PasskeyFailure } from './accept-passkey';
import { askPasskey, type PasskeyUse } from './ask-passkey';
import type { Deps, Visitor } from './deps';
import { finishApproval } from './finish-approval';
import { type ApprovalRefusal, getOpenApproval } from './get-approval';

interface Asked {
  id: string;
  userId: string;
  sessionId: string;
  owner: ChallengeOwner;
  visitor: Visitor;
}

/** What the browser needs to ask for a passkey that signs this operation, in this session, once. */
export async function askApprovalPasskey(
  deps: Deps,
  input: Asked,
): Promise<
  Result<
    PublicKeyCredentialRequestOptionsJSON,
    ApprovalRefusal | 'passkeys_not_offered' | 'limited',
    { retryAfterSeconds: number }
  >
> {
  const open = await getOpenApproval(deps, input);
  if (!open.ok) return open;
  return askPasskey(deps, { ...input, for: boundTo(input, open.value) });
}

/** The customer's yes by a passkey that has signed exactly this operation. The code that was sent is dead with it. */
export async function approveByPasskey(
  deps: Deps,
  input: Asked & { response: AuthenticationResponseJSON },
): Promise<Result<Approval, ApprovalRefusal | PasskeyFailure, { retryAfterSeconds: number }>> {
  const open = await getOpenApproval(deps, input);
  if (!open.ok) return open;
  const approval = open.value;
  const accepted = await acceptPasskey(deps, { ...input, for: boundTo(input, approval) });
  if (!accepted.ok) return accepted;
  const done = await finishApproval(deps, { approval, method: 'passkey', visitor: input.visitor });
  if (!done.ok) return done;
  await cancelChallenge(deps.db, approval.otpId, { browserHash: null, clientId: approval.clientId });
  return ok(done.value);
}

function boundTo({ userId, sessionId }: Asked, approval: Approval): PasskeyUse {
  return { use: 'approval', userId, sessionId, approval };
}

import type { Approval } from '@/lib/accounts/approvals';
import { maskAddress } from '@/lib/accounts/mask-address';
import { findPasskeyIds } from '@/lib/accounts/passkeys';
import { arePasskeysOffered } from '@/lib/accounts/webauthn';
import type { Deps } from './deps';
import { type ApprovalStatus, approvalStatus, getApproval } from './get-approval';
import { type ChallengeView, getChallengeView } from './get-challenge-view';

export interface ApprovalPage
  extends Pick<Approval, 'id' | 'kind' | 'amount' | 'currency' | 'payee' | 'text'> {
  status: ApprovalStatus;
  /** Who asks: the name of the API key. */
  askedBy: string | null;
  createdAt: Date;
  expiresAt: Date;
  maskedTo: string;
  isDemo: boolean;
  /** A passkey of this account can approve it, besides the code. */
  canUsePasskey: boolean;
  /** Of the code; null when it was purged. */
  code: ChallengeView | null;
}

/** Who the demo page asks for. */
export const demoClientId = 'demo';

/** What the customer reads before they decide: the stored words, if they are the ones that were sealed. */
export async function getApprovalPage(
  deps: Deps,
  input: { id: string; userId: string },
): Promise<ApprovalPage | null> {
  const approval = await getApproval(deps, input.id, { userId: input.userId });
  if (!approval) return null;
  const { id, kind, amount, currency, payee, text, clientId, createdAt, expiresAt, channel } = approval;
  const keys = await deps.db.$queryRaw<{ name: string }[]>`
    SELECT "name" FROM "ApiKey" WHERE "id"::text = ${clientId.replace(/^key:/, '')}`;
  return {
    ...{ id, kind, amount, currency, payee, text, createdAt, expiresAt },
    status: approvalStatus(approval),
    askedBy: keys[0]?.name ?? null,
    maskedTo: maskAddress(channel, approval.address),
    isDemo: clientId === demoClientId,
    canUsePasskey: arePasskeysOffered() && (await findPasskeyIds(deps.db, input.userId)).length > 0,
    code: await getChallengeView(deps, approval.otpId, { browserHash: null, clientId }),
  };
}

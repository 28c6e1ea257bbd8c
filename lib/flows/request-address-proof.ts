import { type AddressKind, keepPendingAddress } from '@/lib/accounts/addresses';
import { type Account, findAccountByAddress } from '@/lib/accounts/find-account';
import type { Challenge, ChallengeOwner } from '@/lib/codes/challenge';
import { type Channel, isChannelOffered } from '@/lib/delivery/channel';
import { takeLimits } from '@/lib/limits/take-limits';
import { fail, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';
import { sendOwnCode } from './send-own-code';

/**
 * Sends a code to an address that a customer wants to use. Until it is proved the account keeps what it has. One that
 * belongs to somebody else looks the same here; its owner gets a notice.
 */
export async function requestAddressProof(
  deps: Deps,
  input: {
    account: Account;
    sessionId: string;
    kind: AddressKind;
    address: string;
    owner: ChallengeOwner;
    visitor: Visitor;
    replaces?: string | null;
  },
): Promise<
  Result<
    { challenge: Challenge; maskedTo: string },
    'limited' | 'channel_not_offered',
    { retryAfterSeconds: number }
  >
> {
  const { account, sessionId, kind, address } = input;
  const phoneChannels: Channel[] = ['sms', 'whatsapp', 'voice'];
  const channel = kind === 'email' ? 'email' : phoneChannels.find((one) => isChannelOffered(one));
  if (!channel || !isChannelOffered(channel)) return fail('channel_not_offered');
  const allowed = await takeLimits(deps.db, [{ limit: 'factor_changes_per_account', subject: account.id }]);
  if (!allowed.ok) return fail('limited', { retryAfterSeconds: allowed.retryAfterSeconds ?? 60 });
  const holder = await findAccountByAddress(deps.db, address);
  if (holder?.id !== account.id) await keepPendingAddress(deps.db, account.id, kind, address);
  return sendOwnCode(deps, {
    ...input,
    purpose: 'verification',
    channel,
    heldBy: holder && holder.id !== account.id ? holder : null,
    context: { use: 'address', kind, sessionId },
  });
}

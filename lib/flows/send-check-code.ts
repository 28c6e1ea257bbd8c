import type { Account } from '@/lib/accounts/find-account';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import type { Channel } from '@/lib/delivery/channel';
import { fail } from '@/lib/result';
import type { Deps, Visitor } from './deps';
import { findCheckWays } from './find-check-ways';
import { provedAddress } from './second-factor-ways';
import { sendOwnCode } from './send-own-code';

/** Sends a code to somebody who is signed in, to show that it is still them. It is good for this session alone. */
export async function sendCheckCode(
  deps: Deps,
  input: {
    account: Account;
    sessionId: string;
    channel: Channel;
    owner: ChallengeOwner;
    visitor: Visitor;
    replaces?: string | null;
  },
) {
  const { account, sessionId, channel } = input;
  const address = provedAddress(account, channel);
  const ways = await findCheckWays(deps, account);
  if (!address || !ways.some(({ way }) => way === channel)) return fail('channel_not_offered' as const);
  return sendOwnCode(deps, {
    ...input,
    purpose: 'verification',
    address,
    context: { use: 'check', sessionId },
  });
}

import type { Challenge, ChallengeOwner } from '@/lib/codes/challenge';
import type { Channel } from '@/lib/delivery/channel';
import { fail, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';
import { getSecondFactorStep } from './get-second-factor-step';
import { provedAddress } from './second-factor-ways';
import { sendOwnCode } from './send-own-code';

/** Sends a code as the second factor to who holds a first one, if that way is open to them. */
export async function requestSecondFactorCode(
  deps: Deps,
  input: {
    grant: string;
    channel: Channel;
    owner: ChallengeOwner;
    visitor: Visitor;
    replaces?: string | null;
  },
): Promise<
  Result<
    { challenge: Challenge; maskedTo: string },
    'grant_used' | 'limited' | 'channel_not_offered',
    { retryAfterSeconds: number }
  >
> {
  const step = await getSecondFactorStep(deps, input);
  if (!step) return fail('grant_used');
  const address = provedAddress(step.account, input.channel);
  if (!address || !step.ways.some(({ way }) => way === input.channel)) return fail('channel_not_offered');
  return sendOwnCode(deps, {
    account: step.account,
    purpose: 'second_factor',
    channel: input.channel,
    address,
    owner: input.owner,
    visitor: input.visitor,
    replaces: input.replaces,
  });
}

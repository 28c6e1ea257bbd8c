import type { Account } from '@/lib/accounts/find-account';
import { type Channel, isChannelOffered } from '@/lib/delivery/channel';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps } from './deps';
import { provedAddress } from './second-factor-ways';

/** Chooses the channel that is offered first. */
export async function setPreferredChannel(
  { db }: Deps,
  { account, channel }: { account: Account; channel: Channel },
): Promise<Result<null, 'channel_not_offered'>> {
  if (!isChannelOffered(channel) || !provedAddress(account, channel)) return fail('channel_not_offered');
  await db.$executeRaw`UPDATE "User" SET "preferredChannel" = ${channel} WHERE "id" = ${account.id}::uuid`;
  return ok(null);
}

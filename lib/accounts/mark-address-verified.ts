import { Prisma } from '@/lib/db/client';
import type { Channel } from '@/lib/delivery/channel';
import { lockedWhere } from './lock-account';

interface Provable {
  userId: string;
  channel: Channel;
  address: string;
}

/**
 * Notes that a code proved an address, if it is still the account's; keeps the first proof's time. Parts of the statement that uses
 * the code up (`consumed`: lib/codes/consume-challenge.ts): the account is locked before the code, and only where there is
 * something to note, so that of most codes nobody waits for anybody.
 */
export function markAddressVerified({ userId, channel, address }: Provable): {
  locks: Prisma.Sql;
  proof: Prisma.Sql;
} {
  const [kind, proved] =
    channel === 'email'
      ? [Prisma.sql`"email"`, Prisma.sql`"emailVerifiedAt"`]
      : [Prisma.sql`"phone"`, Prisma.sql`"phoneVerifiedAt"`];
  return {
    locks: lockedWhere(Prisma.sql`"id" = ${userId}::uuid AND ${kind} = ${address} AND ${proved} IS NULL`),
    proof: Prisma.sql`
      UPDATE "User" SET ${proved} = now() FROM consumed, locked WHERE "User"."id" = locked."id"`,
  };
}

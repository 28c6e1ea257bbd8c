import { Prisma } from '@/lib/db/client';
import type { Channel } from '@/lib/delivery/channel';

/**
 * Notes that a code proved an address, if it is still the account's; keeps the first proof's time. A part of the statement
 * that uses the code up (`consumed`: lib/codes/consume-challenge.ts).
 */
export function markAddressVerified(channel: Channel): Prisma.Sql {
  return channel === 'email'
    ? Prisma.sql`
        UPDATE "User" u SET "emailVerifiedAt" = now() FROM consumed
         WHERE u."id" = consumed."userId" AND u."email" = consumed."address" AND u."emailVerifiedAt" IS NULL`
    : Prisma.sql`
        UPDATE "User" u SET "phoneVerifiedAt" = now() FROM consumed
         WHERE u."id" = consumed."userId" AND u."phone" = consumed."address" AND u."phoneVerifiedAt" IS NULL`;
}

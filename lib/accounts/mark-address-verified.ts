import type { Database } from '@/lib/db/client';
import type { Channel } from '@/lib/delivery/channel';

/** Notes that a code proved an address, if it is still the account's. Keeps the first proof's time. */
export async function markAddressVerified(
  db: Database,
  userId: string,
  channel: Channel,
  address: string,
): Promise<void> {
  if (channel === 'email') {
    await db.$executeRaw`
      UPDATE "User" SET "emailVerifiedAt" = now()
       WHERE "id" = ${userId}::uuid AND "email" = ${address} AND "emailVerifiedAt" IS NULL`;
  } else {
    await db.$executeRaw`
      UPDATE "User" SET "phoneVerifiedAt" = now()
       WHERE "id" = ${userId}::uuid AND "phone" = ${address} AND "phoneVerifiedAt" IS NULL`;
  }
}

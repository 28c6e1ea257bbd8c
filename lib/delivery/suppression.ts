import type { Channel } from '@/lib/config/delivery-settings';
import type { Database } from '@/lib/db/client';

export type SuppressionReason = 'bounced' | 'complained' | 'stopped';

export interface NewSuppression {
  channel: Channel;
  address: string;
  reason: SuppressionReason;
  provider: string | null;
  deliveryId: string | null;
}

/** A mailbox that was away or full may be back: bounces are forgotten after a while, the wishes of people never. */
const bounceDays = 7;

/** From now on nothing goes to this address by this channel. What a person asked for outlasts a bounce. */
export async function suppressAddress(db: Database, input: NewSuppression): Promise<void> {
  const days = input.reason === 'bounced' ? bounceDays : null;
  await db.$executeRaw`
    INSERT INTO "Suppression" AS s ("channel", "address", "reason", "provider", "deliveryId", "expiresAt")
    VALUES (${input.channel}, ${input.address}, ${input.reason}, ${input.provider}, ${input.deliveryId}::uuid,
            now() + ${days}::int * interval '1 day')
    ON CONFLICT ("channel", "address") DO UPDATE
       SET "reason" = EXCLUDED."reason", "provider" = EXCLUDED."provider", "deliveryId" = EXCLUDED."deliveryId",
           "createdAt" = now(), "expiresAt" = EXCLUDED."expiresAt"
     WHERE s."reason" = 'bounced' OR EXCLUDED."reason" <> 'bounced'`;
}

/** The way back: the owner said START, or an admin heard from them. @returns whether there was anything to lift */
export async function liftSuppression(db: Database, channel: Channel, address: string): Promise<boolean> {
  const lifted = await db.$executeRaw`
    DELETE FROM "Suppression" WHERE "channel" = ${channel} AND "address" = ${address}`;
  return lifted > 0;
}

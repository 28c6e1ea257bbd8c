import {
  type Channel,
  channels,
  type DeliverySettings,
  type ProviderId,
} from '@/lib/config/delivery-settings';
import { getSettings } from '@/lib/config/settings';
import { getSwitches, type Switches } from '@/lib/config/switches';
import { type Database, Prisma } from '@/lib/db/client';
import { isSwitchedOn } from './channel';
import { providers } from './providers/registry';

/**
 * Whether the code of a message lives, is ours, and was sent or given up: then the same code can go out again. `d` is the
 * message, `o` its challenge.
 */
export const canGoAgain = Prisma.sql`(
  d."template" = 'code' AND d."state" IN ('sent', 'accepted', 'delivered', 'failed') AND o."generation" = d."generation"
  AND o."consumedAt" IS NULL AND o."canceledAt" IS NULL AND o."attempts" < o."maxAttempts" AND o."expiresAt" > now()
  AND o."verifier" IS NULL)`;

/** Puts a message back into the outbox, for this vendor first. @returns false: its code has died, or it is on its way. */
export async function resendDelivery(db: Database, id: string, provider: ProviderId): Promise<boolean> {
  const changed = await db.$executeRaw`
    UPDATE "Delivery" d
       SET "state" = 'queued', "availableAt" = now(), "leasedUntil" = NULL, "wantedProvider" = ${provider},
           "failureKind" = NULL, "failureDetail" = NULL
      FROM "Otp" o
     WHERE d."id" = ${id}::uuid AND o."id" = d."otpId" AND ${canGoAgain}`;
  return changed === 1;
}

/**
 * Vendors that can send a message of this channel again, with the code that it has: those that are configured and
 * switched on. One that makes codes of its own is not among them.
 */
export function findResendProviders(
  channel: string,
  purpose: string | null,
  settings: DeliverySettings = getSettings().delivery,
  switches: Switches = getSwitches(),
): ProviderId[] {
  const known: Channel | undefined = channels.find((one) => one === channel);
  if (!known) return [];
  const routed = settings.routes[known].flatMap((route) => route.providers);
  return [...new Set([...settings.channels[known], ...routed])].filter((id) => {
    const vendor = providers[id];
    const carries = vendor.carries?.({ channel: known, template: 'code', purpose }) ?? true;
    return carries && !vendor.check && isSwitchedOn({ provider: id, channel: known }, switches);
  });
}

import type { Channel } from '@/lib/config/delivery-settings';
import { getSettings } from '@/lib/config/settings';
import type { ClaimedChallenge, ClaimedDelivery } from './claim-deliveries';
import { spokenCode } from './messages/spoken-code';
import type { OutboxDeps } from './outbox-deps';
import { renderDelivery } from './render-delivery';

export interface InboxMessage {
  id: string;
  channel: Channel;
  to: string;
  subject: string;
  text: string;
  /** As it stands in the text, and as it is read out. */
  code: { typed: string; spoken: string } | null;
  html: string | null;
  at: Date;
}

type Row = Omit<ClaimedDelivery, 'challenge'> & { challenge: ClaimedChallenge | null; sentAt: Date };
/** What only sending asks about. */
const unasked = { failureKind: null, undelivered: [], suppressedChannels: [], addressProved: false };

/**
 * What the development provider "sent", newest first, rendered anew: messages are stored nowhere. Shows codes to
 * everybody, so it answers in demo mode only.
 */
export async function findInboxMessages(deps: OutboxDeps, limit = 50): Promise<InboxMessage[]> {
  const settings = deps.settings ?? getSettings();
  if (!settings.delivery.demoMode) return [];
  const deliveries = await deps.db.delivery.findMany({
    where: { provider: 'development', sentAt: { not: null } },
    orderBy: [{ createdAt: 'desc' }],
    take: limit,
    include: { otp: true },
  });
  return deliveries.map(({ otp, ...delivery }) => {
    const challenge: ClaimedChallenge | null = otp && {
      ...otp,
      generation: delivery.generation,
      context: otp.context as Record<string, unknown> | null,
    };
    const row: Row = {
      ...delivery,
      ...unasked,
      channel: delivery.channel as Channel,
      params: delivery.params as Record<string, unknown>,
      sentAt: delivery.sentAt!,
      now: delivery.sentAt!,
      challenge,
    };
    const typed = challenge && deps.deriveCode(challenge);
    const message = renderDelivery(row, typed, settings);
    const code = typed ? { typed, spoken: spokenCode(typed) } : null;
    return { ...message, code, id: delivery.id, at: delivery.createdAt };
  });
}

import { maskAddress } from '@/lib/accounts/mask-address';
import { type Challenge, challengeStatus } from '@/lib/codes/challenge';
import type { DeliveryState } from '@/lib/delivery/get-delivery-state';
import type { CodeView } from '@/lib/schemas/api/codes';

/** A challenge as the API shows it. */
export function renderCodeView(challenge: Challenge, delivery: DeliveryState): CodeView {
  return {
    id: challenge.id,
    purpose: challenge.purpose,
    channel: challenge.channel,
    to: maskedTo(challenge),
    status: challengeStatus(challenge),
    expires_at: challenge.expiresAt.toISOString(),
    can_resend_at: challenge.resendAvailableAt.toISOString(),
    attempts_left: Math.max(0, challenge.maxAttempts - challenge.attempts),
    delivery: delivery.state,
    delivery_reason: delivery.reason,
  };
}

/** As it was masked when the code was asked for: what is stored of a decoy would not give the same. */
export function maskedTo({ context, channel, address }: Challenge): string {
  const kept = (context as { maskedTo?: unknown } | null)?.maskedTo;
  return typeof kept === 'string' ? kept : maskAddress(channel, address);
}

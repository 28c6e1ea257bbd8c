import { fingerprint } from '@/lib/accounts/fingerprint';
import { recordEvent } from '@/lib/audit/record-event';
import { getSettings } from '@/lib/config/settings';
import { getSwitches } from '@/lib/config/switches';
import type { Database } from '@/lib/db/client';
import { getLimits } from '@/lib/limits/catalogue';
import { fail, ok, type Result } from '@/lib/result';
import { getPumpingMode } from './guard-mode';
import { phoneScope } from './phone-scope';
import { emptyTally, type GuardReason, judgeSend } from './pumping-policy';
import { countSent, countVerified, readTallies } from './sms-tally';

export interface GuardedSend {
  channel: string;
  address: string;
  /** What limits of this client are counted under; null: nobody asks, a message falls back to another channel. */
  client: string | null;
  /** The purpose sends to any address, account or not. */
  open: boolean;
  /** Nothing will be sent; decided by the same rules, and not counted. */
  decoy: boolean;
  requestId: string | null;
  deliveryId?: string;
  /** For the simulator; otherwise the database's clock. */
  at?: Date | null;
}

const paid = new Set(['sms', 'voice', 'whatsapp']);

/** Whether each message of this channel costs money: only those are judged. */
export function isPaid(channel: string): boolean {
  return paid.has(channel);
}

/** The rules that a lifted country is free of. */
const liftable: ReadonlySet<GuardReason> = new Set([
  'prefix_velocity',
  'prefix_conversion',
  'country_velocity',
  'country_conversion',
]);
/** When what was stopped may be asked for again: the next slice of the tallies. */
const retryAfterSeconds = 600;

/**
 * Decides about a message that costs money, by what is known of its block of numbers, its country, who asks, and the
 * day's budget. In record-only mode it lets everything pass and writes down what it would have stopped.
 */
export async function guardSend(
  db: Database,
  send: GuardedSend,
): Promise<Result<{ reasons: GuardReason[] }, 'limited', { retryAfterSeconds: number }>> {
  const { guard } = getSettings();
  const mode = getPumpingMode();
  if (mode === 'off' || !isPaid(send.channel)) return ok({ reasons: [] });
  const { country, prefix } = phoneScope(send.address);
  const scopes = scopesOf(send);
  const tallies = await readTallies(db, Object.values(scopes), send.at);
  const price = guard.priceMicros.get(country) ?? guard.priceMicros.get('*') ?? 0n;
  const judged = judgeSend(
    {
      prefix: tallies.get(scopes.prefix)!,
      country: tallies.get(scopes.country)!,
      client: scopes.client ? tallies.get(scopes.client)! : emptyTally,
      all: tallies.get(scopes.all)!,
    },
    {
      perPrefixHour: getLimits().sms_per_prefix.max,
      dailyBudgetMicros: guard.dailyBudgetMicros,
      priceMicros: price,
      open: send.open,
    },
  );
  // Staff knows why so many texts go to this country; who asks, and the money, are still looked at.
  const lifted = getSwitches().countriesLifted.has(country);
  const reasons = lifted ? judged.filter((reason) => !liftable.has(reason)) : judged;
  const stopped = reasons.length > 0 && mode === 'enforce';
  if (reasons.length > 0) {
    await recordEvent(db, {
      type: 'guard_decision',
      actor: 'system',
      requestId: send.requestId,
      deliveryId: send.deliveryId,
      client: send.client,
      data: {
        decision: stopped ? 'blocked' : 'would_have_been_blocked',
        reasons,
        country,
        prefix,
        channel: send.channel,
      },
    });
  }
  if (stopped) return fail('limited', { retryAfterSeconds });
  await countSent(db, Object.values(scopes), { decoy: send.decoy, costMicros: price, at: send.at });
  return ok({ reasons });
}

/** A right code speaks for its block, its country and who asked. `sentAt`: when its first message went out. */
export async function noteVerified(
  db: Database,
  send: Pick<GuardedSend, 'channel' | 'address' | 'client'>,
  sentAt: Date,
): Promise<void> {
  if (getPumpingMode() === 'off' || !isPaid(send.channel)) return;
  await countVerified(db, Object.values(scopesOf(send)), sentAt);
}

function scopesOf({ address, client }: Pick<GuardedSend, 'address' | 'client'>) {
  const { prefix, country } = phoneScope(address);
  return {
    prefix: `prefix:${prefix}`,
    country: `country:${country}`,
    ...(client === null ? {} : { client: `client:${fingerprint(client)}` }),
    all: 'all',
  };
}

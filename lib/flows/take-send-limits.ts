import type { Database } from '@/lib/db/client';
import type { Channel } from '@/lib/delivery/channel';
import { isPaid } from '@/lib/guard/guard-send';
import { getLimits, type Limits } from '@/lib/limits/catalogue';
import { clientSubject } from '@/lib/limits/client-subject';
import { isDeviceSubject } from '@/lib/limits/hold-subject';
import { type LimitUse, prepareTake, takeLimits } from '@/lib/limits/take-limits';
import type { Visitor } from './deps';

/**
 * Takes what one message to an address costs: of the address's allowance, and of whoever asks for it. A known device has
 * an allowance of its own: who floods an address does not keep its owner from a code. So has an application with its own
 * number: its traffic does not keep the owner from our pages either.
 */
export function takeSendLimits(
  db: Database,
  visitor: Visitor,
  channel: Channel,
  address: string,
  holdSubject: string,
) {
  return takeLimits(db, usesOf(visitor, channel, address, holdSubject), limitsOf(visitor));
}

/**
 * The same, to be taken with the statement that writes the message. The guard of paid messages counts what it lets through:
 * there they are taken before it.
 */
export function prepareSendLimits(
  db: Database,
  visitor: Visitor,
  channel: Channel,
  address: string,
  holdSubject: string,
) {
  const uses = usesOf(visitor, channel, address, holdSubject);
  return prepareTake(db, uses, limitsOf(visitor), { now: isPaid(channel) });
}

function usesOf(visitor: Visitor, channel: Channel, address: string, holdSubject: string): LimitUse[] {
  const subject = [`${channel}:${address}`, ...ownAllowance(visitor, holdSubject)].join('|');
  return [
    { limit: 'sends_per_address_hour', subject },
    { limit: 'sends_per_address_day', subject },
    ...callerLimits(visitor),
  ];
}

function ownAllowance({ api }: Visitor, holdSubject: string): string[] {
  if (api?.keyId && api.perAddressHour) return [`key:${api.keyId}`];
  return isDeviceSubject(holdSubject) ? [holdSubject] : [];
}

/** An application is counted by its key: all its customers come from its one address. */
function callerLimits({ api, clientAddress }: Visitor): LimitUse[] {
  if (api?.keyId) return [{ limit: 'api_signed_in', subject: api.keyId }];
  const subject = clientSubject(clientAddress);
  const page: LimitUse = { limit: 'sends_per_client', subject };
  return api ? [page, { limit: 'api_anonymous', subject }] : [page];
}

function limitsOf({ api }: Visitor): Limits {
  const limits = { ...getLimits() };
  if (api?.keyId && api.perMinute) limits.api_signed_in = { max: api.perMinute, seconds: 60 };
  if (api?.keyId && api.perAddressHour) {
    const { sends_per_address_hour: hour, sends_per_address_day: day } = getLimits();
    // The day keeps its proportion to the hour.
    const perDay = Math.ceil((api.perAddressHour * day.max) / hour.max);
    limits.sends_per_address_hour = { ...hour, max: api.perAddressHour };
    limits.sends_per_address_day = { ...day, max: Math.min(perDay, 10_000) };
  }
  return limits;
}

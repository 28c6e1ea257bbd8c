import { createHash, createHmac } from 'node:crypto';
import type { Channel, DeliverySettings } from '@/lib/config/delivery-settings';
import { getKey } from '@/lib/config/keys';
import type { Database } from '@/lib/db/client';
import type { FailureKind } from './delivery-error';
import type { DeliveryState } from './get-delivery-state';

/** How real messages of a channel fared lately. */
interface Pace {
  /** Milliseconds from the request to the vendor's yes, and to the phone where a receipt told. */
  samples: readonly { sentMs: number; deliveredMs: number | null }[];
  failedAddresses: number;
  addresses: number;
  /** Milliseconds to failures. */
  failures: readonly { afterMs: number; kind: FailureKind }[];
}

/** A failure after which real messages are tried again. */
interface Trouble {
  kind: FailureKind;
  /** Milliseconds from a request to its first failure. */
  afterMs: number;
  /** Milliseconds since the last message went. */
  lastsMs: number;
}

const sampleSize = 300;
const sampleDays = 14;
const keepMs = 30_000;
/** A vendor's trouble shows sooner: it begins and ends at once for all. */
const troubleKeepMs = 1_000;
/** Before there are real ones: a vendor's usual answer, without receipts. */
const usual: Pace['samples'] = [180, 240, 310, 420, 700].map((sentMs) => ({ sentMs, deliveredMs: null }));
const usualFailure = { afterMs: 450, kind: 'invalid_address' } as const;
/** A first real failure must not be the only one that anybody has ever seen. */
const priorFailures = 0.5;
const priorAddresses = 100;

export interface Decoy {
  id: string;
  channel: Channel;
  address: string;
  ageMs: number;
  /** Its code has died. */
  expired: boolean;
}

/**
 * The course of a message that is never sent, so that it tells nobody whether there is an account: it takes the time of a
 * real one, and it fails as often as real addresses do, the same address every time. Asked again, it says the same.
 */
export async function decoyCourse(
  db: Database,
  decoy: Decoy,
  settings: DeliverySettings,
): Promise<DeliveryState> {
  const { channel, ageMs } = decoy;
  const first = settings.channels[channel][0];
  if (first === 'development') return { state: ageMs < 15 ? 'sending' : 'delivered', reason: null };
  const [pace, trouble] = await Promise.all([getPace(db, channel), getTrouble(db, channel)]);
  const fate = fraction(
    createHmac('sha256', getKey('decoy').bytes).update(`course ${channel} ${decoy.address}`).digest(),
  );
  const luck = fraction(createHash('sha256').update(decoy.id).digest());
  if (fate < (pace.failedAddresses + priorFailures) / (pace.addresses + priorAddresses)) {
    const failure = pick(pace.failures, luck) ?? usualFailure;
    return ageMs < failure.afterMs
      ? { state: 'sending', reason: null }
      : { state: 'failed', reason: failure.kind };
  }
  // While real messages are being tried again, so is this one; and it ends as they do, with its code.
  if (trouble && ageMs < trouble.lastsMs) {
    if (ageMs < trouble.afterMs) return { state: 'sending', reason: null };
    return { state: decoy.expired ? 'failed' : 'sending', reason: trouble.kind };
  }
  const { sentMs, deliveredMs } = pick(pace.samples, luck)!;
  if (ageMs < sentMs) return { state: 'sending', reason: null };
  if (deliveredMs === null || ageMs < sentMs + (deliveredMs - sentMs) * 0.4)
    return { state: 'sent', reason: null };
  // Only vendors that tell of the carrier, too, have a step between.
  if (ageMs < deliveredMs) return { state: first === 'twilio' ? 'accepted' : 'sent', reason: null };
  return { state: 'delivered', reason: null };
}

const fraction = (digest: Buffer) => digest.readUInt32BE() / 2 ** 32;

function pick<Item>(items: readonly Item[], luck: number): Item | undefined {
  return items[Math.floor(luck * items.length)];
}

const getPace = remember(keepMs, readPace);
const getTrouble = remember(troubleKeepMs, readTrouble);

/** Asks again after so long, for each database and channel. */
function remember<Fact>(keepForMs: number, read: (db: Database, channel: Channel) => Promise<Fact>) {
  const kept = new WeakMap<Database, Map<Channel, { at: number; fact: Promise<Fact> }>>();
  return (db: Database, channel: Channel): Promise<Fact> => {
    const channels = kept.get(db) ?? new Map<Channel, { at: number; fact: Promise<Fact> }>();
    kept.set(db, channels);
    const known = channels.get(channel);
    if (known && Date.now() - known.at < keepForMs) return known.fact;
    const fact = read(db, channel);
    channels.set(channel, { at: Date.now(), fact });
    fact.catch(() => channels.delete(channel));
    return fact;
  };
}

/** Why the newest message of a channel has to be tried again; null when it went, or failed for good. */
async function readTrouble(db: Database, channel: Channel): Promise<Trouble | null> {
  const rows = await db.$queryRaw<(Trouble & { state: string })[]>`
    SELECT d."state", d."failureKind" AS "kind",
           coalesce(extract(epoch FROM (SELECT min(a."finishedAt") FROM "DeliveryAttempt" a WHERE a."deliveryId" = d."id")
                                       - d."createdAt") * 1000, ${usualFailure.afterMs})::float8 AS "afterMs",
           (extract(epoch FROM now() - coalesce((
             SELECT max(e."sentAt") FROM "Delivery" e
              WHERE e."channel" = ${channel} AND e."createdAt" > now() - interval '1 hour'), 'epoch')) * 1000)::float8 AS "lastsMs"
      FROM "Delivery" d
     WHERE d."channel" = ${channel} AND d."template" = 'code' AND d."state" <> 'decoy'
       AND (d."failureKind" IS NOT NULL OR d."sentAt" IS NOT NULL)
       AND d."createdAt" > now() - interval '1 hour'
     ORDER BY d."createdAt" DESC LIMIT 1`;
  const newest = rows[0];
  return newest && newest.kind !== null && ['queued', 'sending', 'dropped'].includes(newest.state)
    ? newest
    : null;
}

type Row = {
  state: string;
  address: string;
  failureKind: FailureKind | null;
  sentMs: number | null;
  deliveredMs: number | null;
  endedMs: number | null;
};

async function readPace(db: Database, channel: Channel): Promise<Pace> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT d."state", d."address", d."failureKind",
           (extract(epoch FROM d."sentAt" - d."createdAt") * 1000)::float8 AS "sentMs",
           (extract(epoch FROM d."deliveredAt" - d."createdAt") * 1000)::float8 AS "deliveredMs",
           (extract(epoch FROM (SELECT max(coalesce(a."receiptAt", a."finishedAt")) FROM "DeliveryAttempt" a
                                 WHERE a."deliveryId" = d."id") - d."createdAt") * 1000)::float8 AS "endedMs"
      FROM "Delivery" d
     WHERE d."channel" = ${channel} AND d."state" IN ('sent', 'accepted', 'delivered', 'failed')
       AND d."template" = 'code' AND d."createdAt" > now() - ${sampleDays} * interval '1 day'
     ORDER BY d."createdAt" DESC LIMIT ${sampleSize}`;
  const failed = rows.filter(({ state }) => state === 'failed');
  const samples = rows.flatMap(({ state, sentMs, deliveredMs }) =>
    state !== 'failed' && sentMs !== null ? [{ sentMs, deliveredMs }] : [],
  );
  return {
    samples: samples.length > 0 ? samples : usual,
    addresses: new Set(rows.map(({ address }) => address)).size,
    failedAddresses: new Set(failed.map(({ address }) => address)).size,
    failures: failed.map(({ endedMs, failureKind }) => ({
      afterMs: endedMs ?? usualFailure.afterMs,
      kind: failureKind ?? usualFailure.kind,
    })),
  };
}

import { maskAddress } from '@/lib/accounts/mask-address';
import { type Database, Prisma } from '@/lib/db/client';
import type { Channel } from '@/lib/delivery/channel';
import { isInFirstTurn } from '@/lib/delivery/claim-deliveries';
import { canGoAgain } from '@/lib/delivery/resend-delivery';
import type { Deps } from '../deps';
import { channelName, deliveryStates, failureWord, providerName, renderSeconds } from './words';

export interface AttemptView {
  id: string;
  provider: string;
  channel: string;
  startedAt: Date;
  /** "Twilio 30003: the phone was off", "sent, delivered after 9 s". */
  words: string;
  detail: string | null;
  vendorId: string | null;
  tone: 'good' | 'bad' | 'open';
}

export interface DeliveryView {
  id: string;
  otpId: string | null;
  userId: string | null;
  template: string;
  purpose: string | null;
  channel: string;
  maskedTo: string;
  state: string;
  stateWords: string;
  provider: string | null;
  createdAt: Date;
  sentAt: Date | null;
  deliveredAt: Date | null;
  failureWords: string | null;
  /** The same code can go out again. */
  canGoAgain: boolean;
  attempts: AttemptView[];
}

export interface DeliveryFilter {
  id?: string | null;
  userId?: string | null;
  state?: string | null;
  channel?: string | null;
  provider?: string | null;
  purpose?: string | null;
  /** Older than this one: the next page. */
  before?: Date | null;
}

interface Row extends Omit<DeliveryView, 'maskedTo' | 'stateWords' | 'attempts' | 'failureWords'> {
  address: string;
  failureKind: string | null;
  attempts: AttemptRow[] | null;
}

interface AttemptRow {
  id: string;
  provider: string;
  channel: string;
  startedAt: string;
  outcome: string | null;
  failureKind: string | null;
  vendorCode: string | null;
  detail: string | null;
  providerMessageId: string | null;
  receiptState: string | null;
  receiptAt: string | null;
}

/** Deliveries with their attempts, the newest first. Decoys are no deliveries. */
export async function findDeliveries(
  { db }: Deps,
  filter: DeliveryFilter,
  most = 51,
): Promise<DeliveryView[]> {
  const rows = await selectDeliveries(db, filter, most);
  return rows.map(toView);
}

/** One delivery, or null. */
export async function getDelivery(deps: Deps, id: string): Promise<DeliveryView | null> {
  return (await findDeliveries(deps, { id }, 1))[0] ?? null;
}

function selectDeliveries(db: Database, filter: DeliveryFilter, most: number): Promise<Row[]> {
  const is = (column: string, value: string | null | undefined) =>
    value ? Prisma.sql`AND ${Prisma.raw(column)} = ${value}` : Prisma.empty;
  return db.$queryRaw<Row[]>`
    SELECT d."id"::text AS "id", d."otpId"::text AS "otpId", d."userId"::text AS "userId", d."template", o."purpose",
           d."channel", d."address", d."state", d."provider", d."createdAt", d."sentAt", d."deliveredAt", d."failureKind",
           coalesce(${canGoAgain}, false) AS "canGoAgain",
           coalesce((SELECT jsonb_agg(jsonb_build_object('id', a."id", 'provider', a."provider", 'channel', a."channel",
              'startedAt', a."startedAt", 'outcome', a."outcome", 'failureKind', a."failureKind", 'vendorCode', a."vendorCode",
              'detail', a."detail", 'providerMessageId', a."providerMessageId", 'receiptState', a."receiptState",
              'receiptAt', a."receiptAt") ORDER BY a."startedAt") FROM "DeliveryAttempt" a WHERE a."deliveryId" = d."id"),
             -- A first turn is written down when it has ended (lib/delivery/first-turn.ts).
             CASE WHEN ${isInFirstTurn} THEN jsonb_build_array(jsonb_build_object('id', d."id", 'provider', d."provider",
               'channel', d."channel", 'startedAt', d."createdAt", 'detail', NULL, 'providerMessageId', NULL)) END) AS "attempts"
      FROM "Delivery" d LEFT JOIN "Otp" o ON o."id" = d."otpId"
     WHERE d."state" <> 'decoy'
       ${filter.id ? Prisma.sql`AND d."id" = ${filter.id}::uuid` : Prisma.empty}
       ${filter.userId ? Prisma.sql`AND d."userId" = ${filter.userId}::uuid` : Prisma.empty}
       ${is('d."state"', filter.state)} ${is('d."channel"', filter.channel)} ${is('d."provider"', filter.provider)}
       ${is('o."purpose"', filter.purpose)}
       ${filter.before ? Prisma.sql`AND d."createdAt" < ${filter.before}` : Prisma.empty}
     ORDER BY d."createdAt" DESC LIMIT ${most}`;
}

function toView({ address, failureKind, attempts, ...row }: Row): DeliveryView {
  return {
    ...row,
    maskedTo: maskAddress(row.channel as Channel, address),
    stateWords: deliveryStates[row.state] ?? row.state,
    failureWords: failureKind ? failureWord(failureKind) : null,
    attempts: (attempts ?? []).map((attempt) => attemptView(attempt, row.channel)),
  };
}

function attemptView(attempt: AttemptRow, deliveryChannel: string): AttemptView {
  const { id, provider, channel, startedAt, detail, providerMessageId } = attempt;
  const start = new Date(startedAt);
  const name = `${providerName(provider)}${channel === deliveryChannel ? '' : `, by ${channelName(channel)}`}`;
  const { words, tone } = describeAttempt(attempt, name, start);
  return { id, provider, channel, startedAt: start, words, detail, vendorId: providerMessageId, tone };
}

function describeAttempt(
  { outcome, failureKind, vendorCode, receiptState, receiptAt }: AttemptRow,
  name: string,
  start: Date,
): Pick<AttemptView, 'words' | 'tone'> {
  const after = receiptAt
    ? ` after ${renderSeconds((new Date(receiptAt).getTime() - start.getTime()) / 1000)}`
    : '';
  const code = vendorCode ? ` ${vendorCode}` : '';
  if (receiptState === 'undelivered')
    return { words: `${name}${code}: not delivered, ${failureWord(failureKind)}${after}`, tone: 'bad' };
  if (receiptState === 'delivered') return { words: `${name}: delivered${after}`, tone: 'good' };
  if (receiptState === 'accepted') return { words: `${name}: with the carrier${after}`, tone: 'open' };
  if (outcome === 'sent') return { words: `${name}: sent`, tone: 'good' };
  if (outcome === 'failed') return { words: `${name}${code}: ${failureWord(failureKind)}`, tone: 'bad' };
  return { words: `${name}: no answer yet`, tone: 'open' };
}

import { countBackupCodes } from '@/lib/accounts/backup-codes';
import { describeUserAgent } from '@/lib/accounts/describe-user-agent';
import { type Factor, findFactors } from '@/lib/accounts/factors';
import { type Account, findAccountById } from '@/lib/accounts/find-account';
import { maskAddress } from '@/lib/accounts/mask-address';
import { findSignIns } from '@/lib/accounts/sessions';
import { findEvents } from '@/lib/audit/find-events';
import type { Deps } from '../deps';
import { describeEvent } from './describe-event';
import { type AttemptView, findDeliveries } from './get-delivery';
import { channelName, purposeName } from './words';

export interface AddressView {
  kind: 'email' | 'phone';
  masked: string;
  verified: boolean;
}

export interface SuppressionView {
  channel: string;
  /** bounced, complained, stopped */
  reason: string;
  createdAt: Date;
}

export interface TimelineEntry {
  key: string;
  at: Date;
  words: string;
  /** Who, where it was not the customer. */
  actor: string | null;
  client: string | null;
  tone: 'good' | 'bad' | 'plain';
  attempts: AttemptView[];
  deliveryId: string | null;
}

export interface CustomerView {
  id: string;
  name: string;
  customerType: string | null;
  role: Account['role'];
  status: Account['status'];
  locale: string | null;
  hasPassword: boolean;
  createdAt: Date;
  addresses: AddressView[];
  factors: Factor[];
  backupCodesLeft: number;
  sessions: { id: string; device: string; clientAddress: string | null; lastSeenAt: Date }[];
  hold: { failures: number; total: number; heldUntil: Date | null } | null;
  suppressions: SuppressionView[];
  timeline: TimelineEntry[];
}

/** All that the console shows about one customer, or null. Addresses are masked; there is nothing here to sign in with. */
export async function getCustomer(deps: Deps, id: string): Promise<CustomerView | null> {
  const { db } = deps;
  const account = await findAccountById(db, id);
  if (!account) return null;
  const [facts, factors, backupCodesLeft, signIns, holds, suppressions, timeline] = await Promise.all([
    db.$queryRaw<{ createdAt: Date; customerType: string | null }[]>`
      SELECT "createdAt", "customerType" FROM "User" WHERE "id" = ${id}::uuid`,
    findFactors(db, id),
    countBackupCodes(db, id),
    findSignIns(db, id, 50),
    db.$queryRaw<{ failures: number; total: number; heldUntil: Date | null }[]>`
      SELECT max("failures")::int AS "failures", max("total")::int AS "total",
             max("heldUntil") FILTER (WHERE "heldUntil" > now()) AS "heldUntil"
        FROM "Hold" WHERE "subject" = ${`user:${id}`} OR starts_with("subject", ${`user:${id}/`}) HAVING count(*) > 0`,
    db.$queryRaw<SuppressionView[]>`
      SELECT "channel", "reason", "createdAt" FROM "Suppression"
       WHERE "address" = ANY(${[account.email, account.phone].filter((address) => address !== null)}::text[])
         AND ("expiresAt" IS NULL OR "expiresAt" > now()) ORDER BY "createdAt"`,
    getTimeline(deps, id),
  ]);
  return {
    id,
    name: account.name,
    customerType: facts[0]?.customerType ?? null,
    role: account.role,
    status: account.status,
    locale: account.locale,
    hasPassword: account.passwordHash !== null,
    createdAt: facts[0]?.createdAt ?? new Date(0),
    addresses: addressesOf(account),
    factors,
    backupCodesLeft,
    sessions: signIns
      .filter(({ live }) => live)
      .map(({ id: sessionId, userAgent, clientAddress, lastSeenAt }) => ({
        id: sessionId,
        device: describeUserAgent(userAgent),
        clientAddress,
        lastSeenAt,
      })),
    hold: holds[0] ?? null,
    suppressions,
    timeline,
  };
}

function addressesOf({ email, phone, emailVerifiedAt, phoneVerifiedAt }: Account): AddressView[] {
  const views: AddressView[] = [];
  if (email)
    views.push({ kind: 'email', masked: maskAddress('email', email), verified: emailVerifiedAt !== null });
  if (phone)
    views.push({ kind: 'phone', masked: maskAddress('sms', phone), verified: phoneVerifiedAt !== null });
  return views;
}

const bad = new Set([
  'code_failed',
  'account_held',
  'sign_in_failed',
  'limit_reached',
  'not_me',
  'approval_denied',
  'approval_executed',
]);
const good = new Set([
  'code_verified',
  'signed_in',
  'registered',
  'password_reset',
  'factor_used',
  'approval_granted',
]);

/** Events and messages of one customer in one line of time, the newest first. */
export async function getTimeline(deps: Deps, userId: string, most = 100): Promise<TimelineEntry[]> {
  const [events, deliveries] = await Promise.all([
    findEvents(deps.db, { userId }, most),
    findDeliveries(deps, { userId }, most),
  ]);
  const entries: TimelineEntry[] = [
    ...events.map((event) => ({
      key: `event-${event.id}`,
      at: event.at,
      words: describeEvent(event),
      actor: event.actor === 'customer' ? null : event.actor,
      client: event.client,
      tone: bad.has(event.type)
        ? ('bad' as const)
        : good.has(event.type)
          ? ('good' as const)
          : ('plain' as const),
      attempts: [],
      deliveryId: null,
    })),
    ...deliveries.map((delivery) => ({
      key: `delivery-${delivery.id}`,
      at: delivery.createdAt,
      words: `${
        delivery.template === 'code'
          ? `Code for ${purposeName(delivery.purpose ?? 'verification')}`
          : `Notice “${delivery.template.replaceAll('_', ' ')}”`
      } by ${channelName(delivery.channel)} to ${delivery.maskedTo}: ${delivery.stateWords}`,
      actor: null,
      client: null,
      tone:
        delivery.state === 'failed'
          ? ('bad' as const)
          : delivery.state === 'delivered'
            ? ('good' as const)
            : ('plain' as const),
      attempts: delivery.attempts,
      deliveryId: delivery.id,
    })),
  ];
  return entries.sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, most);
}

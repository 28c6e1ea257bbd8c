import { type Database, Prisma } from '@/lib/db/client';

/** What happened, in the words that the activity page and the console translate. */
export const eventTypes = [
  'code_requested',
  'code_requested_unknown',
  'code_resent',
  'code_verified',
  'code_failed',
  'code_canceled',
  'account_held',
  'account_unlocked',
  'limit_reached',
  'signed_in',
  'sign_in_failed',
  'signed_out',
  'sessions_ended',
  'password_reset',
  'password_changed',
  'registered',
  'registration_existing',
  'address_added',
  'address_changed',
  'address_removed',
  'address_verified',
  'factor_added',
  'factor_removed',
  'factor_used',
  'release_planned',
  'release_stopped',
  'backup_code_used',
  'device_trusted',
  'device_revoked',
  'approval_requested',
  'approval_granted',
  'approval_denied',
  'approval_executed',
  'not_me',
  'address_suppressed',
  'suppression_lifted',
  'admin_action',
  'api_key_created',
  'api_key_revoked',
  'guard_decision',
  'delivery_failed',
] as const;
export type EventType = (typeof eventTypes)[number];

export interface AuditEventInput {
  type: EventType;
  userId?: string | null;
  actor?: string;
  otpId?: string | null;
  deliveryId?: string | null;
  sessionId?: string | null;
  requestId?: string | null;
  /** Client address, IPv6 already cut to /64. */
  client?: string | null;
  /** Small facts: purpose, channel, reason. Never a code, a secret or a full address. */
  data?: Record<string, unknown>;
}

/** Appends one event. The table refuses every change afterwards. */
export async function recordEvent(db: Database, event: AuditEventInput): Promise<void> {
  await db.$executeRaw(insertEvent(event));
}

/** An event, and the rows of its statement that it is written for, such as `FROM consumed`: no row there, no event. */
export interface EventPart {
  event: AuditEventInput;
  condition?: Prisma.Sql;
  /** Facts that the statement itself finds out: an expression of type jsonb over those rows, added to `data`. */
  found?: Prisma.Sql;
}

/**
 * The event as a part (`WITH … AS`) of the statement that it tells of: one way to the database for both, and neither
 * without the other.
 */
export function insertEvent(event: AuditEventInput, condition: Prisma.Sql = Prisma.empty): Prisma.Sql {
  return insertEvents([{ event, condition }]);
}

/** Several events of one statement, which happened in this order. */
export function insertEvents(parts: readonly EventPart[]): Prisma.Sql {
  const rows = parts.map(
    ({ event, condition = Prisma.empty, found }) => Prisma.sql`
    SELECT ${event.type}, ${event.userId ?? null}::uuid, ${event.actor ?? 'customer'}, ${event.otpId ?? null}::uuid,
           ${event.deliveryId ?? null}::uuid, ${event.sessionId ?? null}::uuid, ${event.requestId ?? null},
           ${event.client ?? null}, ${JSON.stringify(event.data ?? {})}::jsonb${found ? Prisma.sql` || ${found}` : Prisma.empty} ${condition}`,
  );
  return Prisma.sql`
    INSERT INTO "AuditEvent" ("type", "userId", "actor", "otpId", "deliveryId", "sessionId", "requestId", "client", "data")
    ${Prisma.join(rows, ' UNION ALL ')}`;
}

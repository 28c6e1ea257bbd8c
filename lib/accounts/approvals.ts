import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { findKey, getKey } from '@/lib/config/keys';
import { type Database, Prisma } from '@/lib/db/client';
import type { Channel } from '@/lib/delivery/channel';

/** What a customer reads before they approve, and nothing else: the message, the page and the receipt say the same. */
export interface Operation {
  kind: string;
  /** Decimal, as it was sent. */
  amount: string;
  /** ISO 4217 */
  currency: string;
  payee: string;
  text: string;
  /** The application's own name for it; not shown. */
  reference: string | null;
}

export type ApprovalState = 'pending' | 'approved' | 'denied' | 'canceled' | 'executed' | 'void';

export interface Approval extends Operation {
  id: string;
  userId: string;
  clientId: string;
  channel: Channel;
  address: string;
  otpId: string;
  seal: Uint8Array;
  keyId: string;
  state: ApprovalState;
  createdAt: Date;
  expiresAt: Date;
  decidedAt: Date | null;
  receiptId: string | null;
  receiptExpiresAt: Date | null;
  receiptSeal: Uint8Array | null;
  /** How it was approved; null: by the code. */
  method: 'passkey' | null;
  methodSeal: Uint8Array | null;
  executedAt: Date | null;
  /** The database's clock when the row was read. */
  now: Date;
}

/** What was sealed: all that says who approves what, for whom, and how. */
type Sealed = Operation & Pick<Approval, 'id' | 'userId' | 'clientId' | 'channel' | 'address' | 'otpId'>;

const columns = Prisma.sql`
  "id"::text AS "id", "userId"::text AS "userId", "clientId", "kind", "amount", "currency", "payee", "text", "reference",
  "channel", "address", "otpId"::text AS "otpId", "seal", "keyId", "state", "createdAt", "expiresAt", "decidedAt",
  "receiptId"::text AS "receiptId", "receiptExpiresAt", "receiptSeal", "method", "methodSeal", "executedAt", now() AS "now"`;

/** Writes a pending approval of which the seal covers every word. */
export async function createApproval(
  db: Pick<Database, '$queryRaw'>,
  input: Sealed & { lifeSeconds: number },
): Promise<Approval> {
  const key = getKey('approval');
  const rows = await db.$queryRaw<Approval[]>`
    INSERT INTO "Approval" ("id", "userId", "clientId", "kind", "amount", "currency", "payee", "text", "reference",
                            "channel", "address", "otpId", "seal", "keyId", "expiresAt")
    VALUES (${input.id}::uuid, ${input.userId}::uuid, ${input.clientId}, ${input.kind}, ${input.amount},
            ${input.currency}, ${input.payee}, ${input.text}, ${input.reference}, ${input.channel}, ${input.address},
            ${input.otpId}::uuid, ${sealOf(input, key.bytes)}::bytea, ${key.id},
            now() + ${input.lifeSeconds} * interval '1 second')
    RETURNING ${columns}`;
  return rows[0]!;
}

/** Whether the row still says what it said when it was written, and whether somebody really approved it if it says so. */
export function isSealed(approval: Approval): boolean {
  const key = findKey('approval', approval.keyId);
  if (key === null || !isEqual(approval.seal, sealOf(approval, key.bytes))) return false;
  if (approval.state !== 'approved' && approval.state !== 'executed') return true;
  const { seal, receiptId, receiptSeal, method, methodSeal } = approval;
  const isEarned = isEqual(receiptSeal ?? Buffer.alloc(0), receiptSealOf(seal, receiptId ?? '', key.bytes));
  if (!isEarned || method === null) return isEarned;
  return isEqual(methodSeal ?? Buffer.alloc(0), methodSealOf(seal, receiptId ?? '', method, key.bytes));
}

function isEqual(given: Uint8Array, expected: Uint8Array): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export async function getApproval(db: Pick<Database, '$queryRaw'>, id: string): Promise<Approval | null> {
  const rows = await db.$queryRaw<Approval[]>`SELECT ${columns} FROM "Approval" WHERE "id" = ${id}::uuid`;
  return rows[0] ?? null;
}

/** What waits for this customer, newest first. */
export async function findPendingApprovals(db: Database, userId: string): Promise<Approval[]> {
  return db.$queryRaw<Approval[]>`
    SELECT ${columns} FROM "Approval"
     WHERE "userId" = ${userId}::uuid AND "state" = 'pending' AND "expiresAt" > now()
     ORDER BY "createdAt" DESC LIMIT 50`;
}

/** A pending approval becomes an approved one, once, and earns the number of its receipt. `method` null: by its code. */
export async function approve(
  db: Database,
  { id, seal, keyId }: Approval,
  { method, receiptSeconds }: { method: Approval['method']; receiptSeconds: number },
): Promise<Approval | null> {
  const key = findKey('approval', keyId);
  if (key === null) return null;
  const receiptId = randomUUID();
  const methodSeal = method && methodSealOf(seal, receiptId, method, key.bytes);
  const rows = await db.$queryRaw<Approval[]>`
    UPDATE "Approval" SET "state" = 'approved', "decidedAt" = now(), "receiptId" = ${receiptId}::uuid,
                          "receiptSeal" = ${receiptSealOf(seal, receiptId, key.bytes)}::bytea,
                          "method" = ${method}, "methodSeal" = ${methodSeal}::bytea,
                          "receiptExpiresAt" = now() + ${receiptSeconds} * interval '1 second'
     WHERE "id" = ${id}::uuid AND "seal" = ${seal}::bytea AND "state" = 'pending' AND "expiresAt" > now()
    RETURNING ${columns}`;
  return rows[0] ?? null;
}

/** Ends a pending approval without one. @returns null when it was decided before, or is over. */
export async function refuseApproval(
  db: Database,
  id: string,
  state: Extract<ApprovalState, 'denied' | 'canceled'>,
): Promise<Approval | null> {
  const rows = await db.$queryRaw<Approval[]>`
    UPDATE "Approval" SET "state" = ${state}, "decidedAt" = now()
     WHERE "id" = ${id}::uuid AND "state" = 'pending' AND "expiresAt" > now()
    RETURNING ${columns}`;
  return rows[0] ?? null;
}

/** A row that was edited is worth nothing, whatever state it says it is in. */
export async function voidApproval(db: Database, id: string): Promise<void> {
  await db.$executeRaw`
    UPDATE "Approval" SET "state" = 'void', "decidedAt" = coalesce("decidedAt", now())
     WHERE "id" = ${id}::uuid AND "state" <> 'void'`;
}

/** Uses the receipt up. Of any number of callers exactly one gets the row. */
export async function executeApproval(
  db: Database,
  { id, receiptId }: { id: string; receiptId: string },
): Promise<Approval | null> {
  const rows = await db.$queryRaw<Approval[]>`
    UPDATE "Approval" SET "state" = 'executed', "executedAt" = now()
     WHERE "id" = ${id}::uuid AND "state" = 'approved' AND "receiptId" = ${receiptId}::uuid
       AND "receiptExpiresAt" > now()
    RETURNING ${columns}`;
  return rows[0] ?? null;
}

/** A JSON array: no two different contents give the same bytes. */
function sealOf(row: Sealed, key: Uint8Array): Buffer {
  const { id, userId, clientId, kind, amount, currency, payee, text, reference, channel, address, otpId } =
    row;
  const content = [
    id,
    userId,
    clientId,
    kind,
    amount,
    currency,
    payee,
    text,
    reference,
    channel,
    address,
    otpId,
  ];
  return createHmac('sha256', key)
    .update(JSON.stringify(['approval v1', ...content]))
    .digest();
}

function receiptSealOf(seal: Uint8Array, receiptId: string, key: Uint8Array): Buffer {
  return createHmac('sha256', key).update('approval receipt v1\n').update(seal).update(receiptId).digest();
}

/** Apart from the receipt's seal, which versions before passkeys check as it is. */
function methodSealOf(seal: Uint8Array, receiptId: string, method: string, key: Uint8Array): Buffer {
  return createHmac('sha256', key)
    .update('approval method v1\n')
    .update(seal)
    .update(`${receiptId} ${method}`)
    .digest();
}

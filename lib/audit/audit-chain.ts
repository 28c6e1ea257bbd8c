import { createHmac } from 'node:crypto';
import { type Database, Prisma } from '@/lib/db/client';

export type Queryable = Pick<Database, '$queryRaw' | '$executeRaw'>;

export interface ChainLink {
  id: bigint;
  /** The whole event as one line: what the chain is made of. */
  line: string;
}

/** An event as one JSON array, the same for ever: PostgreSQL writes jsonb in one way only. */
export const eventLine = Prisma.sql`jsonb_build_array("id"::text, to_char("at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS'),
  "type", "userId", "actor", "otpId", "deliveryId", "sessionId", "requestId", "client", "data")::text`;

/** What stands before the first event. */
export const chainStart = Buffer.alloc(32);

/** The hash after these events, when `former` is the one before them. */
export function extendChain(former: Buffer, links: readonly ChainLink[], key: Buffer): Buffer {
  return links.reduce<Buffer>(
    (hash, { line }) => createHmac('sha256', key).update(hash).update(line).digest(),
    former,
  );
}

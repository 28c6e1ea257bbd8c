import { type Database, Prisma } from '@/lib/db/client';

/** A browser that has not signed in for so long is a stranger again. */
const knownDays = 180;
const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * Whether a browser has signed in to an account before, and nobody has disowned it since. It opens no door: it only
 * keeps apart whose failures are whose. `userId` null (no such account) costs the same look.
 */
export async function isKnownDevice(
  db: Pick<Database, '$queryRaw'>,
  userId: string | null,
  deviceHash: Uint8Array | null | undefined,
): Promise<boolean> {
  if (!deviceHash) return false;
  const rows = await db.$queryRaw<{ known: boolean }[]>`
    SELECT EXISTS (
      SELECT 1 FROM "Session" WHERE "userId" = ${userId ?? nobody}::uuid AND ${isRecent} AND ${isOf(deviceHash)}) AS "known"`;
  return rows[0]?.known ?? false;
}

const isRecent = Prisma.sql`"createdAt" > now() - ${knownDays} * interval '1 day'`;

/** Of "Session": one of this mark that nobody has disowned. */
const isOf = (deviceHash: Uint8Array) => Prisma.sql`
  "deviceHash" = ${deviceHash}::bytea
  AND ("endedReason" IS NULL OR "endedReason" NOT IN ('not_me', 'revoked', 'disabled'))`;

export interface SigningDevice {
  deviceHash?: Uint8Array | null;
  userAgent: string | null;
  clientAddress: string | null;
  /** Applications keep no mark: for them the place and the kind of client decide. */
  isApplication: boolean;
}

/**
 * Whether a sign-in that is about to happen comes from a device that this account does not know: an SQL expression. The
 * very first sign-in of an account is no news to anybody.
 */
export function isNewDevice(userId: string, device: SigningDevice): Prisma.Sql {
  const earlier = Prisma.sql`SELECT 1 FROM "Session" WHERE "userId" = ${userId}::uuid AND ${isRecent}`;
  const known = [
    ...(device.deviceHash ? [isOf(device.deviceHash)] : []),
    ...(device.isApplication
      ? [
          Prisma.sql`"deviceHash" IS NULL AND "clientAddress" = ${device.clientAddress}
                     AND "userAgent" IS NOT DISTINCT FROM ${device.userAgent}`,
        ]
      : []),
  ];
  const before = Prisma.sql`EXISTS (${earlier})`;
  return known.length === 0
    ? before
    : Prisma.sql`(${before} AND NOT EXISTS (${earlier} AND (${Prisma.join(known, ' OR ')})))`;
}

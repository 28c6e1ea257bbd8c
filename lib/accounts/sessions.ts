import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { alongside } from '@/lib/db/alongside';
import { type Database, Prisma } from '@/lib/db/client';
import { isNewDevice } from './known-device';
import { lockedAccount } from './lock-account';

export interface SessionUser {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  customerType: string | null;
  role: 'customer' | 'support' | 'admin';
  locale: string | null;
  emailVerifiedAt: Date | null;
  phoneVerifiedAt: Date | null;
  preferredChannel: string | null;
  hasPassword: boolean;
}

export interface LiveSession {
  id: string;
  createdAt: Date;
  /** Of the latest check with an existing factor; dangerous changes want it fresh. */
  checkedAt: Date;
  /** That check is recent enough for adding, changing or removing a factor or an address. */
  isFresh: boolean;
  methods: string[];
  user: SessionUser;
}

export interface NewSession {
  userId: string;
  methods: string[];
  /** Seconds the session lives at most. */
  ttlSeconds: number;
  /** Seconds without use after which it ends, or null. */
  idleSeconds: number | null;
  /** The same two for everybody who is not a customer. */
  staff?: { ttlSeconds: number; idleSeconds: number | null };
  userAgent: string | null;
  clientAddress: string | null;
  /** SHA-256 of the browser's mark: its next sign-ins are those of a known device. */
  deviceHash?: Uint8Array | null;
  /** Its client keeps no mark: a new device is told from a known one by its address and its program. */
  isApplication?: boolean;
  /** A part of the same statement that has to give a row with this "userId": the session is written for what it uses up. */
  earnedBy?: Prisma.Sql;
}

/** A session's id, and the secret for the cookie: 256 random bits; the database keeps their SHA-256. */
export interface SessionKey {
  id: string;
  token: string;
}

/** What the statement that wrote a session found out about it. */
export interface WrittenSession {
  /** The account does not know this device, and it is not its first. */
  isNewDevice: boolean;
  /** The account's language. */
  locale: string | null;
}

/** OWASP ASVS 7.5.1 wants a full check before such changes. */
const freshSeconds = 5 * 60;

function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export function newSessionKey(): SessionKey {
  return { id: randomUUID(), token: randomBytes(32).toString('base64url') };
}

/**
 * Writes a session for an account that is active at this instant, and uses up what it was earned by. `also` are further
 * parts of the same statement, which may read the new row as `session`.
 * @returns null when the account is not active or somebody else was first.
 */
export async function createSession(
  db: Database,
  input: NewSession,
  key = newSessionKey(),
  also: readonly Prisma.Sql[] = [],
): Promise<(SessionKey & WrittenSession) | null> {
  const rows = await db.$queryRaw<WrittenSession[]>`
    WITH ${sessionParts(input, key)}${alongside(also)}
    SELECT "isNewDevice", "locale" FROM session`;
  return rows[0] ? { ...key, ...rows[0] } : null;
}

/** The parts of a statement that write a session, the last of which is `session`. */
export function sessionParts(input: NewSession, { id, token }: SessionKey): Prisma.Sql {
  const { staff = input, earnedBy = Prisma.sql`SELECT ${input.userId}::uuid AS "userId"` } = input;
  const { userId, deviceHash = null, clientAddress, isApplication = false } = input;
  const userAgent = input.userAgent?.slice(0, 400) ?? null;
  return Prisma.sql`earned AS (${earnedBy}), device AS (
      SELECT ${isNewDevice(userId, { deviceHash, userAgent, clientAddress, isApplication })} AS "isNew"
    ), session AS (
      INSERT INTO "Session" ("id", "tokenHash", "userId", "methods", "expiresAt", "idleSeconds", "userAgent",
                             "clientAddress", "deviceHash")
      SELECT ${id}::uuid, ${hashToken(token)}::bytea, "id", ${input.methods}::text[],
             now() + CASE WHEN "role" = 'customer' THEN ${input.ttlSeconds}::int ELSE ${staff.ttlSeconds}::int END
                     * interval '1 second',
             CASE WHEN "role" = 'customer' THEN ${input.idleSeconds}::int ELSE ${staff.idleSeconds}::int END,
             ${userAgent}, ${clientAddress}, ${deviceHash}::bytea
        FROM "User"
       WHERE "id" = ${userId}::uuid AND "status" = 'active' AND "id" = (SELECT "userId" FROM earned)
      RETURNING "id", "userId", (SELECT "isNew" FROM device) AS "isNewDevice",
                (SELECT u."locale" FROM "User" u WHERE u."id" = "Session"."userId") AS "locale"
    )`;
}

interface SessionRow extends SessionUser {
  sessionId: string;
  createdAt: Date;
  checkedAt: Date;
  isFresh: boolean;
  methods: string[];
  stale: boolean;
}

/** The session of a cookie's secret, if it and its account are alive at this instant by the database's clock. */
export async function getLiveSession(db: Database, token: string): Promise<LiveSession | null> {
  const hash = hashToken(token);
  const rows = await db.$queryRaw<SessionRow[]>`
    SELECT s."id"::text AS "sessionId", s."createdAt", s."checkedAt", s."methods",
           s."checkedAt" > now() - ${freshSeconds} * interval '1 second' AS "isFresh",
           s."lastSeenAt" < now() - interval '1 minute' AS "stale",
           u."id"::text AS "id", u."name", u."email", u."phone", u."customerType", u."role"::text AS "role", u."locale",
           u."emailVerifiedAt", u."phoneVerifiedAt", u."preferredChannel", u."passwordHash" IS NOT NULL AS "hasPassword"
      FROM "Session" s JOIN "User" u ON u."id" = s."userId"
     WHERE s."tokenHash" = ${hash}::bytea AND s."endedAt" IS NULL AND s."expiresAt" > now() AND u."status" = 'active'
       AND (s."idleSeconds" IS NULL OR s."lastSeenAt" > now() - s."idleSeconds" * interval '1 second')`;
  const row = rows[0];
  if (!row) return null;
  // Once a minute is exact enough for "last used", and spares a write at every page.
  if (row.stale) {
    await db.$executeRaw`UPDATE "Session" SET "lastSeenAt" = now() WHERE "id" = ${row.sessionId}::uuid`;
  }
  const { sessionId, createdAt, checkedAt, isFresh, methods, stale: _, ...user } = row;
  return { id: sessionId, createdAt, checkedAt, isFresh, methods, user };
}

/**
 * After a check with an existing factor: the session counts as fresh, and its secret is a new one (the old cookie is
 * worth nothing). @returns the new secret, or null when the session ended meanwhile.
 */
export async function renewSession(db: Database, id: string): Promise<string | null> {
  const token = randomBytes(32).toString('base64url');
  const renewed = await db.$executeRaw`
    UPDATE "Session" SET "tokenHash" = ${hashToken(token)}::bytea, "checkedAt" = now()
     WHERE "id" = ${id}::uuid AND "endedAt" IS NULL AND "expiresAt" > now()`;
  return renewed === 1 ? token : null;
}

/** Ends one session of an account. @returns whether it was live. */
export async function endOneSession(
  db: Database,
  userId: string,
  id: string,
  reason: string,
): Promise<boolean> {
  const ended = await db.$executeRaw`
    UPDATE "Session" SET "endedAt" = now(), "endedReason" = ${reason}
     WHERE "id" = ${id}::uuid AND "userId" = ${userId}::uuid AND "endedAt" IS NULL`;
  return ended === 1;
}

/** Ends the session of a cookie's secret. @returns its ids, or null when there was none. */
export async function endSessionByToken(
  db: Database,
  token: string,
  reason: string,
): Promise<{ id: string; userId: string } | null> {
  const rows = await db.$queryRaw<{ id: string; userId: string }[]>`
    UPDATE "Session" SET "endedAt" = now(), "endedReason" = ${reason}
     WHERE "tokenHash" = ${hashToken(token)}::bytea AND "endedAt" IS NULL
    RETURNING "id"::text, "userId"::text AS "userId"`;
  return rows[0] ?? null;
}

/** Ends an account's sessions, but for `exceptId`. Locks the account. @returns how many ended. */
export async function endSessions(
  db: Database,
  userId: string,
  reason: string,
  exceptId: string | null = null,
): Promise<number> {
  return db.$executeRaw`
    WITH ${lockedAccount(userId)}
    UPDATE "Session" SET "endedAt" = now(), "endedReason" = ${reason}
     WHERE "userId" = (SELECT "id" FROM locked) AND "endedAt" IS NULL AND "id" IS DISTINCT FROM ${exceptId}::uuid`;
}

/**
 * Ends an account's sessions if this is its password's hash: each has a salt of its own, so it is only for whoever has just set
 * it, in the same transaction (writeTogether).
 */
export function endSessionsOf(userId: string, passwordHash: string, reason: string): Prisma.Sql {
  return Prisma.sql`
    UPDATE "Session" SET "endedAt" = now(), "endedReason" = ${reason}
     WHERE "userId" = ${userId}::uuid AND "endedAt" IS NULL
       AND EXISTS (SELECT 1 FROM "User" u WHERE u."id" = ${userId}::uuid AND u."passwordHash" = ${passwordHash})`;
}

export interface SignIn {
  id: string;
  createdAt: Date;
  lastSeenAt: Date;
  methods: string[];
  userAgent: string | null;
  clientAddress: string | null;
  live: boolean;
}

/** The latest sign-ins of an account, newest first. */
export async function findSignIns(db: Database, userId: string, most = 10): Promise<SignIn[]> {
  return db.$queryRaw<SignIn[]>`
    SELECT "id"::text, "createdAt", "lastSeenAt", "methods", "userAgent", "clientAddress",
           "endedAt" IS NULL AND "expiresAt" > now() AS "live"
      FROM "Session" WHERE "userId" = ${userId}::uuid ORDER BY "createdAt" DESC LIMIT ${most}`;
}

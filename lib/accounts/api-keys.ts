import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Database } from '@/lib/db/client';

/** What a key may do. `codes`: request and check; `accounts`: reset, register, sign in; the others name themselves. */
export const apiScopes = ['codes', 'accounts', 'approvals', 'customers'] as const;
export type ApiScope = (typeof apiScopes)[number];

/** What a key may do that nobody named anything for: all that needs a code of the customer, and nothing of the admin's. */
export const defaultScopes: readonly ApiScope[] = ['codes', 'accounts', 'approvals'];

/** A key that is good at this instant. */
export interface ApiKey {
  id: string;
  name: string;
  scopes: ApiScope[];
  /** Code requests a minute; null: the limit of the catalogue. */
  perMinute: number | null;
  /** Messages an hour to one address; null: the limits of the catalogue. */
  perAddressHour: number | null;
}

/** What is shown once. The pair `id` and `secret` is for Basic authentication, as Twilio's SDK uses it. */
export interface ApiKeySecrets {
  token: string;
  id: string;
  secret: string;
}

export interface NewApiKey {
  name: string;
  /** Absent: `defaultScopes`. */
  scopes?: readonly ApiScope[];
  perMinute?: number | null;
  perAddressHour?: number | null;
  /** Null: never. */
  expiresAt?: Date | null;
  createdBy: string;
}

/** Makes a key. Its secrets cannot be read again. */
export async function createApiKey(db: Database, input: NewApiKey): Promise<ApiKeySecrets> {
  const { token, secret } = newSecrets();
  const rows = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO "ApiKey" ("name", "tokenHash", "secretHash", "scopes", "perMinute", "perAddressHour",
                          "expiresAt", "createdBy")
    VALUES (${input.name}, ${hash(token)}::bytea, ${hash(secret)}::bytea, ${[...(input.scopes ?? defaultScopes)]}::text[],
            ${input.perMinute ?? null}::int, ${input.perAddressHour ?? null}::int, ${input.expiresAt ?? null}::timestamptz, ${input.createdBy})
    RETURNING "id"::text`;
  return { token, id: toAccountSid(rows[0]!.id), secret };
}

/** New secrets for a key; the former ones stay good for `overlapSeconds`. @returns null for no such live key. */
export async function rotateApiKey(
  db: Database,
  id: string,
  overlapSeconds: number,
): Promise<ApiKeySecrets | null> {
  const { token, secret } = newSecrets();
  const changed = await db.$executeRaw`
    UPDATE "ApiKey" SET "formerTokenHash" = "tokenHash", "formerSecretHash" = "secretHash",
           "formerUntil" = now() + ${overlapSeconds}::int * interval '1 second',
           "tokenHash" = ${hash(token)}::bytea, "secretHash" = ${hash(secret)}::bytea
     WHERE "id" = ${id}::uuid AND "revokedAt" IS NULL`;
  return changed === 1 ? { token, id: toAccountSid(id), secret } : null;
}

/** Ends a key at once, its former secrets too. @returns whether there was one to end. */
export async function revokeApiKey(db: Database, id: string): Promise<boolean> {
  const changed = await db.$executeRaw`
    UPDATE "ApiKey" SET "revokedAt" = now() WHERE "id" = ${id}::uuid AND "revokedAt" IS NULL`;
  return changed === 1;
}

export interface ApiKeyListing extends ApiKey {
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/** Every key there was, newest first, without secrets. */
export async function findApiKeys(db: Database): Promise<ApiKeyListing[]> {
  return db.$queryRaw<ApiKeyListing[]>`
    SELECT "id"::text, "name", "scopes", "perMinute", "perAddressHour", "createdBy", "createdAt", "expiresAt",
           "lastUsedAt", "revokedAt"
      FROM "ApiKey" ORDER BY "createdAt" DESC`;
}

type KeyRow = ApiKey & { stale: boolean; secretHash: Uint8Array; formerSecretHash: Uint8Array | null };

/** The key of a bearer token, or null. */
export async function getApiKeyByToken(db: Database, token: string): Promise<ApiKey | null> {
  if (!/^lk_[\w-]{43}$/.test(token)) return null;
  const wanted = hash(token);
  const rows = await db.$queryRaw<KeyRow[]>`
    SELECT "id"::text, "name", "scopes", "perMinute", "perAddressHour",
           coalesce("lastUsedAt" < now() - interval '1 minute', true) AS "stale"
      FROM "ApiKey"
     WHERE ("tokenHash" = ${wanted}::bytea OR ("formerTokenHash" = ${wanted}::bytea AND "formerUntil" > now()))
       AND "revokedAt" IS NULL AND ("expiresAt" IS NULL OR "expiresAt" > now())`;
  return use(db, rows[0]);
}

/** The key of an `AC…` id and its secret, or null. An unknown id takes as long as a wrong secret. */
export async function getApiKeyByPair(
  db: Database,
  accountSid: string,
  secret: string,
): Promise<ApiKey | null> {
  const id = fromAccountSid(accountSid);
  if (id === null) return null;
  const rows = await db.$queryRaw<KeyRow[]>`
    SELECT "id"::text, "name", "scopes", "perMinute", "perAddressHour",
           coalesce("lastUsedAt" < now() - interval '1 minute', true) AS "stale",
           "secretHash", CASE WHEN "formerUntil" > now() THEN "formerSecretHash" END AS "formerSecretHash"
      FROM "ApiKey"
     WHERE "id" = ${id}::uuid AND "revokedAt" IS NULL AND ("expiresAt" IS NULL OR "expiresAt" > now())`;
  const row = rows[0];
  const given = hash(secret);
  const right = timingSafeEqual(row?.secretHash ?? Buffer.alloc(32), given);
  const former = timingSafeEqual(row?.formerSecretHash ?? Buffer.alloc(32), given);
  return right || former ? use(db, row) : null;
}

/** `AC` and the 32 hex digits of the id: the shape that clients of Twilio expect of a user name. */
export function toAccountSid(id: string): string {
  return `AC${id.replaceAll('-', '')}`;
}

export function fromAccountSid(sid: string): string | null {
  const parts = /^AC([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(sid);
  return parts ? parts.slice(1).join('-') : null;
}

async function use(db: Database, row: KeyRow | undefined): Promise<ApiKey | null> {
  if (!row) return null;
  const { id, name, scopes, perMinute, perAddressHour, stale } = row;
  if (stale) await db.$executeRaw`UPDATE "ApiKey" SET "lastUsedAt" = now() WHERE "id" = ${id}::uuid`;
  return { id, name, scopes, perMinute, perAddressHour };
}

/** 256 bits for the token, 128 for the secret: clients expect 32 hex digits. */
function newSecrets(): { token: string; secret: string } {
  return { token: `lk_${randomBytes(32).toString('base64url')}`, secret: randomBytes(16).toString('hex') };
}

/** Enough for secrets that nobody can guess. */
function hash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

import type { Database } from '@/lib/db/client';
import type { Role, UserStatus } from '@/lib/db/generated/enums';

export interface Account {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  role: Role;
  status: UserStatus;
  locale: string | null;
  preferredChannel: string | null;
  emailVerifiedAt: Date | null;
  phoneVerifiedAt: Date | null;
  passwordHash: string | null;
}

type Queryable = Pick<Database, '$queryRaw'>;

/**
 * The account with this address (as parseIdentifier gives it), disabled ones included, or null. One look into a unique
 * index either way: a known address costs what an unknown one does.
 */
export async function findAccountByAddress(db: Queryable, address: string): Promise<Account | null> {
  const rows = address.includes('@')
    ? await db.$queryRaw<Account[]>`
        SELECT "id", "name", "email", "phone", "role"::text, "status"::text, "locale", "preferredChannel",
               "emailVerifiedAt", "phoneVerifiedAt", "passwordHash"
          FROM "User" WHERE "email" = ${address}`
    : await db.$queryRaw<Account[]>`
        SELECT "id", "name", "email", "phone", "role"::text, "status"::text, "locale", "preferredChannel",
               "emailVerifiedAt", "phoneVerifiedAt", "passwordHash"
          FROM "User" WHERE "phone" = ${address}`;
  return rows[0] ?? null;
}

/** The account with this id, disabled ones included, or null. */
export async function findAccountById(db: Queryable, id: string): Promise<Account | null> {
  const rows = await db.$queryRaw<Account[]>`
    SELECT "id", "name", "email", "phone", "role"::text, "status"::text, "locale", "preferredChannel",
           "emailVerifiedAt", "phoneVerifiedAt", "passwordHash"
      FROM "User" WHERE "id" = ${id}::uuid`;
  return rows[0] ?? null;
}

/** The account with this id, which nobody else changes until the caller's transaction ends. First in the order of locks. */
export async function lockAccount(db: Queryable, id: string): Promise<Account | null> {
  await db.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${id}::uuid FOR NO KEY UPDATE`;
  return findAccountById(db, id);
}

import { type Database, Prisma } from '@/lib/db/client';

/** A customer as the API shows it. Staff are not customers: to applications they are not there. */
export interface CustomerAccount {
  id: string;
  name: string;
  email: string | null;
  emailVerifiedAt: Date | null;
  phone: string | null;
  phoneVerifiedAt: Date | null;
  customerType: string | null;
  status: 'active' | 'disabled';
  locale: string | null;
  createdAt: Date;
}

const columns = Prisma.sql`
  "id"::text AS "id", "name", "email", "emailVerifiedAt", "phone", "phoneVerifiedAt", "customerType",
  "status"::text AS "status", "locale", "createdAt"`;

/** The place in the list after which the next page begins. */
export interface CustomerCursor {
  createdAt: Date;
  id: string;
}

/** The newest first; new ones do not move the pages that follow. */
export async function findCustomers(
  db: Database,
  { limit, after }: { limit: number; after: CustomerCursor | null },
): Promise<CustomerAccount[]> {
  const older = after
    ? Prisma.sql`AND ("createdAt", "id") < (${after.createdAt}::timestamptz, ${after.id}::uuid)`
    : Prisma.empty;
  return db.$queryRaw<CustomerAccount[]>`
    SELECT ${columns} FROM "User" WHERE "role" = 'customer' ${older}
     ORDER BY "createdAt" DESC, "id" DESC LIMIT ${limit}`;
}

export async function getCustomer(db: Database, id: string): Promise<CustomerAccount | null> {
  const rows = await db.$queryRaw<CustomerAccount[]>`
    SELECT ${columns} FROM "User" WHERE "id" = ${id}::uuid AND "role" = 'customer'`;
  return rows[0] ?? null;
}

export interface NewCustomer {
  name: string;
  email: string | null;
  phone: string | null;
  verified: boolean;
  customerType: string | null;
  locale: string | null;
}

/** @returns null when one of the addresses is somebody's already. */
export async function createCustomer(db: Database, input: NewCustomer): Promise<CustomerAccount | null> {
  const rows = await db.$queryRaw<CustomerAccount[]>`
    INSERT INTO "User" ("name", "email", "phone", "emailVerifiedAt", "phoneVerifiedAt", "customerType", "locale")
    VALUES (${input.name}, ${input.email}, ${input.phone},
            CASE WHEN ${input.verified}::boolean AND ${input.email}::text IS NOT NULL THEN now() END,
            CASE WHEN ${input.verified}::boolean AND ${input.phone}::text IS NOT NULL THEN now() END,
            ${input.customerType}, ${input.locale})
    ON CONFLICT DO NOTHING
    RETURNING ${columns}`;
  return rows[0] ?? null;
}

export interface CustomerChange {
  name?: string;
  customerType?: string | null;
  locale?: string | null;
  status?: 'active' | 'disabled';
}

/** Changes what is named, in one statement. Triggers end the sessions of whoever is disabled. */
export async function changeCustomer(
  db: Database,
  id: string,
  change: CustomerChange,
): Promise<CustomerAccount | null> {
  const sets = [
    Prisma.sql`"updatedAt" = now()`,
    ...(change.name === undefined ? [] : [Prisma.sql`"name" = ${change.name}`]),
    ...(change.customerType === undefined ? [] : [Prisma.sql`"customerType" = ${change.customerType}`]),
    ...(change.locale === undefined ? [] : [Prisma.sql`"locale" = ${change.locale}`]),
    ...(change.status === undefined ? [] : [Prisma.sql`"status" = ${change.status}::"UserStatus"`]),
  ];
  const rows = await db.$queryRaw<CustomerAccount[]>`
    UPDATE "User" SET ${Prisma.join(sets)} WHERE "id" = ${id}::uuid AND "role" = 'customer' RETURNING ${columns}`;
  return rows[0] ?? null;
}

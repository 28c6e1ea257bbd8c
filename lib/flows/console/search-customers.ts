import { maskAddress } from '@/lib/accounts/mask-address';
import { Prisma } from '@/lib/db/client';
import type { Deps } from '../deps';

export interface CustomerSearch {
  /** A part of a name, of an e-mail address or of a phone number; words in any order, each has to fit. */
  text?: string | null;
  type?: string | null;
  status?: 'active' | 'disabled' | null;
  role?: 'customer' | 'support' | 'admin' | null;
  /** The last one of the page before (`createdAt` and id), where nothing is searched for. */
  after?: { createdAt: Date; id: string } | null;
}

export interface CustomerRow {
  id: string;
  name: string;
  customerType: string | null;
  role: 'customer' | 'support' | 'admin';
  status: 'active' | 'disabled';
  maskedEmail: string | null;
  maskedPhone: string | null;
  emailVerified: boolean;
  phoneVerified: boolean;
  createdAt: Date;
}

interface Row extends Omit<CustomerRow, 'maskedEmail' | 'maskedPhone'> {
  email: string | null;
  phone: string | null;
}

export const customersPerPage = 50;

/**
 * Customers, the newest first; with a text, the first ones that fit in no order (sorting all that fit a common text would
 * read them all). One more than a page, so that the caller sees whether there are others.
 */
export async function searchCustomers({ db }: Deps, search: CustomerSearch): Promise<CustomerRow[]> {
  const words = searchWords(search.text ?? '');
  const conditions = [
    ...words.map((word) => wordCondition(word)),
    search.type ? Prisma.sql`"customerType" = ${search.type}` : null,
    search.status ? Prisma.sql`"status" = ${search.status}::"UserStatus"` : null,
    search.role ? Prisma.sql`"role" = ${search.role}::"Role"` : null,
    search.after
      ? Prisma.sql`("createdAt", "id") < (${search.after.createdAt}, ${search.after.id}::uuid)`
      : null,
  ].filter((condition) => condition !== null);
  const where = conditions.length > 0 ? Prisma.sql`WHERE ${Prisma.join(conditions, ' AND ')}` : Prisma.empty;
  const order = words.length > 0 ? Prisma.empty : Prisma.sql`ORDER BY "createdAt" DESC, "id" DESC`;
  const rows = await db.$queryRaw<Row[]>`
    SELECT "id"::text AS "id", "name", "customerType", "role"::text AS "role", "status"::text AS "status", "email", "phone",
           "emailVerifiedAt" IS NOT NULL AS "emailVerified", "phoneVerifiedAt" IS NOT NULL AS "phoneVerified", "createdAt"
      FROM "User" ${where} ${order} LIMIT ${customersPerPage + 1}`;
  return rows.map(({ email, phone, ...row }) => ({
    ...row,
    maskedEmail: email && maskAddress('email', email),
    maskedPhone: phone && maskAddress('sms', phone),
  }));
}

/** At most five words of at least three characters: shorter ones fit half of all customers. */
export function searchWords(text: string): string[] {
  // "+91 98765 43210" is one word.
  const joined = /^[+\d][\d\s().-]+$/.test(text.trim()) ? text.replace(/[\s().-]/g, '') : text;
  return joined
    .toLowerCase()
    .replaceAll('\u0000', '')
    .slice(0, 200)
    .split(/\s+/)
    .filter((word) => word.length >= 3)
    .slice(0, 5);
}

function wordCondition(word: string): Prisma.Sql {
  const pattern = `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return Prisma.sql`latchkey_customer_text("name", "email", "phone") LIKE ${pattern}`;
}

/** The types that there are, in the order of the alphabet: one look into the index for each. */
export async function findCustomerTypes({ db }: Deps): Promise<string[]> {
  const rows = await db.$queryRaw<{ type: string }[]>`
    WITH RECURSIVE types AS (
      (SELECT "customerType" AS type FROM "User" WHERE "customerType" IS NOT NULL ORDER BY "customerType" LIMIT 1)
      UNION ALL
      SELECT (SELECT "customerType" FROM "User" WHERE "customerType" > types.type ORDER BY "customerType" LIMIT 1)
        FROM types WHERE types.type IS NOT NULL
    ) SELECT type FROM types WHERE type IS NOT NULL LIMIT 50`;
  return rows.map(({ type }) => type);
}

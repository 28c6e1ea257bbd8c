import { recordEvent } from '@/lib/audit/record-event';
import type { Deps } from '../deps';
import { csvLine } from './csv';

const pageSize = 5_000;

interface Row {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  customerType: string | null;
  locale: string | null;
  status: string;
  createdAt: Date;
}

/** All customers as CSV, in the columns that the import takes, page by page. Full addresses: the audit log says who took them. */
export async function* exportCustomers({ db }: Deps, actor: string): AsyncGenerator<string> {
  await recordEvent(db, { type: 'admin_action', actor, data: { kind: 'export' } });
  yield csvLine(['name', 'email', 'phone', 'customerType', 'locale', 'status', 'createdAt']);
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await db.$queryRaw<Row[]>`
      SELECT "id"::text AS "id", "name", "email", "phone", "customerType", "locale", "status"::text AS "status", "createdAt"
        FROM "User" WHERE "User"."id" > ${after}::uuid ORDER BY "User"."id" LIMIT ${pageSize}`;
    if (rows.length > 0) yield rows.map(line).join('');
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = last.id;
  }
}

function line({ name, email, phone, customerType, locale, status, createdAt }: Row): string {
  return csvLine([name, email, phone, customerType, locale, status, createdAt.toISOString()]);
}

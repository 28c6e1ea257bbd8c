import { parseEmail } from '@/lib/accounts/parse-email';
import { parseIdentifier } from '@/lib/accounts/parse-identifier';
import { recordEvent } from '@/lib/audit/record-event';
import type { Database } from '@/lib/db/client';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps } from '../deps';
import { parseCsv, readCell } from './csv';

export interface ImportProblem {
  /** Of the file, the line with the names being 1 (a record that spans lines counts as one). */
  row: number;
  why: string;
}

export interface ImportReport {
  rows: number;
  added: number;
  /** Already here with the same addresses; left as they are. */
  known: number;
  bad: number;
  /** The first ones. */
  problems: ImportProblem[];
}

export interface ImportInput {
  text: AsyncIterable<string> | Iterable<string>;
  /** Checks everything and writes nothing. */
  dryRun: boolean;
  actor: string;
  onProgress?: (rows: number) => void;
}

interface NewCustomer {
  row: number;
  name: string;
  email: string | null;
  phone: string | null;
  customerType: string | null;
  locale: string | null;
}

const columns = ['name', 'email', 'phone', 'customerType', 'locale'] as const;
type Column = (typeof columns)[number];

const aliases: Readonly<Record<string, Column>> = {
  name: 'name',
  fullname: 'name',
  email: 'email',
  emailaddress: 'email',
  phone: 'phone',
  phonenumber: 'phone',
  mobile: 'phone',
  customertype: 'customerType',
  type: 'customerType',
  locale: 'locale',
  language: 'locale',
};

const batchSize = 1_000;
const mostProblems = 200;
const textLimits = { name: 200, customerType: 100, locale: 35 } as const;

/**
 * Adds the customers of a CSV file. A row that is wrong is told and skipped; one whose address exists is left as it is,
 * so that the same file can be given twice. Addresses come in unproved: only a code proves them.
 */
export async function importCustomers(
  { db }: Deps,
  { text, dryRun, actor, onProgress }: ImportInput,
): Promise<Result<ImportReport, 'csv_no_columns'>> {
  const report: ImportReport = { rows: 0, added: 0, known: 0, bad: 0, problems: [] };
  const seen = new Map<string, number>();
  let header: (Column | null)[] | null = null;
  let batch: NewCustomer[] = [];
  const refuse = (row: number, why: string) => {
    report.bad += 1;
    if (report.problems.length < mostProblems) report.problems.push({ row, why });
  };
  const flush = async () => {
    if (batch.length > 0) await write(db, batch, dryRun, report, refuse);
    batch = [];
    onProgress?.(report.rows);
  };
  for await (const record of parseCsv(text)) {
    if (!header) {
      header = record.map((name) => aliases[name.toLowerCase().replace(/[^a-z]/g, '')] ?? null);
      if (!header.includes('email') && !header.includes('phone')) return fail('csv_no_columns');
      continue;
    }
    report.rows += 1;
    const row = report.rows + 1;
    const read = readCustomer(record, header, row);
    if (!read.ok) {
      refuse(row, read.reason);
      continue;
    }
    const twin = [read.value.email, read.value.phone]
      .map((address) => address && seen.get(address))
      .find(Boolean);
    if (twin) {
      refuse(row, `the same address is in row ${twin}`);
      continue;
    }
    for (const address of [read.value.email, read.value.phone]) if (address) seen.set(address, row);
    batch.push(read.value);
    if (batch.length >= batchSize) await flush();
  }
  if (!header) return fail('csv_no_columns');
  await flush();
  if (!dryRun) {
    await recordEvent(db, {
      type: 'admin_action',
      actor,
      data: { kind: 'import', rows: report.added, known: report.known, bad: report.bad },
    });
  }
  return ok(report);
}

function readCustomer(record: string[], header: (Column | null)[], row: number): Result<NewCustomer, string> {
  if (record.length > header.length) return fail('it has more cells than there are columns');
  const cell = (column: Column) => {
    const index = header.indexOf(column);
    return index < 0 ? '' : readCell((record[index] ?? '').trim()).trim();
  };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (record.some((value) => /[\u0000-\u0008\u000e-\u001f]/.test(value)))
    return fail('it has control characters');
  for (const [column, most] of Object.entries(textLimits)) {
    if ([...cell(column as Column)].length > most) return fail(`${column} is longer than ${most} characters`);
  }
  const typedEmail = cell('email');
  const typedPhone = cell('phone');
  if (!typedEmail && !typedPhone) return fail('it has no email and no phone');
  const email = typedEmail ? parseEmail(typedEmail) : null;
  if (email && !email.ok)
    return fail(`“${typedEmail.slice(0, 80)}” is no email address (${words(email.reason)})`);
  const phone = typedPhone ? parseIdentifier(typedPhone) : null;
  if (phone && phone.kind !== 'phone') {
    const reason = phone.kind === 'invalid' ? words(phone.reason) : 'it has an @';
    return fail(`“${typedPhone.slice(0, 40)}” is no phone number (${reason})`);
  }
  return ok({
    row,
    name: cell('name'),
    email: email?.value ?? null,
    phone: phone?.address ?? null,
    customerType: cell('customerType') || null,
    locale: cell('locale') || null,
  });
}

function words(reason: string): string {
  return reason.replaceAll('_', ' ');
}

/** One statement for a thousand rows, in an order of their own: two imports do not wait for each other. What exists already is told from what belongs to two different accounts. */
async function write(
  db: Database,
  batch: NewCustomer[],
  dryRun: boolean,
  report: ImportReport,
  refuse: (row: number, why: string) => void,
): Promise<void> {
  const emails = batch.map(({ email }) => email);
  const phones = batch.map(({ phone }) => phone);
  const taken = await db.$queryRaw<{ id: string; email: string | null; phone: string | null }[]>`
    SELECT "id"::text, "email", "phone" FROM "User"
     WHERE "email" = ANY(${emails.filter((email) => email !== null)}::text[])
        OR "phone" = ANY(${phones.filter((phone) => phone !== null)}::text[])`;
  const byAddress = new Map(
    taken.flatMap((user) => [user.email, user.phone].map((address) => [address, user.id])),
  );
  const fresh: NewCustomer[] = [];
  for (const customer of batch) {
    const owners = new Set(
      [customer.email, customer.phone].flatMap((address) => (address && byAddress.get(address)) || []),
    );
    if (owners.size === 0) fresh.push(customer);
    else if (owners.size > 1)
      refuse(customer.row, 'its email and its phone belong to two different customers');
    else report.known += 1;
  }
  if (dryRun || fresh.length === 0) {
    report.added += fresh.length;
    return;
  }
  const added = await db.$executeRaw`
    INSERT INTO "User" ("name", "email", "phone", "customerType", "locale")
    SELECT * FROM unnest(${fresh.map(({ name }) => name)}::text[], ${fresh.map(({ email }) => email)}::text[],
                         ${fresh.map(({ phone }) => phone)}::text[], ${fresh.map(({ customerType }) => customerType)}::text[],
                         ${fresh.map(({ locale }) => locale)}::text[]) AS c ("name", "email", "phone", "customerType", "locale")
     ORDER BY "email" COLLATE "C", "phone" COLLATE "C"
    ON CONFLICT DO NOTHING`;
  report.added += added;
  report.known += fresh.length - added;
}

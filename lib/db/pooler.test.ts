import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createDatabase, type Database, Prisma } from './client';
import { migrate } from './migrate';
import { requireDatabase } from './require-database';
import { createTestDatabase, type TestDatabase } from './test-database';
import { type Pooler, startPooler } from './test-pooler';
import { writeTogether } from './write-together';

let base: TestDatabase;
let session: Pooler | string;
let transaction: Pooler | string;

beforeAll(async () => {
  base = await createTestDatabase();
  session = await startPooler(base.url, 'session');
  transaction = await startPooler(base.url, 'transaction');
});
afterAll(async () => {
  for (const pooler of [session, transaction]) if (typeof pooler !== 'string') await pooler.close();
  await base.close();
});

const opened: Database[] = [];
function open(url: string): Database {
  opened.push(createDatabase(url));
  return opened.at(-1)!;
}
afterEach(() => Promise.all(opened.splice(0).map((db) => db.$disconnect())));

const double = (n: number) => Prisma.sql`SELECT ${n}::int * 2 AS "n"`;
const increase = (n: number) => Prisma.sql`SELECT ${n}::int + 1 AS "n"`;

/** Every way that statements take, often enough for a name, from two processes whose statements come in another order. */
async function ask(url: string): Promise<void> {
  const processes = [
    { db: open(url), first: double, second: increase },
    { db: open(url), first: increase, second: double },
  ];
  const answers = (db: Database, statement: Prisma.Sql) => db.$queryRaw<{ n: number }[]>(statement);
  const lanes = processes.flatMap((process) => [0, 1, 2, 3].map((lane) => ({ ...process, lane })));
  await Promise.all(
    lanes.map(async ({ db, first, second, lane }) => {
      for (let n = lane * 100; n < lane * 100 + 40; n++) {
        const alone = [await answers(db, first(n)), await answers(db, second(n))];
        expect(await writeTogether(db, [first(n), second(n)])).toEqual(alone);
        expect(
          alone
            .flat()
            .map((row) => row.n)
            .sort((one, other) => one - other),
        ).toEqual([n * 2, n + 1].sort((one, other) => one - other));
        expect(await db.user.findFirst({ where: { email: `nobody${n}@example.com` } })).toBeNull();
      }
    }),
  );
}

const readLimit = (url: string) =>
  open(url).$queryRaw`SELECT current_setting('statement_timeout') AS "limit"`;

test('behind PgBouncer in session mode everything is as without it', async ({ skip }) => {
  if (typeof session === 'string') return skip(session);
  await requireDatabase(session.url);
  await ask(session.url);
  expect(await readLimit(session.url)).toEqual([{ limit: '7s' }]);
});

test('PostgreSQL ends a statement by itself after seven seconds', async () => {
  expect(await readLimit(base.url)).toEqual([{ limit: '7s' }]);
});

test('transaction mode is refused in a sentence that says what to add', async ({ skip }) => {
  if (typeof transaction === 'string') return skip(transaction);
  await expect(requireDatabase(transaction.url)).rejects.toThrow(/add pgbouncer=true/);
});

test('in transaction mode nothing is left in a session, and everything answers', async ({ skip }) => {
  if (typeof transaction === 'string') return skip(transaction);
  const url = `${transaction.url}?pgbouncer=true`;
  await requireDatabase(url);
  await ask(url);
  const left = await open(url).$queryRaw`
    SELECT current_setting('statement_timeout') AS "limit", (SELECT count(*)::int FROM pg_prepared_statements) AS "prepared"`;
  expect(left).toEqual([{ limit: '0', prepared: 0 }]);
});

test('in transaction mode servers that start together migrate once, and leave no lock behind', async ({
  skip,
}) => {
  if (typeof transaction === 'string') return skip(transaction);
  const { url } = transaction;
  const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  await cp('prisma/migrations', folder, { recursive: true });
  const added = join(folder, '9999_added');
  await mkdir(added);
  await writeFile(join(added, 'migration.sql'), 'CREATE TABLE added (n int); SELECT pg_sleep(0.1);');
  const applied = await Promise.all([0, 1, 2, 3].map(() => migrate(url, folder)));
  expect(applied.flat()).toEqual(['9999_added']);
  const locks = await base.db.$queryRaw`
    SELECT 1 FROM pg_locks l JOIN pg_database d ON d."oid" = l."database"
     WHERE l."locktype" = 'advisory' AND d."datname" = current_database()`;
  expect(locks).toEqual([]);
  await rm(folder, { recursive: true });
});

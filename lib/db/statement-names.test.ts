import { expect, test } from 'vitest';
import { createDatabase } from './client';
import { createStatementNames } from './statement-names';
import { createTestDatabase } from './test-database';

test('only what comes again and again gets a name, and keeps it', () => {
  const nameOf = createStatementNames();
  const often = Array.from({ length: 60 }, () => nameOf({ sql: 'SELECT 1' }));
  expect(often[0]).toBe('');
  expect(new Set(often.slice(-10))).toEqual(new Set([expect.stringMatching(/^latchkey_\w{16}$/)]));
  expect(nameOf({ sql: 'SELECT 2' })).toBe('');
});

test('a name is the same in every process, and means one statement', () => {
  const [first, second] = [createStatementNames(), createStatementNames()];
  const name = (nameOf: typeof first, sql: string) =>
    Array.from({ length: 50 }, () => nameOf({ sql })).at(-1);
  const names = [name(first, 'SELECT 1'), name(first, 'SELECT 2')];
  expect(new Set(names).size).toBe(2);
  expect([name(second, 'SELECT 2'), name(second, 'SELECT 1')].reverse()).toEqual(names);
});

test('names are few, however many statements there are', () => {
  const nameOf = createStatementNames();
  const named = new Set<string>();
  for (let statement = 0; statement < 200; statement++) {
    for (let use = 0; use < 60; use++) named.add(nameOf({ sql: `SELECT ${statement}` }));
  }
  expect(named.size).toBe(33);
});

test('a statement that comes now and then gets no name, however long the process lives', () => {
  let now = 0;
  const nameOf = createStatementNames(() => now);
  for (let minute = 0; minute < 30; minute++) {
    for (let use = 0; use < 20; use++) expect(nameOf({ sql: 'SELECT 1' })).toBe('');
    now += 61_000;
  }
  for (let use = 0; use < 49; use++) expect(nameOf({ sql: 'SELECT 2' })).toBe('');
  expect(nameOf({ sql: 'SELECT 2' })).toMatch(/^latchkey_/);
});

test('a repeated statement is prepared in the database, and answers as before', async () => {
  const test = await createTestDatabase();
  // One connection, so that its prepared statements are seen.
  const url = new URL(test.url);
  url.searchParams.set('connection_limit', '1');
  const db = createDatabase(url.href);
  for (let value = 0; value < 60; value++) {
    const rows = await db.$queryRaw<{ sum: number }[]>`SELECT ${value}::int + 1 AS "sum"`;
    expect(rows).toEqual([{ sum: value + 1 }]);
  }
  const prepared = await db.$queryRaw<{ statement: string }[]>`
    SELECT "statement" FROM pg_prepared_statements WHERE "name" LIKE 'latchkey\_%'`;
  expect(prepared.map(({ statement }) => statement)).toEqual(['SELECT $1::int + 1 AS "sum"']);
  await db.$disconnect();
  await test.close();
});

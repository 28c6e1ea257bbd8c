import { Client } from 'pg';
import { expect, test } from 'vitest';
import { createBlankDatabase } from './blank-database';
import { requireDatabase } from './require-database';

/** A server that says of itself what another one would. */
async function createPosing(words: string) {
  const database = await createBlankDatabase();
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const name = new URL(database.url).pathname.slice(1);
  await client.query(`CREATE FUNCTION public.version() RETURNS text LANGUAGE sql AS $$ SELECT '${words}' $$`);
  await client.query(`ALTER DATABASE "${name}" SET search_path = public, pg_catalog`);
  await client.end();
  return database;
}

test('a PostgreSQL that is new enough will do', async () => {
  const database = await createBlankDatabase();
  await expect(requireDatabase(database.url)).resolves.toBeUndefined();
  await database.drop();
});

test.each([
  [
    'PostgreSQL 12.22 on x86_64-pc-linux-gnu',
    /; PostgreSQL 12\.22 is too old: Latchkey needs 13 or newer\.$/,
  ],
  ['CockroachDB CCL v25.4.0', /; CockroachDB speaks PostgreSQL's protocol and is another engine/],
])('%s is refused before anything is written there', async (words, sentence) => {
  const database = await createPosing(words);
  await expect(requireDatabase(database.url)).rejects.toThrow(sentence);
  await database.drop();
});

test('a database that cannot hold every name is refused before anything is written there', async () => {
  const beside = await createBlankDatabase();
  const client = new Client({ connectionString: beside.url });
  await client.connect();
  const url = new URL(beside.url);
  url.pathname += '_ascii';
  const name = url.pathname.slice(1);
  try {
    await client.query(`CREATE DATABASE "${name}" ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0`);
    await expect(requireDatabase(url.href)).rejects.toThrow(
      /; its database is encoded in SQL_ASCII: make one with "createdb --encoding=UTF8 --template=template0"\.$/,
    );
  } finally {
    await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    await client.end();
    await beside.drop();
  }
});

test('an address that leads nowhere is told without its password', async () => {
  const missing = requireDatabase('postgresql://u:hidden-word@127.0.0.1:1/none');
  await expect(missing).rejects.toThrow(
    /^DATABASE_URL points to 127\.0\.0\.1:1\/none; nothing answers there/,
  );
});

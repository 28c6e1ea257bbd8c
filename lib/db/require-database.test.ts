import { type AddressInfo, createServer } from 'node:net';
import { TLSSocket } from 'node:tls';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { localhostCertificate, localhostKey } from '@/lib/delivery/providers/stand-ins/localhost-certificate';
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

test.each([
  'postgresql://u:hidden-word@first:5432,second:5433/latchkey',
  'postgresql://u:hidden-word@first,second/latchkey?target_session_attrs=read-write',
  'postgresql://u:hidden-word@/latchkey?host=first,second',
  'postgresql://u:hidden-word@first/latchkey?host=first%2Csecond',
])('an address of several servers is told to be one: %s', async (url) => {
  await expect(requireDatabase(url)).rejects.toThrow(
    /^DATABASE_URL names several servers; give one address that always leads to the primary/,
  );
});

test('a comma in a password, or behind the name, is none between servers', async () => {
  await expect(requireDatabase('postgresql://u:a,b@127.0.0.1:1/c?options=-c,d')).rejects.toThrow(
    /; nothing answers there/,
  );
});

test('a server that takes no writes is refused', async () => {
  const database = await createBlankDatabase();
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const name = new URL(database.url).pathname.slice(1);
  await client.query(`ALTER DATABASE "${name}" SET default_transaction_read_only = on`);
  await client.end();
  await expect(requireDatabase(database.url)).rejects.toThrow(
    /; it takes no writes, being a standby or set to read only: give the address of the primary\.$/,
  );
  await database.drop();
});

test('a certificate of an authority that nobody knows is told with what to add', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    // PostgreSQL's way: one letter for yes, then TLS on the same connection.
    socket.once('data', () => {
      socket.write('S');
      new TLSSocket(socket, { isServer: true, cert: localhostCertificate, key: localhostKey }).on(
        'error',
        () => {},
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const asked = requireDatabase(`postgresql://u:p@localhost:${port}/none?sslmode=verify-full`);
  await expect(asked).rejects.toThrow(/signed its certificate \(self-signed certificate\): add sslrootcert=/);
  server.close();
});

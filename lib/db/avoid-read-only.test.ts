import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type ReplicaPair, startReplicaPair } from '@/e2e/faults/replica-pair';
import { startWire } from '@/e2e/faults/wire';
import { createDatabase, type Database } from './client';
import { isDatabaseAway } from './is-database-away';
import { createTestDatabase } from './test-database';

let folder: string;
let pair: ReplicaPair;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replicas-'));
  pair = await startReplicaPair(folder, { synchronous: false });
}, 60_000);
afterAll(async () => {
  await pair.close();
  await rm(folder, { recursive: true });
});

const errorOf = (work: PromiseLike<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

/** Which server answers, on each of four connections, and by which of its processes. */
const askFour = (db: Database) =>
  Promise.all(
    Array.from(
      { length: 4 },
      () => db.$queryRaw<{ port: number; pid: number }[]>`
        SELECT inet_server_port() AS "port", pg_backend_pid() AS "pid", pg_sleep(0.2)::text`,
    ),
  ).then((answers) => answers.map(([row]) => row!));

let told = 0;
const parameter = (value: string) => {
  const words = Buffer.from(`in_hot_standby\0${value}\0`);
  const head = Buffer.from('S\0\0\0\0');
  head.writeUInt32BE(words.length + 4, 1);
  return Buffer.concat([head, words]);
};

function tellStandby(chunk: Buffer): Buffer {
  const truth = parameter('off');
  const at = chunk.indexOf(truth);
  if (at < 0) return chunk;
  told += 1;
  return Buffer.concat([chunk.subarray(0, at), parameter('on'), chunk.subarray(at + truth.length)]);
}

test('where nothing was told, a refused write throws the connections away', async () => {
  const { db, close } = await createTestDatabase();
  const before = (await askFour(db)).map(({ pid }) => pid);
  const refused = await errorOf(
    db.$transaction([db.$executeRaw`SET TRANSACTION READ ONLY`, db.$executeRaw`DELETE FROM "Session"`]),
  );
  expect(isDatabaseAway(refused)).toBe(true);
  await vi.waitFor(async () => {
    const after = (await askFour(db)).map(({ pid }) => pid);
    expect(after.filter((pid) => before.includes(pid))).toEqual([]);
  });
  await close();
});

test('a pooler that repeats what a former standby told it is not believed', async () => {
  const pooler = createServer((near) => {
    const far = connect(pair.first.port, '127.0.0.1');
    far.on('data', (chunk) => near.write(tellStandby(chunk)));
    near.pipe(far).on('error', () => {});
    near.on('error', () => {}).on('close', () => far.destroy());
  });
  await new Promise<void>((resolve) => pooler.listen(0, '127.0.0.1', resolve));
  const url = new URL(pair.first.urlOf('latchkey'));
  url.port = String((pooler.address() as { port: number }).port);
  const db = createDatabase(url.href);
  expect(await db.$queryRaw`SELECT current_setting('in_hot_standby') AS "standby"`).toEqual([
    { standby: 'off' },
  ]);
  expect(told).toBeGreaterThan(0);
  await db.$disconnect();
  pooler.close();
});

test('a standby is neither written to nor read from', async () => {
  const db = createDatabase(pair.second.urlOf('latchkey'));
  const works: PromiseLike<unknown>[] = [
    db.$queryRaw`SELECT 1`,
    db.user.count(),
    db.$transaction([db.$queryRaw`SELECT 1`]),
    db.$transaction((tx) => tx.$queryRaw`SELECT 1`),
  ];
  for (const error of await Promise.all(works.map(errorOf))) expect(isDatabaseAway(error)).toBe(true);
  await db.$disconnect();
});

// The last one: afterwards the second server is the primary.
test('connections to a primary that takes no writes any more are thrown away, and new ones go where the address leads', async () => {
  let leadsTo = pair.first;
  const wire = await startWire(() => leadsTo.port);
  const url = new URL(pair.first.urlOf('latchkey'));
  url.port = String(wire.port);
  const db = createDatabase(url.href);
  const other = createDatabase(pair.second.urlOf('latchkey'));
  expect((await askFour(db)).map(({ port }) => port)).toEqual(Array(4).fill(pair.first.port));

  await pair.first.query('ALTER SYSTEM SET default_transaction_read_only = on');
  await pair.first.query('SELECT pg_reload_conf()');
  // Only by reading, which the old primary would allow for ever.
  await vi.waitFor(async () => expect(await errorOf(db.$queryRaw`SELECT 1`)).not.toBeNull(), 5_000);
  for (const one of [db, other]) expect(isDatabaseAway(await errorOf(one.$queryRaw`SELECT 1`))).toBe(true);

  await pair.second.promote();
  leadsTo = pair.second;
  for (const one of [db, other])
    expect((await askFour(one)).map(({ port }) => port)).toEqual(Array(4).fill(pair.second.port));
  await db.$disconnect();
  await other.$disconnect();
  await wire.close();
});

import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { recordEvent } from '@/lib/audit/record-event';
import { sealEvents } from '@/lib/audit/seal-events';
import { verifyAuditChain } from '@/lib/audit/verify-audit-chain';
import { createChallenge } from '@/lib/codes/create-challenge';
import { deriveChallengeCode } from '@/lib/codes/derive-challenge-code';
import { verifyCode } from '@/lib/codes/verify-code';
import { checkBackup } from '@/lib/db/backup/backup-file';
import { writeBackup } from '@/lib/db/backup/write-backup';
import { createDatabase, type Database } from '@/lib/db/client';
import { findPendingMigrations, migrate, readMigrations } from '@/lib/db/migrate';
import { backUp } from './backup-command';
import { restoreBackup } from './restore-command';

// A real embedded cluster of its own, durable as the app's.

const projectDir = process.cwd();
const owner = { browserHash: null, clientId: 'key:test' };
let folder: string;
let stateDir: string;
let url: string;
let holder: ChildProcess;
let db: Database;
let files = 0;

beforeAll(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  folder = await mkdtemp(join(tmpdir(), 'backup-'));
  stateDir = join(folder, '.data');
  // Another process keeps the cluster running, as the app does.
  const script = `
    import { startEmbeddedPostgres } from '${projectDir}/lib/db/embedded-postgres';
    const { url, stop } = await startEmbeddedPostgres({ projectDir: '${projectDir}', stateDir: '${stateDir}' });
    console.log(url);
    process.stdin.resume().on('close', async () => { await stop(); process.exit(0); });`;
  holder = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(holder.stdout!, 'data')) as [Buffer];
  url = line.toString().trim();
  await migrate(url, join(projectDir, 'prisma/migrations'));
});
afterAll(async () => {
  const { dataDir } = JSON.parse(await readFile(join(stateDir, 'postgres.json'), 'utf8')) as {
    dataDir: string;
  };
  holder.stdin!.end();
  await once(holder, 'exit');
  await rm(folder, { recursive: true });
  await rm(join(dataDir, '..'), { recursive: true, force: true });
  vi.restoreAllMocks();
});
beforeEach(() => {
  db = createDatabase(url);
  return async () => db.$disconnect();
});

async function query<Row>(sql: string, database = 'latchkey'): Promise<Row[]> {
  const address = new URL(url);
  address.pathname = `/${database}`;
  const client = new Client({ connectionString: address.href });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

function nextFile(): string {
  files += 1;
  return join(folder, `${files}.backup`);
}

async function makeBackup(withSecret = false): Promise<string> {
  const file = nextFile();
  await backUp({ file, stateDir, withSecret });
  return file;
}

/** As the operator does it: the server is stopped. */
async function restore(file: string, options: { force?: boolean; withSecret?: boolean } = {}) {
  await db.$disconnect();
  const restored = await restoreBackup({ file, stateDir, force: true, withSecret: false, ...options });
  db = createDatabase(url);
  return restored;
}

/** Every table's rows as one figure, those left out that a restore changes. */
async function fingerprints(): Promise<Record<string, string>> {
  const tables = await query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const settled = ['Otp', 'Delivery', 'Grant', 'Session', 'AuditEvent', '_prisma_migrations', 'Setting'];
  const entries = tables
    .filter(({ name }) => !settled.includes(name))
    .map(async ({ name }): Promise<[string, string]> => {
      const [row] = await query<{ figure: string }>(
        `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '\n' ORDER BY t::text)), '') AS figure FROM "${name}" t`,
      );
      return [name, row!.figure];
    });
  return Object.fromEntries(await Promise.all(entries));
}

async function makeCode(userId: string) {
  const challenge = await createChallenge(db, {
    ...{ purpose: 'login', channel: 'email', address: 'ann@example.com', userId, decoy: false },
    ...{ subject: `user:${userId}`, owner, locale: null, params: {} },
  });
  return { id: challenge.id, code: deriveChallengeCode(challenge)! };
}

const awkward = ['a\tb\nc\\', '\\.', '\\.\n\\N', 'ü 😀 \u202e', `'"{}`, ''];

async function makeContent(): Promise<string> {
  const suffix = randomBytes(4).toString('hex');
  const user = await db.user.create({
    data: { name: awkward[0]!, customerType: awkward[1]!, email: `ann.${suffix}@example.com` },
  });
  for (const name of awkward) {
    await db.apiKey.create({
      data: {
        name: name || 'no name',
        tokenHash: randomBytes(32),
        secretHash: randomBytes(32),
        scopes: ['codes', 'accounts'],
        createdBy: 'x',
      },
    });
    await recordEvent(db, {
      type: 'code_requested',
      userId: user.id,
      data: { text: name, n: 1.5, no: null },
    });
  }
  await sealEvents(db, { lagSeconds: 0 });
  return user.id;
}

describe('a backup', () => {
  test('comes back row by row, and everything that could be alive again is ended', async () => {
    const userId = await makeContent();
    const used = await makeCode(userId);
    const open = await makeCode(userId);
    const session = await db.session.create({
      data: { tokenHash: randomBytes(32), userId, expiresAt: new Date(Date.now() + 3_600_000) },
    });
    const grant = await db.grant.create({
      data: {
        tokenHash: randomBytes(32),
        purpose: 'login',
        userId,
        expiresAt: new Date(Date.now() + 600_000),
      },
    });
    const before = await fingerprints();
    const [{ lastId } = { lastId: 0 }] = await query<{ lastId: number }>(
      'SELECT max("id")::int AS "lastId" FROM "AuditEvent"',
    );
    const file = await makeBackup();

    // What the backup knows nothing of.
    expect(await verifyCode(db, { id: used.id, owner, code: used.code, purposes: ['login'] })).toMatchObject({
      ok: true,
    });
    await db.session.update({
      where: { id: session.id },
      data: { endedAt: new Date(), endedReason: 'sign_out' },
    });
    await db.user.create({ data: { name: 'Later', email: 'later@example.com' } });

    const { aside } = await restore(file);
    expect(await fingerprints()).toEqual(before);
    expect(await query(`SELECT 1 FROM "User" WHERE "name" = 'Later'`, aside)).toHaveLength(1);
    expect(await db.user.findFirst({ where: { name: 'Later' } })).toBeNull();
    for (const { id, code } of [used, open])
      expect(await verifyCode(db, { id, owner, code, purposes: ['login'] })).toMatchObject({ ok: false });
    expect((await db.session.findUniqueOrThrow({ where: { id: session.id } })).endedReason).toBe('revoked');
    expect((await db.grant.findUniqueOrThrow({ where: { id: grant.id } })).consumedAt).not.toBeNull();
    expect(await db.delivery.count({ where: { state: { in: ['queued', 'sending'] } } })).toBe(0);
    expect(await verifyAuditChain(db)).toMatchObject({ ok: true });
    const newest = await db.auditEvent.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect(newest).toMatchObject({
      type: 'admin_action',
      data: { kind: 'restore', codes: 2, sessions: 1, grants: 1 },
    });
    expect(Number(newest.id)).toBeGreaterThan(lastId);
    // Triggers and keys are at work again.
    await expect(db.$executeRaw`UPDATE "AuditEvent" SET "type" = 'x'`).rejects.toThrow(/append-only/);
    await expect(
      db.grant.create({
        data: { tokenHash: randomBytes(32), purpose: 'login', userId: randomUUID(), expiresAt: new Date() },
      }),
    ).rejects.toThrow();
  });

  test('is of one moment, although the app goes on writing', async () => {
    const userId = await makeContent();
    let writing = true;
    let made = 0;
    const write = async () => {
      while (writing) {
        await makeCode(userId);
        made += 1;
      }
    };
    const writers = [write(), write()];
    const file = nextFile();
    await vi.waitUntil(() => made > 5);
    const during = backUp({ file, stateDir, withSecret: false });
    const before = made;
    await during;
    // It did not wait for the backup, nor the backup for it.
    await vi.waitUntil(() => made > before);
    writing = false;
    await Promise.all(writers);
    await restore(file);
    // One statement writes both.
    const [counts] = await query<{ otps: number; deliveries: number; orphans: number }>(`
      SELECT (SELECT count(*)::int FROM "Otp" WHERE "userId" = '${userId}') AS otps,
             (SELECT count(*)::int FROM "Delivery" WHERE "userId" = '${userId}') AS deliveries,
             (SELECT count(*)::int FROM "Delivery" d WHERE "otpId" IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM "Otp" o WHERE o."id" = d."otpId")) AS orphans`);
    expect(counts!.otps).toBeGreaterThan(5);
    expect(counts).toEqual({ otps: counts!.otps, deliveries: counts!.otps, orphans: 0 });
  });

  test('is for its owner alone, never over another file, and without the secret unless that is asked for', async () => {
    const file = await makeBackup();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(existsSync(`${file}.part`)).toBe(false);
    await expect(backUp({ file, stateDir, withSecret: false })).rejects.toThrow(/exists/);
    const secret = process.env.APP_SECRET!;
    expect(gunzipSync(await readFile(file)).toString('utf8')).not.toContain(secret);
    const { header } = await checkBackup(await makeBackup(true));
    expect(header.secret).toBe(secret);
  });
});

test('there is no backup of a database that nobody has used', async () => {
  await query('CREATE DATABASE unused', 'postgres');
  const unused = new URL(url);
  unused.pathname = '/unused';
  const file = nextFile();
  await expect(writeBackup(unused.href, file, { secretId: 'x', secret: null })).rejects.toThrow(/never run/);
  expect(existsSync(file) || existsSync(`${file}.part`)).toBe(false);
});

describe('a restore', () => {
  test('refuses while the server runs, and over what is there, and then has changed nothing', async () => {
    await makeContent();
    const file = await makeBackup();
    const before = await fingerprints();
    await db.$queryRaw`SELECT 1`;
    const asked = { file, stateDir, force: true, withSecret: false };
    await expect(restoreBackup(asked)).rejects.toThrow(/in use. Stop the server/);
    await db.$disconnect();
    await expect(restoreBackup({ ...asked, force: false })).rejects.toThrow(/--force/);
    expect(await fingerprints()).toEqual(before);
  });

  test('refuses what is no whole backup', async () => {
    await makeContent();
    const file = await makeBackup();
    const text = gunzipSync(await readFile(file));
    const broken = nextFile();
    const attempt = async (bytes: Buffer) => {
      await writeFile(broken, bytes);
      await db.$disconnect();
      return restoreBackup({ file: broken, stateDir, force: true, withSecret: false });
    };
    const zipped = await readFile(file);
    await expect(attempt(zipped.subarray(0, zipped.length / 2))).rejects.toThrow(/damaged|not whole/);
    await expect(attempt(gzipSync(text.subarray(0, text.length / 2)))).rejects.toThrow(/not whole|damaged/);
    await expect(
      attempt(gzipSync(text.subarray(0, text.lastIndexOf('\n', text.length - 2) + 1))),
    ).rejects.toThrow(/not whole/);
    const at = text.indexOf('ann.');
    const changed = Buffer.concat([text.subarray(0, at), Buffer.from('eve.'), text.subarray(at + 4)]);
    await expect(attempt(gzipSync(changed))).rejects.toThrow(/was changed/);
    await expect(attempt(Buffer.from('-- PostgreSQL database dump'))).rejects.toThrow(
      /no backup of Latchkey/,
    );
    await expect(attempt(gzipSync('{"latchkeyBackup":2}\n'))).rejects.toThrow(/no backup that this version/);
    await expect(
      restoreBackup({ file: join(folder, 'none'), stateDir, force: true, withSecret: false }),
    ).rejects.toThrow(/There is no file/);
    const header = text.indexOf('\n') + 1;
    const newer = text.subarray(0, header).toString('utf8').replace('0013_alerts', '9999_later');
    expect(newer).toContain('9999_later');
    const footer = text.lastIndexOf('\n', text.length - 2) + 1;
    const body = Buffer.concat([Buffer.from(newer), text.subarray(header, footer)]);
    const end = JSON.parse(text.subarray(footer).toString('utf8')) as { end: { sha256: string } };
    end.end.sha256 = createHash('sha256').update(body).digest('hex');
    await expect(
      attempt(gzipSync(Buffer.concat([body, Buffer.from(`${JSON.stringify(end)}\n`)]))),
    ).rejects.toThrow(/9999_later, which this version/);
    const databases = await query<{ datname: string }>(`SELECT datname FROM pg_database`, 'postgres');
    expect(databases.map(({ datname }) => datname)).not.toContain('latchkey_restored');
  });

  test('applies the migrations that have come since the backup', async () => {
    // A database of an older version: all migrations but the newest.
    const migrationsDir = join(projectDir, 'prisma/migrations');
    const names = (await readMigrations(migrationsDir)).map(({ name }) => name);
    const newest = names.at(-1)!;
    await db.$disconnect();
    await query('DROP DATABASE IF EXISTS older', 'postgres');
    await query('CREATE DATABASE older', 'postgres');
    const older = new URL(url);
    older.pathname = '/older';
    await migrate(older.href, migrationsDir, new Set(names.slice(0, -1)));
    await query(`INSERT INTO "User" ("name", "email") VALUES ('Old', 'old@example.com')`, 'older');
    const file = nextFile();
    await writeBackup(older.href, file, { secretId: 'x', secret: null });
    expect((await checkBackup(file)).header.migrations.map(({ name }) => name)).not.toContain(newest);
    await restore(file);
    expect(await db.user.findMany()).toMatchObject([{ name: 'Old' }]);
    expect(await findPendingMigrations(url, migrationsDir)).toEqual([]);
  });

  test('refuses a backup whose audit log was changed, unless it is told to go on', async () => {
    await makeContent();
    await db.$transaction([
      db.$executeRaw`SET LOCAL session_replication_role = 'replica'`,
      db.$executeRaw`UPDATE "AuditEvent" SET "actor" = 'nobody' WHERE "id" = (SELECT min("id") FROM "AuditEvent")`,
    ]);
    const file = await makeBackup();
    await query('CREATE DATABASE empty_one', 'postgres');
    await db.$disconnect();
    // Nothing of its own in the way: only the log is what stops it.
    await query('ALTER DATABASE latchkey RENAME TO full_one', 'postgres');
    await query('ALTER DATABASE empty_one RENAME TO latchkey', 'postgres');
    const asked = { file, stateDir, force: false, withSecret: false };
    await expect(restoreBackup(asked)).rejects.toThrow(/Nothing was changed/);
    await restore(file, { force: true });
    expect(await verifyAuditChain(db)).toMatchObject({ ok: false, reason: 'broken' });
  });
});

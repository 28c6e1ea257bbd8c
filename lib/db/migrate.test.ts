import { randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createBlankDatabase } from './blank-database';
import { findPendingMigrations, migrate, readMigrations } from './migrate';
import { diffSchema, listMigrations, openSchemaEngine } from './schema-engine';

const migrationsDir = join(process.cwd(), 'prisma/migrations');
const schemaFile = join(process.cwd(), 'prisma/schema.prisma');

let database: Awaited<ReturnType<typeof createBlankDatabase>>;
let folder: string;

beforeEach(async () => {
  database = await createBlankDatabase();
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
});

afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

async function writeMigration(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'migration.sql'), sql);
}

async function query<Row extends object>(sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<Row>(sql);
  await client.end();
  return rows;
}

describe('migrate', () => {
  test('applies the migrations in order, each once', async () => {
    await writeMigration('0002_b', 'INSERT INTO a VALUES (2);');
    await writeMigration('0001_a', 'CREATE TABLE a (n int); INSERT INTO a VALUES (1);');
    expect(await migrate(database.url, folder)).toEqual(['0001_a', '0002_b']);
    expect(await migrate(database.url, folder)).toEqual([]);
    expect(await query('SELECT n FROM a')).toEqual([{ n: 1 }, { n: 2 }]);
  });

  test('servers that start at the same time apply everything exactly once', async () => {
    await writeMigration('0001_a', 'CREATE TABLE a (n int); SELECT pg_sleep(0.1); INSERT INTO a VALUES (1);');
    const applied = await Promise.all(Array.from({ length: 8 }, () => migrate(database.url, folder)));
    expect(applied.flat()).toEqual(['0001_a']);
    expect(await query('SELECT n FROM a')).toEqual([{ n: 1 }]);
  });

  test('what another server is applying at this moment is pending, not failed', async () => {
    const holder = new Client({ connectionString: database.url });
    await holder.connect();
    try {
      await holder.query('SELECT pg_advisory_lock(4711)');
      await writeMigration('0001_a', 'SELECT pg_advisory_xact_lock(4711); CREATE TABLE a (n int);');
      const applying = migrate(database.url, folder);
      await expect
        .poll(() =>
          query(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted`),
        )
        .toHaveLength(1);
      expect(await findPendingMigrations(database.url, folder)).toEqual(['0001_a']);
      await holder.query('SELECT pg_advisory_unlock(4711)');
      await applying;
      expect(await findPendingMigrations(database.url, folder)).toEqual([]);
    } finally {
      await holder.end();
    }
  });

  test('a migration that was edited after it had been applied is refused', async () => {
    await writeMigration('0001_a', 'CREATE TABLE a (n int);');
    await migrate(database.url, folder);
    await writeMigration('0001_a', 'CREATE TABLE a (n bigint);');
    await expect(migrate(database.url, folder)).rejects.toThrow(/0001_a was edited/);
  });

  test('a migration that fails changes nothing, says why, and blocks the next start', async () => {
    await writeMigration('0001_a', 'CREATE TABLE a (n int); SELECT nonsense;');
    await expect(migrate(database.url, folder)).rejects.toThrow(/0001_a failed: column "nonsense"/);
    await expect(migrate(database.url, folder)).rejects.toThrow(/0001_a failed half-way/);
    expect(await query("SELECT to_regclass('a') AS a")).toEqual([{ a: null }]);
  });

  test('a user that may not create tables is told what it has to be', async () => {
    const user = `maker_${randomBytes(4).toString('hex')}`;
    await query(`CREATE ROLE ${user} LOGIN PASSWORD 'of-tests'`);
    await query('REVOKE CREATE ON SCHEMA public FROM PUBLIC');
    await writeMigration('0001_a', 'CREATE TABLE a (n int);');
    const url = new URL(database.url);
    Object.assign(url, { username: user, password: 'of-tests' });
    await expect(migrate(url.href, folder)).rejects.toThrow(/may not create tables there: make it the owner/);
    await query(`ALTER SCHEMA public OWNER TO ${user}`);
    expect(await migrate(url.href, folder)).toEqual(['0001_a']);
    await query(`DROP OWNED BY ${user}; DROP ROLE ${user}`);
  });

  test('a version starts on a database that a newer one has added to', async () => {
    await writeMigration('0001_a', 'CREATE TABLE a (n int);');
    await writeMigration('0002_b', 'ALTER TABLE a ADD COLUMN m int;');
    await migrate(database.url, folder);
    await rm(join(folder, '0002_b'), { recursive: true });
    expect(await migrate(database.url, folder)).toEqual([]);
    expect(await findPendingMigrations(database.url, folder)).toEqual([]);
  });

  test('a version does not start where a newer one has taken something away', async () => {
    await writeMigration('0001_a', 'CREATE TABLE a (n int, old int);');
    await writeMigration('0002_contract_old', 'ALTER TABLE a DROP COLUMN old;');
    await migrate(database.url, folder);
    await rm(join(folder, '0002_contract_old'), { recursive: true });
    await expect(migrate(database.url, folder)).rejects.toThrow(/does not know: start the newer version/);
  });

  test('an unknown migration in the midst of the known ones is refused', async () => {
    for (const name of ['0001_a', '0002_b', '0003_c']) await writeMigration(name, 'SELECT 1;');
    await migrate(database.url, folder);
    await rm(join(folder, '0002_b'), { recursive: true });
    await expect(migrate(database.url, folder)).rejects.toThrow(/has migration 0002_b/);
  });
});

describe('the migrations of this version', () => {
  /** What a version that is still running could miss, or stumble over. */
  const takesAway =
    /\b(DROP\s+(TABLE|COLUMN|FUNCTION|VIEW|TYPE)|RENAME\s+(TO|COLUMN)|SET\s+NOT\s+NULL|ALTER\s+COLUMN\s+\S+\s+(SET\s+DATA\s+)?TYPE)\b/i;
  /** Published before the rule. */
  const before = /^00(0\d|10)_/;

  test('only add, or say in their name that they contract', async () => {
    const wrong = (await readMigrations(migrationsDir)).filter(
      ({ name, sql }) =>
        !before.test(name) && !/^\d+_contract_/.test(name) && takesAway.test(sql.replace(/--.*$/gm, '')),
    );
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });
});

describe("Prisma's own engine", () => {
  test('takes the book-keeping as its own and finds nothing left to apply', async () => {
    await migrate(database.url, migrationsDir);
    const { engine, close } = await openSchemaEngine(database.url, schemaFile);
    const migrationsList = await listMigrations(migrationsDir, await readMigrations(migrationsDir));
    const filters = { externalTables: [], externalEnums: [] };
    const diagnosis = await engine.diagnoseMigrationHistory({
      migrationsList,
      optInToShadowDatabase: false,
      filters,
    });
    expect(diagnosis).toMatchObject({
      hasMigrationsTable: true,
      editedMigrationNames: [],
      failedMigrationNames: [],
    });
    expect(diagnosis.history ?? null).toBeNull();
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters });
    expect(appliedMigrationNames).toEqual([]);
    await close();
  });

  test('goes on from there with a migration of its own, which this runner then accepts', async () => {
    await cp(migrationsDir, folder, { recursive: true });
    await migrate(database.url, folder);
    await writeMigration('9999_next', 'CREATE TABLE next (n int);');
    const { engine, close } = await openSchemaEngine(database.url, schemaFile);
    const migrationsList = await listMigrations(folder, await readMigrations(folder));
    const filters = { externalTables: [], externalEnums: [] };
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters });
    await close();
    expect(appliedMigrationNames).toEqual(['9999_next']);
    expect(await migrate(database.url, folder)).toEqual([]);
  });

  test('sees no difference between the migrated database and the schema file', async () => {
    await migrate(database.url, migrationsDir);
    const { engine, close } = await openSchemaEngine(database.url, schemaFile);
    expect(await diffSchema(engine, schemaFile)).toBe('');
    await close();
  });
});

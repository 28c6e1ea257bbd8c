import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import { Pool } from 'pg';

const NO_FILTER = { externalTables: [], externalEnums: [] };

type Bindings = typeof import('@prisma/schema-engine-wasm/schema_engine_bg');

let loaded: Promise<Bindings> | undefined;

async function loadBindings(): Promise<Bindings> {
  // The engine reports a panic here and nowhere else; without it a panic is a promise that never settles.
  const registry = {
    set_message(message: string) {
      throw new Error(`Prisma's schema engine: ${message}`);
    },
  };
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: registry });
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm');
  const { instance } = await WebAssembly.instantiate(
    await readFile(entry.replace(/schema_engine\.js$/, 'schema_engine_bg.wasm')),
    { './schema_engine_bg.js': bindings as unknown as WebAssembly.ModuleImports },
  );
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return bindings;
}

/** PostgreSQL's internal "char" of the catalogues, which the adapter does not know, and char(1), which it does. */
const CHAR_OID = 18;
const BPCHAR_OID = 1042;

class CataloguePool extends Pool {
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg's query come down to arguments passed on.
  override async query(...passedOn: any[]): Promise<any> {
    const result = await Reflect.apply(super.query, this, passedOn);
    for (const field of result.fields ?? []) if (field.dataTypeID === CHAR_OID) field.dataTypeID = BPCHAR_OID;
    return result;
  }
}

/** Prisma's own migration engine as WebAssembly: for development and tests, where nothing needs a download. */
export async function openSchemaEngine(
  databaseUrl: string,
  schemaFile: string,
): Promise<{ engine: SchemaEngine; close(): Promise<void> }> {
  loaded ??= loadBindings();
  const { SchemaEngine } = await loaded;
  const pool = new CataloguePool({ connectionString: databaseUrl });
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const connection = await connect();
    const queryRaw = connection.queryRaw.bind(connection);
    connection.queryRaw = async (query) => {
      const result = await queryRaw(query);
      const at = result.columnNames.indexOf('constraint_type');
      if (at >= 0) result.columnTypes[at] = ColumnTypeEnum.Character;
      return result;
    };
    return connection;
  };
  const adapter = bindMigrationAwareSqlAdapterFactory(factory);
  const datamodels: [string, string][] = [[schemaFile, await readFile(schemaFile, 'utf8')]];
  const engine = await SchemaEngine.new({ datamodels }, () => {}, adapter);
  // The engine's advisory lock lives as long as its connection.
  return { engine, close: () => pool.end() };
}

export async function listMigrations(
  migrationsDir: string,
  migrations: { name: string; sql: string }[],
): Promise<MigrationList> {
  const content = await readFile(join(migrationsDir, 'migration_lock.toml'), 'utf8').catch(() => null);
  return {
    baseDir: migrationsDir,
    lockfile: { path: 'migration_lock.toml', content },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}

/** SQL that leads from the database as it is to the schema file; empty when they agree. */
export async function diffSchema(engine: SchemaEngine, schemaFile: string): Promise<string> {
  const files = [{ path: schemaFile, content: await readFile(schemaFile, 'utf8') }];
  const { stdout } = await engine.diff({
    // Not from the migrations themselves: the adapter cuts their text at every semicolon, functions included.
    from: { tag: 'schemaDatasource', files, configDir: dirname(schemaFile) },
    to: { tag: 'schemaDatamodel', files },
    script: true,
    exitCode: null,
    filters: NO_FILTER,
  });
  return stdout?.includes('This is an empty migration') ? '' : (stdout ?? '').trim();
}

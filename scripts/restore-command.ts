import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { verifyAuditChain } from '@/lib/audit/verify-audit-chain';
import { deriveKey } from '@/lib/config/keys';
import { BackupError, type BackupFacts, checkBackup } from '@/lib/db/backup/backup-file';
import { loadBackup } from '@/lib/db/backup/load-backup';
import { hasContent, replaceDatabase, requireNobody } from '@/lib/db/backup/replace-database';
import { createDatabase, type Database } from '@/lib/db/client';
import { startEmbeddedPostgres } from '@/lib/db/embedded-postgres';
import { type Settled, settleAfterRestore } from '@/lib/flows/settle-after-restore';
import { withAppDatabase } from './app-database';
import { readSecret } from './backup-secret';
import { projectDir, SetupError } from './prepare.mjs';

const help = `npm run restore -- FILE [--force] [--with-secret]
  --force        although there is something in the database, or the audit log of the backup is not whole
  --with-secret  and the secret that is in the backup
npm run restore -- --after
                 what has to follow a restore by other tools (pg_restore, a copied folder)`;

const stateDir = join(projectDir, '.data');
const migrationsDir = join(projectDir, 'prisma/migrations');

export async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    allowPositionals: true,
    options: { force: { type: 'boolean' }, after: { type: 'boolean' }, 'with-secret': { type: 'boolean' } },
  });
  const [typed] = positionals;
  if ((typed === undefined) !== (values.after === true)) {
    console.log(help);
    return 1;
  }
  try {
    if (typed === undefined) await settleOnly();
    else {
      await restoreBackup({
        ...{ file: resolve(projectDir, typed), stateDir },
        ...{ force: values.force ?? false, withSecret: values['with-secret'] ?? false },
      });
    }
    return 0;
  } catch (error) {
    throw error instanceof BackupError ? new SetupError(error.message) : error;
  }
}

async function settleOnly(): Promise<void> {
  readSecret(stateDir);
  await withAppDatabase(async (url) => {
    await withClient(url, async (db) => {
      tellChain(await verifyAuditChain(db));
      tellSettled(await settleAfterRestore({ db }, { backupAt: null }));
    });
  });
}

/** Puts the backup in the place of the embedded database. Until its last step nothing has changed. */
export async function restoreBackup(wanted: {
  file: string;
  stateDir: string;
  force: boolean;
  withSecret: boolean;
}): Promise<{ aside: string }> {
  const { file, stateDir, force, withSecret } = wanted;
  if (process.env.DATABASE_URL?.trim()) {
    throw new SetupError(
      'DATABASE_URL is set: restore that server with its own tools (pg_restore), then run: npm run restore -- --after',
    );
  }
  const facts = await checkBackup(file);
  const { header, end } = facts;
  console.log(`✓ ${file} is whole: made ${header.createdAt}, ${header.migrations.length} migrations`);
  const postgres = await startEmbeddedPostgres({ projectDir, stateDir });
  let aside: string;
  try {
    await requireNobody(postgres.url);
    if (!force && (await hasContent(postgres.url))) {
      throw new SetupError(
        'There is something in the database already. With --force it is put aside, and the backup takes its place.',
      );
    }
    if (withSecret) takeSecret(stateDir, header.secret);
    readSecret(stateDir);
    aside = await replaceDatabase(postgres.url, (url) => fill(url, file, facts, force), new Date());
    const rows = Object.values(end.rows).reduce((sum, one) => sum + one, 0);
    console.log(`✓ Restored: ${rows} rows of ${Object.keys(end.rows).length} tables.`);
    console.log(
      `  What was there before is kept as the database "${aside}" (docs/operate.md says how to drop it).`,
    );
  } finally {
    await postgres.stop();
  }
  if (deriveKey(readSecret(stateDir), 'audit').id !== header.secretId) {
    console.log(
      '! The backup was made with another secret than APP_SECRET is now. Put that one into APP_SECRET or APP_SECRET_PREVIOUS: authenticator apps need it.',
    );
  }
  console.log(
    '! As old as the backup are also: passwords, addresses, roles and who is disabled; backup codes that were used and API keys that were revoked since work again. Look at them.',
  );
  return { aside };
}

async function fill(url: string, file: string, facts: BackupFacts, force: boolean): Promise<void> {
  const newer = await loadBackup(url, file, facts, migrationsDir);
  if (newer.length > 0) console.log(`✓ Migrations applied: ${newer.join(', ')}`);
  await withClient(url, async (db) => {
    const chain = await verifyAuditChain(db);
    tellChain(chain);
    if (!chain.ok && chain.reason === 'broken' && !force) {
      throw new SetupError('Nothing was changed. With --force it is restored all the same.');
    }
    tellSettled(await settleAfterRestore({ db }, { backupAt: new Date(facts.header.createdAt) }));
  });
}

async function withClient(url: string, work: (db: Database) => Promise<void>): Promise<void> {
  const db = createDatabase(url);
  try {
    await work(db);
  } finally {
    await db.$disconnect();
  }
}

function tellChain(chain: Awaited<ReturnType<typeof verifyAuditChain>>): void {
  if (chain.ok) console.log(`✓ The audit log is whole: ${chain.value.events} entries in the chain`);
  else if (chain.reason === 'broken')
    console.log(`✗ The audit log was changed between the entries ${chain.firstId} and ${chain.lastId}.`);
  else console.log('! The audit log cannot be checked: its secret is missing (APP_SECRET_PREVIOUS).');
}

function tellSettled(settled: Settled): void {
  const words = Object.entries(settled)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`);
  console.log(`✓ Ended, because they may have been used since: ${words.join(', ') || 'nothing was open'}`);
}

/** The former one stays beside it. */
function takeSecret(stateDir: string, secret: string | undefined): void {
  if (secret === undefined) throw new SetupError('There is no secret in this backup.');
  if (process.env.APP_SECRET?.trim()) {
    throw new SetupError('APP_SECRET is set: the one of the backup can only take the place of .data/secret.');
  }
  const file = join(stateDir, 'secret');
  if (existsSync(file)) renameSync(file, `${file}.before-${Date.now()}`);
  writeFileSync(file, secret, { mode: 0o600, flag: 'wx' });
  console.log('✓ The secret of the backup is in .data/secret now; the former one is kept beside it.');
}

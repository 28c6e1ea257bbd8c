import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { deriveKey } from '@/lib/config/keys';
import { BackupError } from '@/lib/db/backup/backup-file';
import { writeBackup } from '@/lib/db/backup/write-backup';
import { startEmbeddedPostgres } from '@/lib/db/embedded-postgres';
import { readSecret } from './backup-secret';
import { projectDir, SetupError } from './prepare.mjs';

/** `npm run backup -- [FILE] [--with-secret]` */
export async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    allowPositionals: true,
    options: { 'with-secret': { type: 'boolean', default: false } },
  });
  if (process.env.DATABASE_URL?.trim()) {
    throw new SetupError(
      'DATABASE_URL is set: back that server up with its own tools (pg_dump -Fc, or continuous archiving). After a restore there, run: npm run restore -- --after',
    );
  }
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '');
  const file = resolve(projectDir, positionals[0] ?? `latchkey-${stamp}Z.backup`);
  await backUp({ file, stateDir: join(projectDir, '.data'), withSecret: values['with-secret'] });
}

/** Writes the backup, and says what is in it and what is not. @returns how many rows */
export async function backUp(wanted: {
  file: string;
  stateDir: string;
  withSecret: boolean;
}): Promise<number> {
  const { file, stateDir, withSecret } = wanted;
  if (existsSync(file)) throw new SetupError(`${file} exists. Name another file.`);
  const secret = readSecret(stateDir);
  const secretId = deriveKey(secret, 'audit').id;
  // The one that runs, or started for as long as it takes. It is not migrated: a backup changes nothing.
  const postgres = await startEmbeddedPostgres({ projectDir, stateDir });
  try {
    const { rows } = await writeBackup(postgres.url, file, { secretId, secret: withSecret ? secret : null });
    const count = Object.values(rows).reduce((sum, one) => sum + one, 0);
    const { size } = await stat(file);
    console.log(`✓ ${file}: ${count} rows of ${Object.keys(rows).length} tables, ${size} bytes.`);
    console.log(
      withSecret
        ? '! The secret is in it. Whoever has this file can compute codes and open what is encrypted: keep it like a key.'
        : 'The secret (APP_SECRET, or .data/secret) is not in it. Keep it too, in another place: without it authenticator apps and the proof of the audit log are lost.',
    );
    return count;
  } catch (error) {
    throw error instanceof BackupError ? new SetupError(error.message) : error;
  } finally {
    await postgres.stop();
  }
}

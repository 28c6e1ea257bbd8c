import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { verifyAuditChain } from '@/lib/audit/verify-audit-chain';
import type { Database } from '@/lib/db/client';
import { exportCustomers } from '@/lib/flows/console/export-customers';
import { importCustomers } from '@/lib/flows/console/import-customers';
import { SetupError } from './prepare.mjs';

const actor = 'system';

/** What the console does, for files that are too large for a form, and for scripts. */
export const consoleCommands = {
  import: async (db: Database, [file = '']: string[], options: { 'dry-run'?: boolean }) => {
    if (!existsSync(file)) throw new SetupError(`There is no file "${file}".`);
    let last = Date.now();
    const report = await importCustomers(
      { db },
      {
        text: createReadStream(file, 'utf8') as AsyncIterable<string>,
        dryRun: options['dry-run'] ?? false,
        actor,
        onProgress: (rows) => {
          if (Date.now() - last < 1_000) return;
          last = Date.now();
          console.error(`… ${rows} rows`);
        },
      },
    );
    if (!report.ok) {
      throw new SetupError(
        'The first line has to name the columns: name, email, phone, customerType, locale.',
      );
    }
    for (const { row, why } of report.value.problems) console.error(`row ${row}: ${why}`);
    const { problems: _, ...counts } = report.value;
    return counts;
  },
  export: async (db: Database, [file = '']: string[]) => {
    if (file === '') throw new SetupError('Name the file to write.');
    // Full addresses: for the owner alone, and never over another file.
    const target = createWriteStream(file, { flags: 'wx', mode: 0o600 });
    await pipeline(Readable.from(exportCustomers({ db }, actor)), target).catch(
      (error: NodeJS.ErrnoException) => {
        throw error.code === 'EEXIST' ? new SetupError(`"${file}" exists. Name another file.`) : error;
      },
    );
    return { written: file };
  },
  'audit verify': async (db: Database) => {
    const found = await verifyAuditChain(db);
    if (found.ok) return { whole: true, ...found.value };
    throw new SetupError(
      found.reason === 'broken'
        ? `The audit log was changed between the entries ${found.firstId} and ${found.lastId}.`
        : `The key of the entries ${found.firstId} to ${found.lastId} is missing: put the former secret into APP_SECRET_PREVIOUS.`,
    );
  },
};

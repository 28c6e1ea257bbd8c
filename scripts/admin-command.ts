import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { apiScopes } from '@/lib/accounts/api-keys';
import { keepSecret } from '@/lib/config/secret';
import { createDatabase } from '@/lib/db/client';
import { accountCommands } from './account-commands';
import { withAppDatabase } from './app-database';
import type { Command } from './command';
import { consoleCommands } from './console-commands';
import { keyCommands } from './key-commands';
import { projectDir } from './prepare.mjs';
import { webhookCommands } from './webhook-commands';

const help = `npm run admin -- …
  key create NAME [--scopes ${apiScopes.join(',')}] [--days N] [--per-minute N] [--per-address N]
                                      prints its secrets once; without --scopes it may
                                      do everything but read and change customers
  key list
  key rotate AC… [--hours 24]         new secrets; the former ones stay good for so long
  key revoke AC…
  webhook create URL [--events a,b]   prints its secret once; without --events it hears of everything
  webhook list
  webhook rotate ID | webhook remove ID
  webhook replay ID [--hours 24]      sends again what failed; ID of an endpoint or of one message
  grant EMAIL [customer|support|admin]   without a role: admin
  import FILE [--dry-run]             customers from CSV; tells every bad row
  export FILE                         all customers as CSV, safe for spreadsheets
  audit verify                        follows the chain of the audit log
  user disable EMAIL-OR-PHONE | user enable … | user sign-out …`;

/** The admin's commands. Prints JSON, so that scripts can read it. */
export async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    allowPositionals: true,
    options: {
      scopes: { type: 'string' },
      days: { type: 'string' },
      hours: { type: 'string' },
      'per-minute': { type: 'string' },
      'per-address': { type: 'string' },
      events: { type: 'string' },
      'dry-run': { type: 'boolean' },
    },
  });
  const [area = '', verb = '', subject = ''] = positionals;
  const isOneWord = ['grant', 'import', 'export'].includes(area);
  const command = commands[isOneWord ? area : `${area} ${verb}`];
  if (!command) {
    console.log(help);
    return area === '' ? 0 : 1;
  }
  // As `npm start` does where none is set.
  if (!process.env.APP_SECRET?.trim()) process.env.APP_SECRET = keepSecret(join(projectDir, '.data'));
  await withAppDatabase(async (url) => {
    const db = createDatabase(url);
    try {
      console.log(JSON.stringify(await command(db, isOneWord ? [verb, subject] : [subject], values)));
    } finally {
      await db.$disconnect();
    }
  });
  return 0;
}

const commands: Record<string, Command> = {
  ...keyCommands,
  ...webhookCommands,
  ...consoleCommands,
  ...accountCommands,
};

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type ApiScope,
  apiScopes,
  createApiKey,
  defaultScopes,
  findApiKeys,
  fromAccountSid,
  revokeApiKey,
  rotateApiKey,
  toAccountSid,
} from '@/lib/accounts/api-keys';
import { parseIdentifier } from '@/lib/accounts/parse-identifier';
import { recordEvent } from '@/lib/audit/record-event';
import { booleanSetting } from '@/lib/config/read-setting';
import { keepSecret } from '@/lib/config/secret';
import { createDatabase, type Database } from '@/lib/db/client';
import {
  createEndpoint,
  disableEndpoint,
  findEndpoints,
  replayMessages,
  rotateEndpoint,
} from '@/lib/delivery/webhooks/endpoints';
import { explainBadUrl } from '@/lib/delivery/webhooks/public-address';
import { publicEventTypes } from '@/lib/delivery/webhooks/public-events';
import { changeAccount } from '@/lib/flows/change-account';
import { withAppDatabase } from './app-database';
import { consoleCommands } from './console-commands';
import { projectDir, SetupError } from './prepare.mjs';

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

const actor = 'command line';

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

type Options = {
  'dry-run'?: boolean;
  scopes?: string;
  days?: string;
  hours?: string;
  'per-minute'?: string;
  'per-address'?: string;
  events?: string;
};

const commands: Record<string, (db: Database, words: string[], options: Options) => Promise<unknown>> = {
  'key create': async (db, [name = ''], options) => {
    if (name.trim() === '' || name.length > 100)
      throw new SetupError('Give the key a name of 1 to 100 characters.');
    const days = readNumber(options.days, '--days');
    const scopes = readScopes(options.scopes) ?? [...defaultScopes];
    const key = await createApiKey(db, {
      name,
      scopes,
      perMinute: readNumber(options['per-minute'], '--per-minute'),
      perAddressHour: readNumber(options['per-address'], '--per-address'),
      expiresAt: days === null ? null : new Date(Date.now() + days * 86_400_000),
      createdBy: actor,
    });
    await recordEvent(db, { type: 'api_key_created', actor: 'system', data: { key: key.id, name, scopes } });
    return key;
  },
  'key list': async (db) =>
    (await findApiKeys(db)).map(({ id, ...rest }) => ({ id: toAccountSid(id), ...rest })),
  'key rotate': async (db, [sid = ''], options) => {
    const key = await rotateApiKey(db, readKeyId(sid), (readNumber(options.hours, '--hours') ?? 24) * 3600);
    if (!key) throw new SetupError(`There is no live key ${sid}.`);
    await recordEvent(db, { type: 'api_key_created', actor: 'system', data: { key: sid, rotated: true } });
    return key;
  },
  'key revoke': async (db, [sid = '']) => {
    if (!(await revokeApiKey(db, readKeyId(sid)))) throw new SetupError(`There is no live key ${sid}.`);
    await recordEvent(db, { type: 'api_key_revoked', actor: 'system', data: { key: sid } });
    return { revoked: sid };
  },
  'webhook create': async (db, [url = ''], options) => {
    const problem = explainBadUrl(url, booleanSetting(process.env, [], 'WEBHOOKS_ALLOW_PRIVATE', false));
    if (problem) throw new SetupError(problem);
    const events = options.events?.split(',').map((name) => name.trim()) ?? [];
    const unknown = events.find((name) => !publicEventTypes.includes(name));
    if (unknown !== undefined)
      throw new SetupError(`"${unknown}" is no event. There are: ${publicEventTypes.join(', ')}.`);
    const endpoint = await createEndpoint(db, { url, events, createdBy: actor });
    await recordEvent(db, {
      type: 'admin_action',
      actor: 'system',
      data: { kind: 'webhook_created', webhook: endpoint.id },
    });
    return { ...endpoint, url, events };
  },
  'webhook list': (db) => findEndpoints(db),
  'webhook rotate': async (db, [id = '']) => {
    const endpoint = await rotateEndpoint(db, readUuid(id));
    if (!endpoint) throw new SetupError(`There is no live endpoint ${id}.`);
    await recordEvent(db, {
      type: 'admin_action',
      actor: 'system',
      data: { kind: 'webhook_rotated', webhook: id },
    });
    return endpoint;
  },
  'webhook remove': async (db, [id = '']) => {
    if (!(await disableEndpoint(db, readUuid(id), 'removed')))
      throw new SetupError(`There is no live endpoint ${id}.`);
    await recordEvent(db, {
      type: 'admin_action',
      actor: 'system',
      data: { kind: 'webhook_removed', webhook: id },
    });
    return { removed: id };
  },
  'webhook replay': async (db, [typed = ''], options) => {
    const id = readUuid(typed);
    const one = await replayMessages(db, { messageId: id });
    const sinceHours = readNumber(options.hours, '--hours') ?? 24;
    return { queued: one || (await replayMessages(db, { endpointId: id, sinceHours })) };
  },
  ...consoleCommands,
  grant: async (db, [typed = '', given = '']) => {
    const role = given || 'admin';
    if (role !== 'customer' && role !== 'support' && role !== 'admin') {
      throw new SetupError('The role is one of: customer, support, admin.');
    }
    return change(db, typed, { kind: 'role', role });
  },
  'user disable': (db, [typed = '']) => change(db, typed, { kind: 'disable' }),
  'user enable': (db, [typed = '']) => change(db, typed, { kind: 'enable' }),
  'user sign-out': (db, [typed = '']) => change(db, typed, { kind: 'sign_out' }),
};

async function change(db: Database, typed: string, wanted: Parameters<typeof changeAccount>[1]['change']) {
  const identifier = parseIdentifier(typed);
  if (identifier.kind === 'invalid')
    throw new SetupError(`"${typed}" is no e-mail address and no phone number.`);
  const result = await changeAccount(
    { db },
    { address: identifier.address, change: wanted, actor: 'system' },
  );
  if (result.ok) return { id: result.value.userId, done: wanted };
  throw new SetupError(
    result.reason === 'last_admin' ? 'The last admin stays one.' : `No account has the address ${typed}.`,
  );
}

function readKeyId(sid: string): string {
  const id = fromAccountSid(sid);
  if (id === null) throw new SetupError('Name the key by its id: AC and 32 hexadecimal digits.');
  return id;
}

function readUuid(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) throw new SetupError('Name it by its id.');
  return text;
}

function readScopes(text: string | undefined): ApiScope[] | undefined {
  const names = text?.split(',').map((name) => name.trim());
  const unknown = names?.find((name) => !(apiScopes as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new SetupError(`"${unknown}" is no scope. There are: ${apiScopes.join(', ')}.`);
  return names as ApiScope[] | undefined;
}

function readNumber(text: string | undefined, option: string): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new SetupError(`${option} takes a whole number.`);
  return Number(text);
}

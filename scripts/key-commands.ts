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
import { recordEvent } from '@/lib/audit/record-event';
import { actor, type Command, readNumber } from './command';
import { SetupError } from './prepare.mjs';

export const keyCommands: Record<string, Command> = {
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
};

function readKeyId(sid: string): string {
  const id = fromAccountSid(sid);
  if (id === null) throw new SetupError('Name the key by its id: AC and 32 hexadecimal digits.');
  return id;
}

function readScopes(text: string | undefined): ApiScope[] | undefined {
  const names = text?.split(',').map((name) => name.trim());
  const unknown = names?.find((name) => !(apiScopes as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new SetupError(`"${unknown}" is no scope. There are: ${apiScopes.join(', ')}.`);
  return names as ApiScope[] | undefined;
}

import {
  type ApiKeyListing,
  type ApiKeySecrets,
  apiScopes,
  createApiKey,
  findApiKeys,
  revokeApiKey,
  rotateApiKey,
  toAccountSid,
} from '@/lib/accounts/api-keys';
import { recordEvent } from '@/lib/audit/record-event';
import type { Database } from '@/lib/db/client';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps } from '../deps';

export interface ApiKeyView extends Omit<ApiKeyListing, 'id'> {
  id: string;
  /** `AC…`, as clients name it. */
  sid: string;
  state: 'live' | 'expired' | 'revoked';
}

/** Every key, the newest first; live ones before all others. Never a secret. */
export async function listApiKeys({ db }: Deps): Promise<ApiKeyView[]> {
  const keys = await findApiKeys(db);
  const now = Date.now();
  return keys
    .map((key) => ({
      ...key,
      sid: toAccountSid(key.id),
      state: stateOf(key, now),
    }))
    .sort((a, b) => Number(b.state === 'live') - Number(a.state === 'live'));
}

function stateOf({ revokedAt, expiresAt }: ApiKeyListing, now: number): ApiKeyView['state'] {
  if (revokedAt) return 'revoked';
  return expiresAt && expiresAt.getTime() <= now ? 'expired' : 'live';
}

export interface NewKeyInput {
  name: string;
  scopes: readonly string[];
  /** As they were typed; empty: none. */
  days: string;
  perMinute: string;
  perAddressHour: string;
  staff: { id: string; actor: string };
}

/** Makes a key. What is answered is shown once. */
export async function makeApiKey(
  { db }: Deps,
  input: NewKeyInput,
): Promise<Result<ApiKeySecrets, 'key_malformed'>> {
  const name = input.name.replace(/\s+/g, ' ').trim();
  const scopes = apiScopes.filter((scope) => input.scopes.includes(scope));
  const days = readWhole(input.days, 3650);
  const perMinute = readWhole(input.perMinute, 100_000);
  const perAddressHour = readWhole(input.perAddressHour, 100_000);
  if (name === '' || name.length > 100 || scopes.length === 0 || scopes.length !== input.scopes.length)
    return fail('key_malformed');
  if (days === 'malformed' || perMinute === 'malformed' || perAddressHour === 'malformed')
    return fail('key_malformed');
  const expiresAt = days === null ? null : new Date(Date.now() + days * 86_400_000);
  return db.$transaction(async (tx) => {
    const secrets = await createApiKey(tx as Database, {
      ...{ name, scopes, perMinute, perAddressHour, expiresAt },
      createdBy: `console:${input.staff.id}`,
    });
    await note(tx as Database, 'api_key_created', input.staff.actor, { key: secrets.id, name, scopes });
    return ok(secrets);
  });
}

/** New secrets; the former ones stay good for so many hours, so that applications can change over. */
export async function renewApiKey(
  { db }: Deps,
  { id, hours, actor }: { id: string; hours: string; actor: string },
): Promise<Result<ApiKeySecrets, 'key_gone' | 'key_malformed'>> {
  const overlap = hours.trim() === '0' ? 0 : readWhole(hours, 24 * 30);
  if (overlap === 'malformed' || overlap === null) return fail('key_malformed');
  return db.$transaction(async (tx) => {
    const secrets = await rotateApiKey(tx as Database, id, overlap * 3600);
    if (!secrets) return fail('key_gone');
    await note(tx as Database, 'api_key_created', actor, { key: secrets.id, rotated: true, hours: overlap });
    return ok(secrets);
  });
}

/** Ends a key at once. */
export async function endApiKey(
  { db }: Deps,
  { id, actor }: { id: string; actor: string },
): Promise<Result<null, 'key_gone'>> {
  return db.$transaction(async (tx) => {
    if (!(await revokeApiKey(tx as Database, id))) return fail('key_gone');
    await note(tx as Database, 'api_key_revoked', actor, { key: toAccountSid(id) });
    return ok(null);
  });
}

function note(
  db: Database,
  type: 'api_key_created' | 'api_key_revoked',
  actor: string,
  data: Record<string, unknown>,
) {
  return recordEvent(db, { type, actor, data });
}

function readWhole(typed: string, most: number): number | null | 'malformed' {
  const text = typed.trim();
  if (text === '') return null;
  const value = /^[1-9]\d{0,5}$/.test(text) ? Number(text) : Number.NaN;
  return value <= most ? value : 'malformed';
}

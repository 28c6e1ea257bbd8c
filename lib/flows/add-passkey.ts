import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { type Account, lockAccount } from '@/lib/accounts/find-account';
import { addPasskey as keepPasskey } from '@/lib/accounts/passkeys';
import { readChallenge, verifyNewPasskey } from '@/lib/accounts/webauthn';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { consumeGrant } from '@/lib/codes/grants';
import type { Database } from '@/lib/db/client';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { fail, ok, type Result } from '@/lib/result';
import { announceFactorChange } from './announce-factor-change';
import type { Deps, Visitor } from './deps';
import { ensureBackupCodes } from './ensure-backup-codes';

/** Turns a passkey on that the browser has just made. Done are new backup codes, if the account had none. */
export async function addPasskey(
  { db }: Deps,
  input: {
    account: Account;
    sessionId: string;
    name: string;
    response: RegistrationResponseJSON;
    owner: ChallengeOwner;
    visitor: Visitor;
  },
): Promise<Result<{ backupCodes: string[] | null }, 'passkey_refused' | 'factor_on_already'>> {
  const { account, sessionId, response, visitor } = input;
  const challenge = readChallenge(response);
  const asked = challenge && (await consumeGrant(db, challenge, 'passkey', input.owner));
  const bound = asked ? (asked.context as { use?: string; sessionId?: string }) : null;
  const fits = bound?.use === 'setup' && bound.sessionId === sessionId;
  if (!asked || !fits || asked.userId !== account.id) return fail('passkey_refused');
  const made = await verifyNewPasskey(response, challenge);
  if (!made) return fail('passkey_refused');
  const { id, publicKey, counter } = made.credential;
  const passkey = {
    credentialId: id,
    publicKey,
    counter,
    transports: response.response.transports ?? [],
  };
  const done = await db.$transaction(async (tx) => {
    const inner = tx as Database;
    await lockAccount(inner, account.id);
    if (!(await keepPasskey(inner, account.id, input.name, passkey))) return null;
    const backupCodes = await ensureBackupCodes(inner, account.id);
    const change = 'passkey_added';
    await announceFactorChange(inner, {
      account,
      change,
      type: 'factor_added',
      sessionId,
      visitor,
      kind: 'passkey',
    });
    return { backupCodes };
  });
  if (!done) return fail('factor_on_already');
  wakeOutbox();
  return ok(done);
}

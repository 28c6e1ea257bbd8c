import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import type { Account } from '@/lib/accounts/find-account';
import { findPasskeyIds } from '@/lib/accounts/passkeys';
import { arePasskeysOffered, loadWebauthn, relyingParty } from '@/lib/accounts/webauthn';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { issueGrant } from '@/lib/codes/grants';
import { takeLimits } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps } from './deps';

/** What the browser needs to make a passkey for an account. The challenge in it is good once, here, for ten minutes. */
export async function startPasskeySetup(
  { db }: Deps,
  input: { account: Account; sessionId: string; owner: ChallengeOwner },
): Promise<
  Result<
    PublicKeyCredentialCreationOptionsJSON,
    'passkeys_not_offered' | 'limited',
    { retryAfterSeconds: number }
  >
> {
  const { account, sessionId, owner } = input;
  if (!arePasskeysOffered()) return fail('passkeys_not_offered');
  const allowed = await takeLimits(db, [{ limit: 'factor_changes_per_account', subject: account.id }]);
  if (!allowed.ok) return fail('limited', { retryAfterSeconds: allowed.retryAfterSeconds ?? 60 });
  const context = { use: 'setup', sessionId };
  const challenge = await issueGrant(db, { purpose: 'passkey', userId: account.id, owner, context });
  const { generateRegistrationOptions } = await loadWebauthn();
  const { id, name } = relyingParty();
  const label = account.email ?? account.phone ?? account.name;
  return ok(
    await generateRegistrationOptions({
      rpID: id,
      rpName: name,
      userID: new Uint8Array(Buffer.from(account.id.replaceAll('-', ''), 'hex')),
      userName: label,
      userDisplayName: account.name || label,
      challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
      excludeCredentials: await findPasskeyIds(db, account.id),
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    }),
  );
}

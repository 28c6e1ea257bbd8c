import { generateURI } from 'otplib/functional';
import { encodeBase32 } from '@/lib/accounts/base32';
import type { Account } from '@/lib/accounts/find-account';
import { getPendingTotpSecret } from '@/lib/accounts/totp';
import { getPublicSettings } from '@/lib/config/public-settings';
import type { Deps } from './deps';

export interface AuthenticatorSetup {
  /** Base 32 without padding, as apps take it. */
  secret: string;
  /** What the QR code says (otpauth://totp/…). */
  uri: string;
}

/** What an app that is being set up has to know; null once it is turned on, or before it is started. */
export async function getAuthenticatorSetup(
  { db }: Deps,
  account: Account,
): Promise<AuthenticatorSetup | null> {
  const bytes = await getPendingTotpSecret(db, account.id);
  if (!bytes) return null;
  const secret = encodeBase32(bytes);
  const label = account.email ?? account.phone ?? account.name;
  return { secret, uri: generateURI({ issuer: getPublicSettings().appName, label, secret }) };
}

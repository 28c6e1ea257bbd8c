import { countBackupCodes } from '@/lib/accounts/backup-codes';
import { type FactorKind, findFactors } from '@/lib/accounts/factors';
import type { Account } from '@/lib/accounts/find-account';
import { maskAddress } from '@/lib/accounts/mask-address';
import type { Database } from '@/lib/db/client';
import { type Channel, isChannelOffered } from '@/lib/delivery/channel';

export type SecondFactorWay = FactorKind | 'backup' | 'password';

export interface WayOption {
  way: SecondFactorWay;
  /** Where a code would go; null for ways without an address. */
  masked: string | null;
}

export const codeChannels: readonly Channel[] = ['sms', 'whatsapp', 'voice', 'email'];

export function isChannelWay(way: SecondFactorWay): way is Channel {
  return (codeChannels as readonly string[]).includes(way);
}

/** The account's own address for a channel, if it was proved. */
export function provedAddress(account: Account, channel: Channel): string | null {
  if (channel === 'email') return account.emailVerifiedAt ? account.email : null;
  return account.phoneVerifiedAt ? account.phone : null;
}

/**
 * How the holder of a first factor may go on; empty when the account has no second factor. A code to the address that
 * gave the first factor (or the password: see User.passwordResetBy) proves nothing new, so that who holds only a mailbox
 * or only a phone gets nowhere. Where nothing else is left, the password is the second of the two.
 */
export async function findSecondFactorWays(
  db: Database,
  account: Account,
  firstMethods: readonly string[],
): Promise<WayOption[]> {
  const factors = await findFactors(db, account.id);
  if (factors.length === 0) return [];
  const resetBy = await getPasswordResetBy(db, account.id);
  const shown = new Set(firstMethods.flatMap((method) => provedBy(method, resetBy)));
  const kinds = [...new Set(factors.map(({ kind }) => kind))];
  const ways: WayOption[] = kinds.flatMap((kind): WayOption[] => {
    if (!isChannelWay(kind)) return [{ way: kind, masked: null }];
    const address = provedAddress(account, kind);
    if (!address || !isChannelOffered(kind) || shown.has(addressKind(kind))) return [];
    return [{ way: kind, masked: maskAddress(kind, address) }];
  });
  const passwordIsNews = !firstMethods.includes('password') && !(resetBy && shown.has(resetBy));
  if (ways.length === 0 && account.passwordHash && passwordIsNews)
    ways.push({ way: 'password', masked: null });
  if ((await countBackupCodes(db, account.id)) > 0) ways.push({ way: 'backup', masked: null });
  return ways;
}

function addressKind(channel: string): 'email' | 'phone' {
  return channel === 'email' ? 'email' : 'phone';
}

/** What a first factor shows that its holder has. */
function provedBy(method: string, resetBy: string | null): string[] {
  if (method === 'password') return resetBy ? [resetBy] : [];
  return method.startsWith('code_') ? [addressKind(method.slice('code_'.length))] : [];
}

async function getPasswordResetBy(db: Database, userId: string): Promise<string | null> {
  const rows = await db.$queryRaw<{ passwordResetBy: string | null }[]>`
    SELECT "passwordResetBy" FROM "User" WHERE "id" = ${userId}::uuid`;
  return rows[0]?.passwordResetBy ?? null;
}

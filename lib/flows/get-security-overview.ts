import { countBackupCodes } from '@/lib/accounts/backup-codes';
import { describeClient } from '@/lib/accounts/describe-client';
import { getOpenFactorRelease } from '@/lib/accounts/factor-releases';
import { type FactorKind, findFactors } from '@/lib/accounts/factors';
import type { Account } from '@/lib/accounts/find-account';
import { maskAddress } from '@/lib/accounts/mask-address';
import { findSignIns } from '@/lib/accounts/sessions';
import { findTrustedDevices } from '@/lib/accounts/trusted-devices';
import { type Channel, isChannelOffered } from '@/lib/delivery/channel';
import { describeDevice } from '@/lib/delivery/messages/describe-device';
import type { Deps } from './deps';
import { lacksSecondFactor } from './lacks-second-factor';
import { codeChannels, provedAddress } from './second-factor-ways';

export interface FactorView {
  kind: FactorKind;
  /** Null: off, and can be turned on. */
  id: string | null;
  name: string;
  masked: string | null;
  lastUsedAt: Date | null;
}

export interface SessionView {
  id: string;
  /** Null where the browser says nothing that we know. */
  device: string | null;
  clientAddress: string | null;
  createdAt: Date;
  lastSeenAt: Date;
  isThisOne: boolean;
}

export interface TrustedDeviceView {
  id: string;
  /** Null where the browser says nothing that we know. */
  device: string | null;
  clientAddress: string | null;
  lastUsedAt: Date;
  expiresAt: Date;
  isThisOne: boolean;
}

export interface SecurityOverview {
  hasPassword: boolean;
  /** The role needs a second factor; codes by mail are none. */
  lacksFactor: boolean;
  /** When every factor is going to be turned off, as staff planned. */
  releaseDueAt: Date | null;
  passkeys: number;
  factors: FactorView[];
  /** Null without a factor. */
  backupCodesLeft: number | null;
  sessions: SessionView[];
  trustedDevices: TrustedDeviceView[];
}

/** What the page about an account's protection shows. */
export async function getSecurityOverview(
  { db }: Deps,
  account: Account,
  { sessionId, trustSecret }: { sessionId: string; trustSecret: string | null },
): Promise<SecurityOverview> {
  const on = await findFactors(db, account.id);
  const view = (kind: FactorKind, masked: string | null): FactorView[] => {
    const found = on.filter((factor) => factor.kind === kind);
    if (found.length === 0) return [{ kind, id: null, name: '', masked, lastUsedAt: null }];
    return found.map(({ id, name, lastUsedAt }) => ({ kind, id, name, masked, lastUsedAt }));
  };
  const byCode = codeChannels.flatMap((channel) => {
    const address = provedAddress(account, channel);
    const isOn = on.some(({ kind }) => kind === channel);
    return isOn || (address && isOffered(account, channel))
      ? view(channel, address && maskAddress(channel, address))
      : [];
  });
  const sessions = (await findSignIns(db, account.id, 50)).filter(({ live }) => live);
  const trusted = await findTrustedDevices(db, account.id, trustSecret);
  return {
    hasPassword: account.passwordHash !== null,
    lacksFactor: await lacksSecondFactor(db, account),
    releaseDueAt: (await getOpenFactorRelease(db, account.id))?.dueAt ?? null,
    passkeys: on.filter(({ kind }) => kind === 'passkey').length,
    factors: [...view('totp', null), ...byCode],
    backupCodesLeft: on.length > 0 ? await countBackupCodes(db, account.id) : null,
    sessions: sessions.map(({ id, userAgent, clientAddress, createdAt, lastSeenAt }) => ({
      id,
      device: describeDevice(userAgent),
      clientAddress: describeClient(clientAddress),
      createdAt,
      lastSeenAt,
      isThisOne: id === sessionId,
    })),
    trustedDevices: trusted.map(({ userAgent, clientAddress, createdAt: _, ...device }) => ({
      ...device,
      device: describeDevice(userAgent),
      clientAddress: describeClient(clientAddress),
    })),
  };
}

/** Calls are for those who chose them. */
function isOffered(account: Account, channel: Channel): boolean {
  return isChannelOffered(channel) && (channel !== 'voice' || account.preferredChannel === 'voice');
}

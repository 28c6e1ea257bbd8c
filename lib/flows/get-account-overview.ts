import { findPendingAddresses } from '@/lib/accounts/addresses';
import { describeClient } from '@/lib/accounts/describe-client';
import { maskAddress } from '@/lib/accounts/mask-address';
import { findSignIns, type LiveSession, type SignIn } from '@/lib/accounts/sessions';
import { type Channel, isChannelOffered } from '@/lib/delivery/channel';
import { describeDevice } from '@/lib/delivery/messages/describe-device';
import type { Deps } from './deps';
import { findOpenApprovals } from './find-open-approvals';

export interface SignInView extends Omit<SignIn, 'userAgent'> {
  /** Null where the browser says nothing that we know. */
  device: string | null;
  isThisOne: boolean;
}

export interface AccountOverview {
  name: string;
  customerType: string | null;
  /** Both kinds, whether there is one or not. */
  addresses: {
    kind: 'email' | 'phone';
    masked: string | null;
    verified: boolean;
    /** Wanted, and not proved yet. */
    pending: string | null;
  }[];
  /** Where codes can go; one of them may be asked for first. */
  channels: { channel: Channel; masked: string }[];
  preferredChannel: string | null;
  signIns: SignInView[];
  /** Operations that wait for this customer's answer. */
  openApprovals: number;
}

/** What a customer sees of their own account: addresses masked, since screens are seen by others too. */
export async function getAccountOverview({ db }: Deps, session: LiveSession): Promise<AccountOverview> {
  const { user } = session;
  const [signIns, pending, approvals] = await Promise.all([
    findSignIns(db, user.id),
    findPendingAddresses(db, user.id),
    findOpenApprovals({ db }, user.id),
  ]);
  return {
    name: user.name,
    customerType: user.customerType,
    addresses: (['email', 'phone'] as const).map((kind) => {
      const channel = kind === 'email' ? 'email' : 'sms';
      const address = user[kind];
      const wanted = pending.find((item) => item.kind === kind)?.address;
      return {
        kind,
        masked: address && maskAddress(channel, address),
        verified: (kind === 'email' ? user.emailVerifiedAt : user.phoneVerifiedAt) !== null,
        pending: wanted && wanted !== address ? maskAddress(channel, wanted) : null,
      };
    }),
    channels: channels.flatMap((channel) => {
      const [address, provedAt] =
        channel === 'email' ? [user.email, user.emailVerifiedAt] : [user.phone, user.phoneVerifiedAt];
      return address && provedAt && isChannelOffered(channel)
        ? [{ channel, masked: maskAddress(channel, address) }]
        : [];
    }),
    preferredChannel: user.preferredChannel,
    openApprovals: approvals.length,
    signIns: signIns.map(({ userAgent, clientAddress, ...rest }) => ({
      ...rest,
      clientAddress: describeClient(clientAddress),
      device: describeDevice(userAgent),
      isThisOne: rest.id === session.id,
    })),
  };
}

const channels: readonly Channel[] = ['email', 'sms', 'whatsapp', 'voice'];

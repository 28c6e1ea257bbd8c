import { Badge } from '@/app/_components/badge';
import { MaskedAddress } from '@/app/_components/masked-address';
import type { CustomerView } from '@/lib/flows/console/get-customer';
import { channelName } from '@/lib/flows/console/words';
import { When } from '../../_components/when';

export function customerFacts(customer: CustomerView) {
  const { addresses, factors, sessions, hold, suppressions } = customer;
  return [
    ...addresses.map(({ kind, masked, verified }) => ({
      term: kind === 'email' ? 'Email' : 'Phone',
      detail: (
        <span className="flex flex-wrap items-center gap-2">
          <MaskedAddress>{masked}</MaskedAddress>
          <Badge tone={verified ? 'success' : 'neutral'}>{verified ? 'Proved' : 'Not proved'}</Badge>
        </span>
      ),
    })),
    { term: 'Type', detail: customer.customerType ?? 'Not given' },
    { term: 'Password', detail: customer.hasPassword ? 'Set' : 'None' },
    {
      term: 'Second factors',
      detail:
        factors.length === 0
          ? 'None'
          : `${factors.map(({ kind }) => factorName(kind)).join(', ')}, ${customer.backupCodesLeft} backup codes left`,
    },
    {
      term: 'Signed in',
      detail:
        sessions.length === 0 ? (
          'Nowhere'
        ) : (
          <ul className="grid gap-1 text-sm">
            {sessions.slice(0, 5).map((session) => (
              <li key={session.id}>
                {session.device}
                {session.clientAddress && <> from {session.clientAddress}</>}, last used{' '}
                <When at={session.lastSeenAt} />
              </li>
            ))}
            {sessions.length > 5 && <li>and {sessions.length - 5} more</li>}
          </ul>
        ),
    },
    ...(hold
      ? [
          {
            term: 'Failures',
            detail: (
              <>
                {hold.total} without a success
                {hold.heldUntil && (
                  <>
                    , held until <When at={hold.heldUntil} />
                  </>
                )}
              </>
            ),
          },
        ]
      : []),
    ...suppressions.map(({ channel, reason, createdAt }) => ({
      term: `No ${channelName(channel)}`,
      detail: (
        <>
          {suppressionWords[reason] ?? reason}, <When at={createdAt} />
        </>
      ),
    })),
    { term: 'Customer since', detail: <When at={customer.createdAt} /> },
  ];
}

const suppressionWords: Record<string, string> = {
  bounced: 'The address refused messages',
  complained: 'They called our mail unwanted',
  stopped: 'They asked us to stop',
};

function factorName(kind: string): string {
  return kind === 'totp'
    ? 'authenticator app'
    : kind === 'passkey'
      ? 'passkey'
      : `code by ${channelName(kind)}`;
}

import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '@/app/_components/back-link';
import { Badge } from '@/app/_components/badge';
import { EmptyState } from '@/app/_components/empty-state';
import { MaskedAddress } from '@/app/_components/masked-address';
import { withNotFound } from '@/app/_components/not-found-page';
import { type CustomerView, getCustomer } from '@/lib/flows/console/get-customer';
import { channelName } from '@/lib/flows/console/words';
import { getDeps } from '@/lib/web/deps';
import { isUuid } from '@/lib/web/read-console-query';
import { requireStaff, type Staff } from '@/lib/web/require-staff';
import { ConsoleShell } from '../../_components/console-shell';
import { FactList } from '../../_components/fact-list';
import { Panel } from '../../_components/panel';
import { When } from '../../_components/when';
import { type CustomerAction, CustomerActions } from './customer-actions';
import { RevealForm } from './reveal-form';
import { Timeline } from './timeline';

export const metadata: Metadata = { title: 'Customer' };

async function CustomerPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const staff = await requireStaff(
    'read_customers',
    isUuid(id) ? `/admin/customers/${id}` : '/admin/customers',
  );
  const customer = isUuid(id) ? await getCustomer(getDeps(), id) : null;
  if (!customer) notFound();
  const actions = listActions(customer, staff);
  return (
    <ConsoleShell
      current="/admin/customers"
      staff={staff}
      title={<bdi>{customer.name || 'No name'}</bdi>}
      intro={
        <span className="flex flex-wrap items-center gap-2">
          {customer.status === 'disabled' ? (
            <Badge tone="danger">Disabled</Badge>
          ) : (
            <Badge tone="success">Active</Badge>
          )}
          {customer.role !== 'customer' && <Badge tone="accent">{customer.role}</Badge>}
          {customer.hold?.heldUntil && <Badge tone="warning">Held</Badge>}
          {customer.suppressions.length > 0 && <Badge tone="warning">Messages suppressed</Badge>}
        </span>
      }
      actions={<BackLink href="/admin/customers">All customers</BackLink>}
    >
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <Panel title="What happened" note="The newest first. Times are UTC.">
          {customer.timeline.length > 0 ? (
            <Timeline entries={customer.timeline} />
          ) : (
            <EmptyState title="Nothing so far">
              Codes, messages and sign-ins of this customer appear here.
            </EmptyState>
          )}
        </Panel>
        <div className="grid min-w-0 gap-6">
          <Panel title="On file">
            <FactList facts={facts(customer)} />
          </Panel>
          {actions.length > 0 && (
            <Panel title="Help">
              <CustomerActions customerId={customer.id} actions={actions} />
            </Panel>
          )}
          <Panel title="Full addresses">
            <RevealForm customerId={customer.id} />
          </Panel>
        </div>
      </div>
    </ConsoleShell>
  );
}

export default withNotFound(CustomerPage);

function facts(customer: CustomerView) {
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

/** What this person may do for this customer now. The action checks it again. */
function listActions(customer: CustomerView, staff: Staff): CustomerAction[] {
  if (customer.id === staff.id || (staff.role === 'support' && customer.role !== 'customer')) return [];
  const { addresses, hold, suppressions, sessions, factors, status, role } = customer;
  const list: (CustomerAction | false)[] = [
    staff.can('help_customers') &&
      addresses.some(({ verified }) => verified) && {
        value: 'start_reset',
        label: 'Start a reset',
        hint: 'Sends a message with the way to a new password to every proved address.',
      },
    staff.can('help_customers') &&
      hold !== null && {
        value: 'clear_hold',
        label: 'End the hold',
        hint: 'All counted failures are forgotten.',
      },
    ...(staff.can('help_customers')
      ? suppressions.map(({ channel }) => ({
          value: `lift_suppression:${channel}`,
          label: `Allow ${channelName(channel)} again`,
          hint: 'Only after they told you that messages are welcome.',
        }))
      : []),
    staff.can('help_customers') &&
      sessions.length > 0 && {
        value: 'sign_out',
        label: 'Sign out everywhere',
        hint: 'Ends every session of this customer.',
      },
    staff.can('change_accounts') &&
      factors.length > 0 && {
        value: 'plan_release',
        label: 'Turn off second factors in 24 hours',
        hint: 'For somebody who lost them all. Every proved address is told at once, and the owner can stop it.',
        danger: true,
      },
    staff.can('change_accounts') &&
      (status === 'active'
        ? {
            value: 'disable',
            label: 'Disable',
            hint: 'No sign-in, no codes; all sessions end at once.',
            danger: true,
          }
        : { value: 'enable', label: 'Enable', hint: 'Signing in works again.' }),
    ...(staff.can('change_roles')
      ? (['customer', 'support', 'admin'] as const)
          .filter((other) => other !== role)
          .map((other) => ({
            value: `role:${other}`,
            label: `Make ${other}`,
            hint: `Changes the role from ${role} to ${other}; all sessions end.`,
            danger: other === 'admin',
          }))
      : []),
  ];
  return list.filter((one) => one !== false);
}

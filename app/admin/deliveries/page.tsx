import type { Metadata } from 'next';
import { Badge, type BadgeTone } from '@/app/_components/badge';
import { EmptyState } from '@/app/_components/empty-state';
import { MaskedAddress } from '@/app/_components/masked-address';
import { withNotFound } from '@/app/_components/not-found-page';
import { TextLink } from '@/app/_components/text-link';
import { findDeliveries } from '@/lib/flows/console/get-delivery';
import {
  channelName,
  deliveryStates,
  providerName,
  purposeName,
  renderSeconds,
} from '@/lib/flows/console/words';
import { getDeps } from '@/lib/web/deps';
import {
  channelChoices,
  providerChoices,
  purposeChoices,
  type Query,
  queryChoice,
  queryTime,
} from '@/lib/web/read-console-query';
import { requireStaff } from '@/lib/web/require-staff';
import { allOrOne } from '../_components/all-or-one';
import { ConsoleShell } from '../_components/console-shell';
import { DataTable } from '../_components/data-table';
import { FilterBar } from '../_components/filter-bar';
import { Panel } from '../_components/panel';
import { When } from '../_components/when';

export const metadata: Metadata = { title: 'Deliveries' };

const perPage = 50;
const tones: Record<string, BadgeTone> = {
  delivered: 'success',
  failed: 'danger',
  dropped: 'warning',
  sent: 'accent',
};
const states = ['queued', 'sending', 'sent', 'accepted', 'delivered', 'failed', 'dropped'] as const;

async function DeliveriesPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff('read_deliveries', '/admin/deliveries');
  const query = await searchParams;
  const filter = {
    state: queryChoice(query, 'state', states),
    channel: queryChoice(query, 'channel', channelChoices),
    provider: queryChoice(query, 'provider', providerChoices),
    purpose: queryChoice(query, 'purpose', purposeChoices),
  };
  const found = await findDeliveries(
    getDeps(),
    { ...filter, before: queryTime(query, 'before') },
    perPage + 1,
  );
  const rows = found.slice(0, perPage);
  const older = new URLSearchParams(
    Object.entries({ ...filter, before: rows.at(-1)?.createdAt.toISOString() ?? null }).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    ),
  );
  return (
    <ConsoleShell
      current="/admin/deliveries"
      staff={staff}
      title="Deliveries"
      intro="Every message and its way. Times are UTC."
    >
      <FilterBar
        path="/admin/deliveries"
        choices={[
          allOrOne(
            { name: 'state', label: 'State', chosen: filter.state },
            states,
            (value) => deliveryStates[value] ?? value,
          ),
          allOrOne(
            { name: 'channel', label: 'Channel', chosen: filter.channel },
            channelChoices,
            channelName,
          ),
          allOrOne(
            { name: 'provider', label: 'Provider', chosen: filter.provider },
            providerChoices,
            providerName,
          ),
          allOrOne(
            { name: 'purpose', label: 'Purpose', chosen: filter.purpose },
            purposeChoices,
            purposeName,
          ),
        ]}
      />
      {rows.length === 0 ? (
        <EmptyState title="No message fits">
          Messages appear here as soon as somebody asks for a code.
        </EmptyState>
      ) : (
        <Panel>
          <DataTable
            caption="Deliveries"
            rows={rows}
            rowKey={({ id }) => id}
            columns={[
              {
                head: 'When',
                cell: ({ id, createdAt }) => (
                  <a
                    href={`/admin/deliveries/${id}`}
                    className="font-semibold text-accent underline decoration-current/35 underline-offset-4 hover:decoration-current"
                  >
                    <When at={createdAt} />
                  </a>
                ),
              },
              {
                head: 'Message',
                cell: ({ template, purpose }) =>
                  template === 'code' ? `Code: ${purposeName(purpose ?? '')}` : template.replaceAll('_', ' '),
              },
              { head: 'To', cell: ({ maskedTo }) => <MaskedAddress>{maskedTo}</MaskedAddress> },
              {
                head: 'By',
                cell: ({ channel, provider }) => `${channelName(channel)}, ${providerName(provider)}`,
              },
              {
                head: 'State',
                cell: ({ state, stateWords }) => <Badge tone={tones[state] ?? 'neutral'}>{stateWords}</Badge>,
              },
              { head: 'Tries', cell: ({ attempts }) => attempts.length, numeric: true },
              {
                head: 'Delivered after',
                cell: ({ createdAt, deliveredAt }) =>
                  renderSeconds(deliveredAt && (deliveredAt.getTime() - createdAt.getTime()) / 1000),
                numeric: true,
              },
            ]}
          />
          {found.length > perPage && (
            <p className="mt-3">
              <TextLink href={`/admin/deliveries?${older}`}>Older ones</TextLink>
            </p>
          )}
        </Panel>
      )}
    </ConsoleShell>
  );
}

export default withNotFound(DeliveriesPage);

import type { Metadata } from 'next';
import { EmptyState } from '@/app/_components/empty-state';
import { withNotFound } from '@/app/_components/not-found-page';
import { TextField } from '@/app/_components/text-field';
import { TextLink } from '@/app/_components/text-link';
import { eventTypes } from '@/lib/audit/record-event';
import { findAuditEntries } from '@/lib/flows/console/find-audit-entries';
import { getDeps } from '@/lib/web/deps';
import { readAuditQuery } from '@/lib/web/read-audit-query';
import { type Query, queryText } from '@/lib/web/read-console-query';
import { requireStaff } from '@/lib/web/require-staff';
import { allOrOne } from '../_components/all-or-one';
import { ConsoleShell } from '../_components/console-shell';
import { DataTable } from '../_components/data-table';
import { FilterBar } from '../_components/filter-bar';
import { Panel } from '../_components/panel';
import { When } from '../_components/when';

export const metadata: Metadata = { title: 'Audit log' };

const perPage = 50;
const fields = ['type', 'actor', 'customer', 'challenge', 'client', 'from', 'to'];

async function AuditPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff('read_audit', '/admin/audit');
  const query = await searchParams;
  const filter = readAuditQuery(query);
  const { entries, sealedTo } = await findAuditEntries(getDeps(), filter, perPage + 1);
  const rows = entries.slice(0, perPage);
  const kept = Object.fromEntries(
    fields
      .map((name) => [name, queryText(query, name)])
      .filter((entry): entry is [string, string] => entry[1] !== null),
  );
  return (
    <ConsoleShell
      current="/admin/audit"
      staff={staff}
      title="Audit log"
      intro={
        sealedTo
          ? `Nobody can change it; each entry is chained to the former one, up to number ${sealedTo}.`
          : 'Nobody can change it. The first entries are chained within a minute or two.'
      }
      actions={
        <TextLink href={`/admin/audit/export?${new URLSearchParams(kept)}`}>Download JSON lines</TextLink>
      }
    >
      <FilterBar
        path="/admin/audit"
        choices={[
          allOrOne({ name: 'type', label: 'Event', chosen: filter.type }, eventTypes, (value) =>
            value.replaceAll('_', ' '),
          ),
          allOrOne({ name: 'actor', label: 'By', chosen: filter.actor }, [
            'customer',
            'admin',
            'support',
            'system',
            'api',
          ]),
        ]}
      >
        <TextField name="from" type="date" label="From" defaultValue={kept.from ?? ''} />
        <TextField name="to" type="date" label="Before" defaultValue={kept.to ?? ''} />
        <TextField
          name="customer"
          label="Customer’s id"
          defaultValue={filter.userId ?? ''}
          autoComplete="off"
        />
        <TextField
          name="client"
          label="Client address"
          defaultValue={filter.client ?? ''}
          autoComplete="off"
        />
      </FilterBar>
      {rows.length === 0 ? (
        <EmptyState title="No entry fits" />
      ) : (
        <Panel>
          <DataTable
            caption="Audit log"
            rows={rows}
            rowKey={({ id }) => id}
            columns={[
              { head: 'Number', cell: ({ id }) => <span className="tabular-nums">{id}</span> },
              { head: 'When (UTC)', cell: ({ at }) => <When at={at} /> },
              { head: 'What', cell: ({ words }) => <bdi>{words}</bdi> },
              { head: 'By', cell: ({ actor }) => <bdi>{actor.split(':')[0]}</bdi> },
              {
                head: 'Customer',
                cell: ({ userId }) =>
                  userId ? <TextLink href={`/admin/customers/${userId}`}>Open</TextLink> : '–',
              },
              { head: 'From', cell: ({ client }) => <bdi>{client ?? '–'}</bdi> },
            ]}
          />
          {entries.length > perPage && (
            <p className="mt-3">
              <TextLink href={`/admin/audit?${new URLSearchParams({ ...kept, before: rows.at(-1)!.id })}`}>
                Older ones
              </TextLink>
            </p>
          )}
        </Panel>
      )}
    </ConsoleShell>
  );
}

export default withNotFound(AuditPage);

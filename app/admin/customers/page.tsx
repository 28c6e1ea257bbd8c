import type { Metadata } from 'next';
import { Badge } from '@/app/_components/badge';
import { ButtonLink } from '@/app/_components/button-link';
import { EmptyState } from '@/app/_components/empty-state';
import { MaskedAddress } from '@/app/_components/masked-address';
import { withNotFound } from '@/app/_components/not-found-page';
import { TextField } from '@/app/_components/text-field';
import { TextLink } from '@/app/_components/text-link';
import {
  customersPerPage,
  findCustomerTypes,
  searchCustomers,
  searchWords,
} from '@/lib/flows/console/search-customers';
import { getDeps } from '@/lib/web/deps';
import { isUuid, type Query, queryChoice, queryText, queryTime } from '@/lib/web/read-console-query';
import { requireStaff } from '@/lib/web/require-staff';
import { allOrOne } from '../_components/all-or-one';
import { ConsoleShell } from '../_components/console-shell';
import { DataTable } from '../_components/data-table';
import { FilterBar } from '../_components/filter-bar';
import { Panel } from '../_components/panel';
import { When } from '../_components/when';

export const metadata: Metadata = { title: 'Customers' };

async function CustomersPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff('read_customers', '/admin/customers');
  const query = await searchParams;
  const search = {
    text: queryText(query, 'q'),
    type: queryText(query, 'type'),
    status: queryChoice(query, 'status', ['active', 'disabled']),
    role: queryChoice(query, 'role', ['customer', 'support', 'admin']),
  };
  const createdAt = queryTime(query, 'since');
  const id = queryText(query, 'after');
  const after = createdAt && isUuid(id) ? { createdAt, id } : null;
  const [types, found] = await Promise.all([
    findCustomerTypes(getDeps()),
    searchCustomers(getDeps(), { ...search, after }),
  ]);
  const rows = found.slice(0, customersPerPage);
  const hasMore = found.length > customersPerPage;
  const isSearch = searchWords(search.text ?? '').length > 0;
  const last = rows.at(-1);
  return (
    <ConsoleShell
      current="/admin/customers"
      staff={staff}
      title="Customers"
      actions={
        staff.can('move_customers') && (
          <ButtonLink href="/admin/customers/transfer" variant="secondary">
            Import and export
          </ButtonLink>
        )
      }
    >
      <FilterBar
        path="/admin/customers"
        label="Search"
        choices={[
          allOrOne({ name: 'type', label: 'Type', chosen: search.type }, types),
          allOrOne(
            { name: 'status', label: 'Status', chosen: search.status },
            ['active', 'disabled'],
            capitalise,
          ),
          allOrOne(
            { name: 'role', label: 'Role', chosen: search.role },
            ['customer', 'support', 'admin'],
            capitalise,
          ),
        ]}
      >
        <div className="min-w-64 flex-[3]">
          <TextField
            name="q"
            type="search"
            label="Name, or a part of an email or phone"
            defaultValue={search.text ?? ''}
            maxLength={200}
            autoComplete="off"
          />
        </div>
      </FilterBar>
      {search.text && !isSearch && (
        <p className="text-muted">Type at least three characters: shorter pieces fit too many customers.</p>
      )}
      {rows.length === 0 ? (
        <EmptyState title="No customer fits">
          Try a part of the name, the beginning of the email, or the last digits of the phone.
        </EmptyState>
      ) : (
        <Panel>
          <DataTable
            caption="Customers"
            rows={rows}
            rowKey={(row) => row.id}
            columns={[
              {
                head: 'Name',
                cell: (row) => (
                  <a
                    href={`/admin/customers/${row.id}`}
                    className="inline-flex min-h-11 items-center font-semibold text-accent underline decoration-current/35 underline-offset-4 hover:decoration-current"
                  >
                    <bdi>{row.name || 'No name'}</bdi>
                  </a>
                ),
              },
              {
                head: 'Email',
                cell: (row) => (row.maskedEmail ? <MaskedAddress>{row.maskedEmail}</MaskedAddress> : '–'),
              },
              {
                head: 'Phone',
                cell: (row) => (row.maskedPhone ? <MaskedAddress>{row.maskedPhone}</MaskedAddress> : '–'),
              },
              { head: 'Type', cell: (row) => <bdi>{row.customerType ?? '–'}</bdi> },
              {
                head: 'State',
                cell: (row) => (
                  <span className="flex flex-wrap gap-1.5">
                    {row.status === 'disabled' && <Badge tone="danger">Disabled</Badge>}
                    {row.role !== 'customer' && <Badge tone="accent">{row.role}</Badge>}
                    {row.status === 'active' && row.role === 'customer' && <Badge>Active</Badge>}
                  </span>
                ),
              },
              { head: 'Since (UTC)', cell: (row) => <When at={row.createdAt} /> },
            ]}
          />
          {hasMore && (
            <p className="mt-4 text-muted">
              {isSearch || !last ? (
                <>There are more. Add a word to find one of them.</>
              ) : (
                <TextLink
                  href={`/admin/customers?${new URLSearchParams({
                    ...Object.fromEntries(
                      Object.entries(search).filter((entry): entry is [string, string] => entry[1] !== null),
                    ),
                    since: last.createdAt.toISOString(),
                    after: last.id,
                  })}`}
                >
                  Older ones
                </TextLink>
              )}
            </p>
          )}
        </Panel>
      )}
    </ConsoleShell>
  );
}

export default withNotFound(CustomersPage);

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

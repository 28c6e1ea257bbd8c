import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '@/app/_components/back-link';
import { Badge } from '@/app/_components/badge';
import { EmptyState } from '@/app/_components/empty-state';
import { withNotFound } from '@/app/_components/not-found-page';
import { getCustomer } from '@/lib/flows/console/get-customer';
import { getDeps } from '@/lib/web/deps';
import { isUuid } from '@/lib/web/read-console-query';
import { requireStaff } from '@/lib/web/require-staff';
import { ConsoleShell } from '../../_components/console-shell';
import { FactList } from '../../_components/fact-list';
import { Panel } from '../../_components/panel';
import { CustomerActions } from './customer-actions';
import { customerFacts } from './customer-facts';
import { listActions } from './list-actions';
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
            <FactList facts={customerFacts(customer)} />
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

import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '@/app/_components/back-link';
import { DataList } from '@/app/_components/data-list';
import { EmptyState } from '@/app/_components/empty-state';
import { MaskedAddress } from '@/app/_components/masked-address';
import { withNotFound } from '@/app/_components/not-found-page';
import { TextLink } from '@/app/_components/text-link';
import { findResendProviders } from '@/lib/delivery/resend-delivery';
import { getDelivery } from '@/lib/flows/console/get-delivery';
import { channelName, providerName, purposeName } from '@/lib/flows/console/words';
import { getDeps } from '@/lib/web/deps';
import { isUuid } from '@/lib/web/read-console-query';
import { requireStaff } from '@/lib/web/require-staff';
import { ConsoleShell } from '../../_components/console-shell';
import { DataTable } from '../../_components/data-table';
import { Panel } from '../../_components/panel';
import { When } from '../../_components/when';
import { ResendForm } from './resend-form';

export const metadata: Metadata = { title: 'Delivery' };

async function DeliveryPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const staff = await requireStaff(
    'read_deliveries',
    isUuid(id) ? `/admin/deliveries/${id}` : '/admin/deliveries',
  );
  const delivery = isUuid(id) ? await getDelivery(getDeps(), id) : null;
  if (!delivery) notFound();
  const resendBy =
    delivery.canGoAgain && staff.can('resend_deliveries')
      ? findResendProviders(delivery.channel, delivery.purpose)
      : [];
  return (
    <ConsoleShell
      current="/admin/deliveries"
      staff={staff}
      title={delivery.template === 'code' ? `Code for ${purposeName(delivery.purpose ?? '')}` : 'Notice'}
      actions={<BackLink href="/admin/deliveries">All deliveries</BackLink>}
    >
      <Panel title="Message">
        <DataList
          items={[
            {
              term: 'State',
              detail: `${delivery.stateWords}${delivery.failureWords ? `: ${delivery.failureWords}` : ''}`,
            },
            { term: 'To', detail: <MaskedAddress>{delivery.maskedTo}</MaskedAddress> },
            { term: 'By', detail: `${channelName(delivery.channel)}, ${providerName(delivery.provider)}` },
            { term: 'Asked for', detail: <When at={delivery.createdAt} /> },
            { term: 'Sent', detail: <When at={delivery.sentAt} /> },
            { term: 'Delivered', detail: <When at={delivery.deliveredAt} /> },
            ...(delivery.userId
              ? [
                  {
                    term: 'Customer',
                    detail: (
                      <TextLink href={`/admin/customers/${delivery.userId}`}>Open the customer</TextLink>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </Panel>
      <Panel title="Attempts" note="Each call to a provider, and what came back. Times are UTC.">
        {delivery.attempts.length === 0 ? (
          <EmptyState title="No call was made yet" />
        ) : (
          <DataTable
            caption="Attempts"
            rows={delivery.attempts}
            rowKey={({ id: attemptId }) => attemptId}
            columns={[
              { head: 'What happened', cell: ({ words }) => words },
              { head: 'When', cell: ({ startedAt }) => <When at={startedAt} /> },
              { head: 'In the provider’s words', cell: ({ detail }) => <bdi>{detail ?? '–'}</bdi> },
              {
                head: 'The provider’s id',
                cell: ({ vendorId }) => <bdi className="block min-w-48 break-all">{vendorId ?? '–'}</bdi>,
              },
            ]}
          />
        )}
      </Panel>
      {resendBy.length > 0 && (
        <Panel title="Send again" note="The same code, while it lives: what was typed already still counts.">
          <ResendForm
            deliveryId={delivery.id}
            providers={resendBy
              .toSorted((a, b) => Number(a === delivery.provider) - Number(b === delivery.provider))
              .map((value) => ({ value, label: providerName(value) }))}
          />
        </Panel>
      )}
    </ConsoleShell>
  );
}

export default withNotFound(DeliveryPage);

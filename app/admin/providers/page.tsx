import type { Metadata } from 'next';
import { Badge } from '@/app/_components/badge';
import { EmptyState } from '@/app/_components/empty-state';
import { withNotFound } from '@/app/_components/not-found-page';
import { getProviderHealth, type ProviderHealthView } from '@/lib/flows/console/get-provider-health';
import { findPrices } from '@/lib/flows/console/prices';
import { findSwitchState, type SwitchState } from '@/lib/flows/console/switch-state';
import { channelName, failureWord, providerName, renderSeconds } from '@/lib/flows/console/words';
import { getDeps } from '@/lib/web/deps';
import { providerChoices } from '@/lib/web/read-console-query';
import { requireStaff } from '@/lib/web/require-staff';
import { ConsoleShell } from '../_components/console-shell';
import { DataTable } from '../_components/data-table';
import { renderShare } from '../_components/funnel-chart';
import { Panel } from '../_components/panel';
import { SwitchForm, type SwitchLine } from '../_components/switch-form';
import { When } from '../_components/when';
import { PriceForm } from './price-form';
import { TestForm } from './test-form';

export const metadata: Metadata = { title: 'Providers' };

async function ProvidersPage() {
  const staff = await requireStaff('read_deliveries', '/admin/providers');
  const since = new Date(Date.now() - 24 * 3600 * 1000);
  const [providers, prices, switched] = await Promise.all([
    getProviderHealth(getDeps(), since),
    findPrices(getDeps()),
    findSwitchState(getDeps()),
  ]);
  const failures = providers.flatMap(({ provider, failures: list }) =>
    list.map((one) => ({ provider, ...one })),
  );
  return (
    <ConsoleShell
      current="/admin/providers"
      staff={staff}
      title="Providers"
      intro="The last 24 hours, by provider."
    >
      <Panel title="Health">
        <DataTable
          caption="Providers"
          rows={providers}
          rowKey={({ provider }) => provider}
          columns={[
            { head: 'Provider', cell: ({ provider }) => providerName(provider) },
            { head: 'State', cell: (row) => <State row={row} isOff={switched.isOff(row.provider)} /> },
            {
              head: 'Order',
              cell: ({ channels }) =>
                channels.length === 0
                  ? 'not in use'
                  : channels.map(({ channel, place }) => `${channelName(channel)} ${place}`).join(', '),
            },
            { head: 'Calls', cell: ({ attempts }) => attempts, numeric: true },
            { head: 'Failed', cell: ({ failed, attempts }) => renderShare(failed, attempts), numeric: true },
            {
              head: 'Delivered',
              cell: ({ delivered, undelivered }) => renderShare(delivered, delivered + undelivered),
              numeric: true,
            },
            {
              head: 'A call takes',
              cell: ({ median, p95 }) =>
                median === null ? '–' : `${renderSeconds(median)}, p95 ${renderSeconds(p95)}`,
              numeric: true,
            },
            { head: 'Last used (UTC)', cell: ({ lastUsedAt }) => <When at={lastUsedAt} /> },
          ]}
        />
      </Panel>
      <div className="grid items-start gap-6 xl:grid-cols-2">
        {staff.can('change_switches') && (
          <Panel
            title="Outages"
            note="What is off here is offered to nobody from the next second on, and nothing is sent by it."
          >
            <SwitchForm page="providers" lines={outageLines(switched)} />
          </Panel>
        )}
        {staff.can('send_tests') && switched.ways.length > 0 && (
          <Panel title="Test">
            <TestForm ways={switched.ways} />
          </Panel>
        )}
      </div>
      <Panel title="Why calls failed">
        {failures.length === 0 ? (
          <EmptyState title="No call failed" />
        ) : (
          <DataTable
            caption="Failures"
            rows={failures}
            rowKey={({ provider, kind, code }) => `${provider} ${kind} ${code}`}
            columns={[
              { head: 'Provider', cell: ({ provider }) => providerName(provider) },
              { head: 'Why', cell: ({ kind }) => failureWord(kind) },
              { head: 'The provider’s code', cell: ({ code }) => <bdi>{code ?? '–'}</bdi> },
              { head: 'Calls', cell: ({ count }) => count, numeric: true },
            ]}
          />
        )}
      </Panel>
      <Panel title="Prices" note="For the estimate on the overview.">
        <div className="grid gap-5">
          {prices.length > 0 && (
            <DataTable
              caption="Prices"
              rows={prices}
              rowKey={({ provider, country }) => `${provider} ${country}`}
              columns={[
                { head: 'Provider', cell: ({ provider }) => providerName(provider) },
                { head: 'Country', cell: ({ country }) => (country === '*' ? 'All others' : country) },
                { head: 'Price', cell: ({ amount, currency }) => `${amount} ${currency}`, numeric: true },
              ]}
            />
          )}
          {staff.can('change_prices') && (
            <PriceForm providers={providerChoices.map((value) => ({ value, label: providerName(value) }))} />
          )}
        </div>
      </Panel>
    </ConsoleShell>
  );
}

export default withNotFound(ProvidersPage);

/** Channels first, then the providers that carry them. */
function outageLines({ channels, providers }: SwitchState): SwitchLine[] {
  const line = (key: string, name: string, off: SwitchState['channels'][number]['off'], hint?: string) => ({
    name,
    now: off ? <Badge tone="danger">Switched off</Badge> : <Badge tone="success">On</Badge>,
    hint: off ? `Since ${off.changedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.` : hint,
    choices: [
      off
        ? { value: `${key}=`, label: `Switch on ${name}` }
        : { value: `${key}=off`, label: `Switch off ${name}` },
    ],
  });
  return [
    ...channels.map(({ channel, off }) => line(`channel_off:${channel}`, channelName(channel), off)),
    ...providers.map(({ provider, off, carries }) =>
      line(
        `provider_off:${provider}`,
        providerName(provider),
        off,
        `Carries ${carries.map(channelName).join(', ')}.`,
      ),
    ),
  ];
}

function State({ row: { trouble, attempts, failed }, isOff }: { row: ProviderHealthView; isOff: boolean }) {
  if (isOff) return <Badge tone="danger">Switched off</Badge>;
  const paused = trouble.find((one) => one.paused);
  if (paused) {
    return (
      <Badge tone="danger">
        Paused{paused.region === '*' ? '' : ` in ${paused.region}`}: {paused.kind.replaceAll('_', ' ')}
      </Badge>
    );
  }
  if (trouble.length > 0) return <Badge tone="warning">In trouble</Badge>;
  if (attempts === 0) return <Badge>Not used</Badge>;
  return failed * 20 > attempts ? (
    <Badge tone="warning">Failing often</Badge>
  ) : (
    <Badge tone="success">Well</Badge>
  );
}

import type { Metadata } from 'next';
import { Badge, type BadgeTone } from '@/app/_components/badge';
import { EmptyState } from '@/app/_components/empty-state';
import { withNotFound } from '@/app/_components/not-found-page';
import { TextLink } from '@/app/_components/text-link';
import { type EndpointListing, findEndpoints } from '@/lib/delivery/webhooks/endpoints';
import { findMessages, type MessageListing } from '@/lib/delivery/webhooks/find-messages';
import { publicEventTypes } from '@/lib/delivery/webhooks/public-events';
import { getDeps } from '@/lib/web/deps';
import { type Query, queryChoice, queryTime, queryUuid } from '@/lib/web/read-console-query';
import { requireStaff } from '@/lib/web/require-staff';
import { allOrOne } from '../_components/all-or-one';
import { ConsoleShell } from '../_components/console-shell';
import { DataTable } from '../_components/data-table';
import { FilterBar } from '../_components/filter-bar';
import { Panel } from '../_components/panel';
import { When } from '../_components/when';
import { CreateWebhookForm } from './create-webhook-form';
import { WebhookForm } from './webhook-form';

export const metadata: Metadata = { title: 'Webhooks' };

const perPage = 25;
const states = ['queued', 'delivered', 'failed'] as const;
const tones: Record<string, BadgeTone> = { delivered: 'success', failed: 'danger', queued: 'accent' };
async function WebhooksPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff('read_webhooks', '/admin/webhooks');
  const query = await searchParams;
  const { db } = getDeps();
  const filter = { endpointId: queryUuid(query, 'endpoint'), state: queryChoice(query, 'state', states) };
  const [endpoints, found] = await Promise.all([
    findEndpoints(db),
    findMessages(db, { ...filter, before: queryTime(query, 'before') }, perPage + 1),
  ]);
  const messages = found.slice(0, perPage);
  const mayChange = staff.can('change_webhooks');
  const older = new URLSearchParams({
    ...(filter.endpointId ? { endpoint: filter.endpointId } : {}),
    ...(filter.state ? { state: filter.state } : {}),
    before: messages.at(-1)?.createdAt.toISOString() ?? '',
  });
  return (
    <ConsoleShell
      current="/admin/webhooks"
      staff={staff}
      title="Webhooks"
      intro="What other applications are told, signed after Standard Webhooks. Never a code, an address or a secret."
    >
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <Panel title="Endpoints">
          {endpoints.length === 0 ? (
            <EmptyState title="No endpoint was made yet">
              Make one, and it hears of what happens from then on.
            </EmptyState>
          ) : (
            <ul className="-my-4 divide-y divide-line">
              {endpoints.map((endpoint) => (
                <Endpoint key={endpoint.id} endpoint={endpoint} mayChange={mayChange} />
              ))}
            </ul>
          )}
        </Panel>
        {mayChange && (
          <Panel title="New endpoint">
            <CreateWebhookForm events={publicEventTypes} />
          </Panel>
        )}
      </div>
      <Panel title="Messages" note="The newest first. Times are UTC.">
        <div className="grid gap-5">
          <FilterBar
            path="/admin/webhooks"
            choices={[
              allOrOne(
                { name: 'endpoint', label: 'Endpoint', chosen: filter.endpointId },
                endpoints.map(({ id }) => id),
                (id) => endpoints.find((one) => one.id === id)!.url.slice(0, 60),
              ),
              allOrOne({ name: 'state', label: 'State', chosen: filter.state }, states),
            ]}
          />
          {messages.length === 0 ? (
            <EmptyState title="No message fits" />
          ) : (
            <Messages messages={messages} mayChange={mayChange} />
          )}
          {found.length > perPage && (
            <p>
              <TextLink href={`/admin/webhooks?${older}`}>Older ones</TextLink>
            </p>
          )}
        </div>
      </Panel>
    </ConsoleShell>
  );
}

export default withNotFound(WebhooksPage);

function Endpoint({ endpoint, mayChange }: { endpoint: EndpointListing; mayChange: boolean }) {
  const { id, url, events, createdAt, disabledAt, disabledReason, queued, failed, lastError } = endpoint;
  const gone = disabledReason === 'gone' ? 'Turned off: it answered 410 Gone' : 'Turned off';
  return (
    <li className="grid grid-cols-1 gap-3 py-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="min-w-0 font-semibold break-all text-ink">
          <bdi>{url}</bdi>
        </h3>
        {disabledAt ? <Badge>{gone}</Badge> : <Badge tone="success">On</Badge>}
        {queued > 0 && <Badge tone="accent">{queued} waiting</Badge>}
        {failed > 0 && <Badge tone="danger">{failed} failed</Badge>}
      </div>
      <p className="text-sm text-muted">
        {events.length === 0 ? 'Every event' : events.join(', ')} · made <When at={createdAt} />
        {lastError && (
          <>
            {' '}
            · last trouble: <bdi className="break-all">{lastError}</bdi>
          </>
        )}
      </p>
      {mayChange && (
        <WebhookForm
          id={id}
          buttons={
            disabledAt
              ? [{ value: 'enable', label: 'Turn on' }]
              : [
                  { value: 'test', label: 'Send a test event' },
                  ...(failed > 0 ? [{ value: 'replay_failed', label: 'Send failed ones again' }] : []),
                  { value: 'rotate', label: 'New secret' },
                  { value: 'disable', label: 'Turn off', danger: true },
                ]
          }
        />
      )}
    </li>
  );
}

function Messages({ messages, mayChange }: { messages: readonly MessageListing[]; mayChange: boolean }) {
  return (
    <DataTable
      caption="Messages to endpoints"
      rows={messages}
      rowKey={({ id }) => id}
      columns={[
        { head: 'When', cell: ({ createdAt }) => <When at={createdAt} /> },
        { head: 'Event', cell: ({ type }) => type },
        { head: 'To', cell: ({ url }) => <bdi className="block min-w-48 break-all">{url}</bdi> },
        { head: 'State', cell: ({ state }) => <Badge tone={tones[state] ?? 'neutral'}>{state}</Badge> },
        { head: 'Tries', cell: ({ attempts }) => attempts, numeric: true },
        {
          head: 'Last answer',
          cell: (message) => <LastAnswer message={message} />,
        },
        ...(mayChange
          ? [
              {
                head: 'Again',
                hasButtons: true,
                cell: ({ id, state, isOn }: MessageListing) =>
                  isOn && state !== 'queued' ? (
                    <WebhookForm id={id} buttons={[{ value: 'replay', label: 'Replay' }]} />
                  ) : (
                    '–'
                  ),
              },
            ]
          : []),
      ]}
    />
  );
}

function LastAnswer({ message }: { message: MessageListing }) {
  const { lastStatus, lastError, state, attempts, availableAt } = message;
  const answer = lastError ?? (lastStatus === null ? '–' : `HTTP ${lastStatus}`);
  return (
    <>
      <bdi className="block min-w-32 break-all">{answer}</bdi>
      {state === 'queued' && attempts > 0 && (
        <span className="block text-sm text-muted">
          tried again <When at={availableAt} />
        </span>
      )}
    </>
  );
}

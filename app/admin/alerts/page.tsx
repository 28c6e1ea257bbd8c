import type { Metadata } from 'next';
import { Badge } from '@/app/_components/badge';
import { EmptyState } from '@/app/_components/empty-state';
import { withNotFound } from '@/app/_components/not-found-page';
import type { AlertRow } from '@/lib/audit/alerts/find-alerts';
import { type AlertRuleView, getAlertPage } from '@/lib/flows/console/alerts';
import { getDeps } from '@/lib/web/deps';
import { requireStaff } from '@/lib/web/require-staff';
import { ConsoleShell } from '../_components/console-shell';
import { DataTable } from '../_components/data-table';
import { Panel } from '../_components/panel';
import { When } from '../_components/when';
import { RuleForm } from './rule-form';
import { TestForm } from './test-form';

export const metadata: Metadata = { title: 'Alerts' };

const wayNames: Readonly<Record<string, string>> = { email: 'Email', webhook: 'Webhook', slack: 'Slack' };

async function AlertsPage() {
  const staff = await requireStaff('read_statistics', '/admin/alerts');
  const { alerts, rules, ways, tests } = await getAlertPage(getDeps());
  const open = alerts.filter(({ clearedAt }) => clearedAt === null);
  const ended = alerts.filter(({ clearedAt }) => clearedAt !== null);
  const titleOf = (name: string) => rules.find((rule) => rule.name === name)?.title ?? name;
  const mayChange = staff.can('change_alerts');
  return (
    <ConsoleShell
      current="/admin/alerts"
      staff={staff}
      title="Alerts"
      intro="Each is told once, and its end once."
    >
      <Panel title="Open now">
        {open.length === 0 ? (
          <EmptyState title="All is well" />
        ) : (
          <ul className="grid gap-3">
            {open.map((alert) => (
              <OpenAlert key={alert.id} alert={alert} title={titleOf(alert.rule)} />
            ))}
          </ul>
        )}
      </Panel>
      <Panel
        title="Who is told"
        note="ALERT_EMAILS, ALERT_WEBHOOK_URL and ALERT_SLACK_WEBHOOK_URL decide it."
      >
        <div className="grid gap-4">
          <ul className="flex flex-wrap gap-2">
            {Object.entries(wayNames).map(([way, name]) => (
              <li key={way}>
                <Badge tone={ways.some((one) => one === way) ? 'success' : 'neutral'}>
                  {name}: {ways.some((one) => one === way) ? 'set' : 'not set'}
                </Badge>
              </li>
            ))}
          </ul>
          {mayChange && <TestForm />}
          {tests.length > 0 && (
            <DataTable
              caption="Latest tests"
              rows={tests}
              rowKey={({ id }) => id}
              columns={[
                { head: 'Test by', cell: ({ way }) => wayNames[way] ?? way },
                { head: 'When (UTC)', cell: ({ createdAt }) => <When at={createdAt} /> },
                { head: 'State', cell: ({ state }) => state },
                { head: 'Trouble', cell: ({ lastError }) => <bdi>{lastError ?? '–'}</bdi> },
              ]}
            />
          )}
        </div>
      </Panel>
      <Panel title="Rules">
        <ul className="divide-y divide-line">
          {rules.map((rule) => (
            <li key={rule.name} className="py-3 first:pt-0 last:pb-0">
              <Rule rule={rule} mayChange={mayChange} />
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title="History">
        {ended.length === 0 ? (
          <EmptyState title="Nothing has ended yet" />
        ) : (
          <DataTable
            caption="Alerts that have ended"
            rows={ended}
            rowKey={({ id }) => id}
            columns={[
              { head: 'Alert', cell: ({ text }) => <bdi>{text}</bdi> },
              { head: 'From (UTC)', cell: ({ firedAt }) => <When at={firedAt} /> },
              { head: 'To (UTC)', cell: ({ clearedAt }) => <When at={clearedAt} /> },
              { head: 'Told', cell: ({ told }) => renderTold(told) },
            ]}
          />
        )}
      </Panel>
    </ConsoleShell>
  );
}

export default withNotFound(AlertsPage);

function OpenAlert({ alert: { text, firedAt, told }, title }: { alert: AlertRow; title: string }) {
  return (
    <li className="grid gap-1 rounded-card border border-danger/30 bg-danger-soft p-4">
      <p className="font-semibold text-danger">{title}</p>
      <p className="text-ink">{text}</p>
      <p className="text-sm text-muted">
        Since <When at={firedAt} /> UTC. Told: {renderTold(told)}
      </p>
    </li>
  );
}

function renderTold(told: readonly string[]): string {
  if (told.length === 0) return 'here only';
  return told.map((one) => one.replace(/^\w+/, (way) => wayNames[way] ?? way)).join(', ');
}

const thresholdLabels: Readonly<Record<AlertRuleView['unit'], string>> = {
  percent: 'Percent',
  seconds: 'Seconds',
  count: 'How many',
};

function Rule({ rule, mayChange }: { rule: AlertRuleView; mayChange: boolean }) {
  const { name, title, about, unit, uses, enabled, threshold, windowMinutes, minimum, ways } = rule;
  const head = (
    <>
      <span className="font-semibold text-ink">{title}</span>{' '}
      <Badge tone={enabled ? 'success' : 'neutral'}>{enabled ? 'On' : 'Off'}</Badge>
      <span className="block text-sm text-muted">{describeRule(rule)}</span>
    </>
  );
  if (!mayChange) return <div>{head}</div>;
  return (
    <details>
      <summary className="cursor-pointer">{head}</summary>
      <p className="pt-2 text-sm text-muted">{about}</p>
      <RuleForm
        rule={name}
        enabled={enabled}
        thresholdLabel={thresholdLabels[unit]}
        threshold={threshold}
        windowMinutes={uses.window ? windowMinutes : null}
        minimum={uses.minimum ? minimum : null}
        ways={Object.entries(wayNames).map(([value, label]) => ({
          ...{ value, label },
          on: ways.some((way) => way === value),
        }))}
      />
    </details>
  );
}

function describeRule({ name, unit, uses, threshold, windowMinutes, minimum }: AlertRuleView): string {
  const signs = { percent: ' %', seconds: ' seconds', count: '' };
  const amount = `${threshold}${signs[unit]}`;
  const border = name.endsWith('_rate') ? `Below ${amount}` : `${amount} or more`;
  const minimumWords = uses.minimum ? `, of ${minimum} or more` : '';
  const window = uses.window ? `, in ${windowMinutes} minutes` : '';
  return `${border}${window}${minimumWords}`;
}

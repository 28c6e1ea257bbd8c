import type { Metadata } from 'next';
import { Badge, type BadgeTone } from '@/app/_components/badge';
import { EmptyState } from '@/app/_components/empty-state';
import { withNotFound } from '@/app/_components/not-found-page';
import { type GuardOverview, getGuardOverview } from '@/lib/flows/console/get-guard-overview';
import { channelName, guardReason, limitName } from '@/lib/flows/console/words';
import { getDeps } from '@/lib/web/deps';
import { requireStaff } from '@/lib/web/require-staff';
import { ConsoleShell } from '../_components/console-shell';
import { DataTable } from '../_components/data-table';
import { FactList } from '../_components/fact-list';
import { Panel } from '../_components/panel';
import { SwitchForm, type SwitchLine } from '../_components/switch-form';
import { When } from '../_components/when';
import { LiftForm } from './lift-form';

export const metadata: Metadata = { title: 'Limits and guard' };

const countries = new Intl.DisplayNames('en', { type: 'region' });
const number = new Intl.NumberFormat('en');

async function GuardPage() {
  const staff = await requireStaff('read_guard', '/admin/guard');
  const guard = await getGuardOverview(getDeps());
  return (
    <ConsoleShell
      current="/admin/guard"
      staff={staff}
      title="Limits and guard"
      intro="Who was refused, or would have been, and why. The last seven days."
    >
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-6">
          {staff.can('change_switches') && (
            <Panel title="Switches" note="They hold in all processes within seconds, without a restart.">
              <SwitchForm page="guard" lines={switchLines(guard)} />
            </Panel>
          )}
          <Panel title="Why the guard stops messages">
            {guard.reasons.length === 0 ? (
              <EmptyState title="The guard had nothing to stop" />
            ) : (
              <DataTable
                caption="Reasons of the guard"
                rows={guard.reasons}
                rowKey={({ reason }) => reason}
                columns={[
                  { head: 'Reason', cell: ({ reason }) => guardReason(reason) },
                  { head: 'Stopped', cell: ({ blocked }) => number.format(blocked), numeric: true },
                  {
                    head: 'Would have been',
                    cell: ({ wouldHave }) => number.format(wouldHave),
                    numeric: true,
                  },
                ]}
              />
            )}
          </Panel>
          <Panel
            title="Limits"
            note="What each limit refused. Counted within seconds; see LIMITS to change one."
          >
            <DataTable
              caption="Limits"
              rows={guard.limits.toSorted((a, b) => b.lastWeek - a.lastWeek)}
              rowKey={({ limit }) => limit}
              columns={[
                { head: 'Limit', cell: ({ limit }) => limitName(limit) },
                { head: 'Allows', cell: ({ max, seconds }) => allows(max, seconds) },
                { head: 'This hour', cell: ({ lastHour }) => number.format(lastHour), numeric: true },
                { head: '24 hours', cell: ({ lastDay }) => number.format(lastDay), numeric: true },
                { head: '7 days', cell: ({ lastWeek }) => number.format(lastWeek), numeric: true },
              ]}
            />
          </Panel>
        </div>
        <div className="grid min-w-0 gap-6">
          <Panel title="Now">
            <FactList facts={facts(guard)} />
          </Panel>
          <Panel title="By country">
            {guard.countries.length === 0 ? (
              <EmptyState title="No country is affected" />
            ) : (
              <ul className="-my-2 divide-y divide-line">
                {guard.countries.slice(0, 12).map(({ country, blocked, wouldHave }) => (
                  <li key={country} className="flex justify-between gap-4 py-2">
                    <bdi>{countryWords(country)}</bdi>
                    <span className="tabular-nums">{number.format(blocked + wouldHave)}</span>
                  </li>
                ))}
              </ul>
            )}
          </Panel>
          {staff.can('change_switches') && (
            <Panel
              title="Lift a country"
              note="The rules about its blocks of numbers and its rate stop for a day: for a campaign that you know of."
            >
              <LiftForm />
            </Panel>
          )}
        </div>
      </div>
      {guard.decisions.length > 0 && (
        <Panel title="The newest decisions">
          <DataTable
            caption="Decisions of the guard"
            rows={guard.decisions}
            rowKey={({ id }) => id}
            columns={[
              { head: 'When (UTC)', cell: ({ at }) => <When at={at} /> },
              {
                head: 'Decision',
                cell: ({ stopped }) => (
                  <Badge tone={stopped ? 'danger' : 'warning'}>
                    {stopped ? 'Stopped' : 'Let through, recorded'}
                  </Badge>
                ),
              },
              {
                head: 'Why',
                cell: ({ reasons }) => (
                  <span className="block min-w-56">{reasons.map(guardReason).join(', ')}</span>
                ),
              },
              {
                head: 'Numbers',
                cell: ({ prefix, country }) => (
                  <bdi className="block min-w-44">
                    +{prefix}…, {countryWords(country)}
                  </bdi>
                ),
              },
              { head: 'By', cell: ({ channel }) => channelName(channel) },
              { head: 'Asked from', cell: ({ client }) => <bdi>{client ?? '–'}</bdi> },
            ]}
          />
        </Panel>
      )}
    </ConsoleShell>
  );
}

export default withNotFound(GuardPage);

const pumpingWords: Record<string, { word: string; tone: BadgeTone }> = {
  record: { word: 'Records only', tone: 'warning' },
  enforce: { word: 'Stops', tone: 'success' },
  off: { word: 'Off', tone: 'danger' },
};
const proofWords: Record<string, { word: string; tone: BadgeTone }> = {
  risk: { word: 'When it looks risky', tone: 'success' },
  always: { word: 'Always', tone: 'accent' },
  off: { word: 'Off', tone: 'warning' },
};

function Mode({ words: { word, tone } }: { words: { word: string; tone: BadgeTone } }) {
  return <Badge tone={tone}>{word}</Badge>;
}

function switchLines({ pumping, proofOfWork, switches }: GuardOverview): SwitchLine[] {
  const overridden = (key: string) => switches.some((one) => one.key === key);
  const choices = (key: string, now: string, words: typeof pumpingWords, labels: Record<string, string>) => [
    ...Object.keys(words)
      .filter((mode) => mode !== now)
      .map((mode) => ({ value: `${key}=${mode}`, label: labels[mode] ?? mode })),
    ...(overridden(key) ? [{ value: `${key}=`, label: 'As set' }] : []),
  ];
  return [
    {
      name: 'Pumping guard',
      now: <Mode words={pumpingWords[pumping.mode]!} />,
      hint: `PUMPING_GUARD is ${pumping.setting}.`,
      choices: choices('pumping_guard', pumping.mode, pumpingWords, {
        record: 'Record only',
        enforce: 'Stop messages',
        off: 'Turn off',
      }),
    },
    {
      name: 'Proof of work',
      now: <Mode words={proofWords[proofOfWork.mode]!} />,
      hint: `PROOF_OF_WORK is ${proofOfWork.setting}.`,
      choices: choices('proof_of_work', proofOfWork.mode, proofWords, {
        risk: 'Ask when risky',
        always: 'Always ask',
        off: 'Never ask',
      }),
    },
    ...switches
      .filter(({ key }) => key.startsWith('country_lifted:'))
      .map(({ key, expiresAt }) => ({
        name: countryWords(key.slice('country_lifted:'.length)),
        now: <Badge tone="accent">Lifted</Badge>,
        hint: `Until ${expiresAt?.toISOString().slice(0, 16).replace('T', ' ') ?? 'it is taken back'} UTC.`,
        choices: [{ value: `${key}=`, label: 'Guard it again' }],
      })),
  ];
}

function facts({ spentMicros, budgetMicros, held, pumping, proofOfWork }: GuardOverview) {
  const money = (micros: number) => (micros / 1_000_000).toFixed(2);
  return [
    { term: 'Pumping guard', detail: <Mode words={pumpingWords[pumping.mode]!} /> },
    { term: 'Proof of work', detail: <Mode words={proofWords[proofOfWork.mode]!} /> },
    {
      term: 'Spent on texts today (SMS_PRICES)',
      detail: `${money(spentMicros)}${budgetMicros === null ? ', no budget is set' : ` of ${money(budgetMicros)}`}`,
    },
    { term: 'Accounts held', detail: number.format(held) },
  ];
}

function allows(max: number, seconds: number): string {
  const [unit, size] =
    seconds % 86_400 === 0 ? ['day', 86_400] : seconds % 3_600 === 0 ? ['hour', 3_600] : ['minute', 60];
  const count = seconds / (size as number);
  return `${number.format(max)} in ${count === 1 ? `a${unit === 'hour' ? 'n' : ''} ${unit}` : `${count} ${unit}s`}`;
}

/** "India (IN)", or what is there where it is no country. */
function countryWords(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? `${countries.of(code)} (${code})` : code;
}

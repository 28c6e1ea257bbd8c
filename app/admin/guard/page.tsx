import type { Metadata } from 'next';
import { EmptyState } from '@/app/_components/empty-state';
import { withNotFound } from '@/app/_components/not-found-page';
import { getGuardOverview } from '@/lib/flows/console/get-guard-overview';
import { guardReason } from '@/lib/flows/console/words';
import { getDeps } from '@/lib/web/deps';
import { requireStaff } from '@/lib/web/require-staff';
import { ConsoleShell } from '../_components/console-shell';
import { DataTable } from '../_components/data-table';
import { FactList } from '../_components/fact-list';
import { Panel } from '../_components/panel';
import { SwitchForm } from '../_components/switch-form';
import { countryWords } from './country-words';
import { DecisionsTable } from './decisions-table';
import { LiftForm } from './lift-form';
import { LimitsTable } from './limits-table';
import { nowFacts } from './now-facts';
import { switchLines } from './switch-lines';

export const metadata: Metadata = { title: 'Limits and guard' };

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
            <LimitsTable limits={guard.limits} />
          </Panel>
        </div>
        <div className="grid min-w-0 gap-6">
          <Panel title="Now">
            <FactList facts={nowFacts(guard)} />
          </Panel>
          <Panel title="By country">
            {guard.countries.length === 0 ? (
              <EmptyState title="No country is affected" />
            ) : (
              <ul className="-my-2 divide-y divide-line">
                {guard.countries.slice(0, 12).map(({ country, blocked, wouldHave }) => (
                  <li key={country} className="flex justify-between gap-4 py-2">
                    <bdi className="min-w-0 wrap-anywhere">{countryWords(country)}</bdi>
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
          <DecisionsTable decisions={guard.decisions} />
        </Panel>
      )}
    </ConsoleShell>
  );
}

export default withNotFound(GuardPage);

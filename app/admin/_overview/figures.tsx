import { countryName, type Overview } from '@/lib/flows/console/get-overview';
import { channelName, providerName, purposeName } from '@/lib/flows/console/words';
import { HeatMap } from '../_components/heat-map';
import { HoursTable } from '../_components/hours-table';
import { Panel } from '../_components/panel';
import { AsTable } from './as-table';
import { CostPanel } from './cost-panel';
import { CsvLink } from './csv-link';
import { FunnelPanel } from './funnel-panel';
import { GroupPanel } from './group-panel';
import { TimePanel } from './time-panel';

/** Everything that the overview shows once there were codes. `csv`: the address of its figures as files. */
export function Figures({ overview, csv }: { overview: Overview; csv: string }) {
  const { groups, hours, series } = overview.funnel;
  return (
    <>
      <FunnelPanel overview={overview} csv={csv} />
      <TimePanel series={series} csv={csv} />
      <div className="grid items-start gap-6 xl:grid-cols-2">
        <GroupPanel csv={csv} chart="channel" title="By channel" rows={groups.channel} name={channelName} />
        <GroupPanel csv={csv} chart="purpose" title="By purpose" rows={groups.purpose} name={purposeName} />
        <GroupPanel
          csv={csv}
          chart="provider"
          title="By provider"
          rows={groups.provider}
          name={(value) => providerName(value || null)}
        />
        <GroupPanel
          csv={csv}
          chart="country"
          title="By country"
          rows={groups.country.slice(0, 20)}
          name={countryName}
        />
      </div>
      <Panel title="Busiest hours" action={<CsvLink csv={csv} chart="hours" />}>
        <HeatMap hours={hours} />
        <AsTable>
          <HoursTable hours={hours} />
        </AsTable>
      </Panel>
      <CostPanel overview={overview} csv={csv} />
    </>
  );
}

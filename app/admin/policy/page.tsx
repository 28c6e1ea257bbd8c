import type { Metadata } from 'next';
import { Badge, type BadgeTone } from '@/app/_components/badge';
import { withNotFound } from '@/app/_components/not-found-page';
import { judgePolicy } from '@/lib/flows/console/policy';
import type { PolicyLine, PolicyMark } from '@/lib/flows/console/policy-line';
import { requireStaff } from '@/lib/web/require-staff';
import { ConsoleShell } from '../_components/console-shell';
import { DataTable } from '../_components/data-table';
import { Panel } from '../_components/panel';

export const metadata: Metadata = { title: 'Policy' };

const marks: Readonly<Record<PolicyMark, { word: string; tone: BadgeTone }>> = {
  met: { word: 'Met', tone: 'success' },
  partly: { word: 'Could be better', tone: 'warning' },
  not_met: { word: 'Not met', tone: 'danger' },
  elsewhere: { word: 'Outside the app', tone: 'neutral' },
};

async function PolicyPage() {
  const staff = await requireStaff('read_audit', '/admin/policy');
  const lines = judgePolicy();
  const areas = [...new Set(lines.map(({ area }) => area))];
  return (
    <ConsoleShell
      current="/admin/policy"
      staff={staff}
      title="Policy"
      intro="What OWASP ASVS 5.0 and NIST SP 800-63B-4 ask of a system of this kind, and what this one does as it is configured."
    >
      <p className="text-muted">{summarise(lines)}</p>
      {areas.map((area) => (
        <Panel key={area} title={area}>
          <DataTable
            caption={area}
            rows={lines.filter((line) => line.area === area)}
            rowKey={({ requirement }) => requirement}
            columns={[
              { head: 'Requirement', cell: ({ requirement }) => requirement },
              { head: 'Here', cell: (line) => <Here line={line} /> },
              { head: 'Mark', cell: ({ mark }) => <Badge tone={marks[mark].tone}>{marks[mark].word}</Badge> },
              { head: 'Source', cell: ({ source }) => source },
            ]}
          />
        </Panel>
      ))}
    </ConsoleShell>
  );
}

export default withNotFound(PolicyPage);

function Here({ line: { value, remedy } }: { line: PolicyLine }) {
  return (
    <>
      {value}
      {remedy && <span className="block text-sm text-muted">{remedy}</span>}
    </>
  );
}

function summarise(lines: readonly PolicyLine[]): string {
  const count = (mark: PolicyMark) => lines.filter((line) => line.mark === mark).length;
  return `${count('met')} of ${lines.length} are met, ${count('partly')} could be better, ${count('not_met')} are not met, ${count('elsewhere')} are outside the app.`;
}

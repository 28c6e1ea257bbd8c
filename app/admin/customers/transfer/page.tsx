import type { Metadata } from 'next';
import { BackLink } from '@/app/_components/back-link';
import { ButtonLink } from '@/app/_components/button-link';
import { withNotFound } from '@/app/_components/not-found-page';
import { requireStaff } from '@/lib/web/require-staff';
import { ConsoleShell } from '../../_components/console-shell';
import { Panel } from '../../_components/panel';
import { ImportForm } from './import-form';

export const metadata: Metadata = { title: 'Import and export' };

async function TransferPage() {
  const staff = await requireStaff('move_customers', '/admin/customers/transfer');
  return (
    <ConsoleShell
      current="/admin/customers"
      staff={staff}
      title="Import and export"
      actions={<BackLink href="/admin/customers">All customers</BackLink>}
    >
      <Panel
        title="Import"
        note="Addresses come in unproved; a customer proves theirs with the first code. Who is here already stays as they are. Files of up to 1 MB; larger ones: npm run admin -- import FILE"
      >
        <ImportForm />
      </Panel>
      <Panel
        title="Export"
        note="All customers as CSV, safe to open in a spreadsheet. It holds full addresses, so the audit log says who took it."
      >
        <ButtonLink href="/admin/customers/export" variant="secondary" download>
          Download customers.csv
        </ButtonLink>
      </Panel>
    </ConsoleShell>
  );
}

export default withNotFound(TransferPage);

import { exportCustomers } from '@/lib/flows/console/export-customers';
import { getDeps } from '@/lib/web/deps';
import { downloadHeaders, streamText } from '@/lib/web/download';
import { requireStaff } from '@/lib/web/require-staff';

export const dynamic = 'force-dynamic';

/** All customers as CSV. */
export async function GET(): Promise<Response> {
  const staff = await requireStaff('move_customers', '/admin/customers/transfer');
  const body = streamText(exportCustomers(getDeps(), staff.actor));
  return new Response(body, { headers: downloadHeaders('text/csv', 'customers.csv') });
}

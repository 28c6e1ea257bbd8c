import { exportAudit } from '@/lib/flows/console/export-audit';
import { getDeps } from '@/lib/web/deps';
import { downloadHeaders, streamText } from '@/lib/web/download';
import { readAuditQuery } from '@/lib/web/read-audit-query';
import { requireStaff } from '@/lib/web/require-staff';

export const dynamic = 'force-dynamic';

/** The events that fit the filters, as JSON lines. */
export async function GET(request: Request): Promise<Response> {
  const staff = await requireStaff('read_audit', '/admin/audit');
  const filter = readAuditQuery(Object.fromEntries(new URL(request.url).searchParams));
  const body = streamText(exportAudit(getDeps(), filter, staff.actor));
  return new Response(body, { headers: downloadHeaders('application/x-ndjson', 'audit.jsonl') });
}

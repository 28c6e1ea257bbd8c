import { getLiveNumbers } from '@/lib/flows/console/get-live-numbers';
import { getDeps } from '@/lib/web/deps';
import { requireStaff } from '@/lib/web/require-staff';

export const dynamic = 'force-dynamic';

/** The numbers that the overview renews every few seconds. */
export async function GET(): Promise<Response> {
  await requireStaff('read_statistics', '/admin');
  return Response.json(await getLiveNumbers(getDeps()), {
    headers: { 'cache-control': 'private, no-store' },
  });
}

import { readiness } from '@/lib/web/readiness';

export const dynamic = 'force-dynamic';

/** Ready: the database answers, so customers can be served. */
export function GET(): Promise<Response> {
  return readiness();
}

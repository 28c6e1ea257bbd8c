import { metrics } from '@/lib/web/metrics';

export const dynamic = 'force-dynamic';

/** For Prometheus; guarded by METRICS_TOKEN, or open to this machine alone. */
export function GET(request: Request): Promise<Response> {
  return metrics(request);
}

import { deliveryProgress } from '@/lib/web/delivery-progress';

export const dynamic = 'force-dynamic';

/** How far the message has come that the page /verify waits for. */
export function GET(request: Request): Promise<Response> {
  return deliveryProgress(request);
}

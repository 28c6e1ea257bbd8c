import { getDeliveryProgress } from '@/lib/flows/get-delivery-progress';
import { clientSubject } from '@/lib/limits/client-subject';
import { takeLimits } from '@/lib/limits/take-limits';
import { type DeliveryProgress, isSettled } from '@/lib/schemas/delivery-progress';
import { getDeps } from './deps';
import { ownerOf, readFlow } from './flow-cookie';
import { logger } from './logger';
import { problem } from './problem';
import { visitorFrom } from './visitor';

/** Looks at the row so often; a receipt is shown within this time. */
const lookMs = 700;
/** Then the browser connects again: proxies end silent connections, and a code lives for minutes. */
const longestStreamMs = 90_000;
const headers = { 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' };

/**
 * How far the message of this browser's code has come: as server-sent events, or once, as JSON. Whose code it is says the
 * sealed cookie alone.
 */
export async function deliveryProgress(request: Request): Promise<Response> {
  const visitor = visitorFrom(request.headers);
  try {
    const { db } = getDeps();
    const uses = [
      { limit: 'status_reads_per_client' as const, subject: clientSubject(visitor.clientAddress) },
    ];
    const allowed = await takeLimits(db, uses);
    if (!allowed.ok)
      return problem('limited', request.headers, { retryAfterSeconds: allowed.retryAfterSeconds });
    const flow = await readFlow();
    const challengeId = flow?.challengeId;
    if (!flow || !challengeId) return problem('not_found', request.headers);
    const read = () => getDeliveryProgress({ db }, challengeId, ownerOf(flow));
    const progress = await read();
    if (!progress) return problem('not_found', request.headers);
    if (!request.headers.get('accept')?.includes('text/event-stream'))
      return Response.json(progress, { headers });
    return new Response(streamOf(progress, read, request.signal), {
      headers: { ...headers, 'content-type': 'text/event-stream' },
    });
  } catch (error) {
    logger.error({ err: error, requestId: visitor.requestId }, 'the state of a message could not be read');
    return problem('unavailable', request.headers);
  }
}

function streamOf(
  first: DeliveryProgress,
  read: () => Promise<DeliveryProgress | null>,
  gone: AbortSignal,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let timer: NodeJS.Timeout | undefined;
  return new ReadableStream({
    start(controller) {
      const endsAt = Date.now() + longestStreamMs;
      let told = '';
      function end() {
        clearTimeout(timer);
        gone.removeEventListener('abort', end);
        try {
          controller.close();
        } catch {
          // The browser was faster.
        }
      }
      function tell(progress: DeliveryProgress | null) {
        const data = JSON.stringify(progress);
        if (progress && data !== told) controller.enqueue(encoder.encode(`data: ${data}\n\n`));
        told = data;
        if (!progress || isSettled(progress) || Date.now() > endsAt) return end();
        timer = setTimeout(() => void read().then(tell).catch(end), lookMs);
      }
      gone.addEventListener('abort', end);
      tell(first);
    },
    cancel() {
      clearTimeout(timer);
    },
  });
}

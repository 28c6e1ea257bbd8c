import { getSettings } from '@/lib/config/settings';
import { recordReceipt } from '@/lib/flows/record-receipt';
import { getDeps } from './deps';
import { logger } from './logger';
import { problem } from './problem';
import { readLimited } from './read-limited';

/** Bounces quote mails; nothing that we believe is longer. */
const largestBytes = 256 * 1024;

/** A receipt of a vendor. Its address is the configured one, whatever Host says: signatures are over it. */
export async function receiveReceipt(request: Request, provider: string): Promise<Response> {
  try {
    const { delivery, appUrl } = getSettings();
    const bytes = await readLimited(request, largestBytes);
    if (bytes === null) return problem('body_too_large', request.headers);
    const base = delivery.receiptsUrl ?? `${appUrl.origin}/api/webhooks`;
    const url = `${base}/${provider}${new URL(request.url).search}`;
    const result = await recordReceipt(getDeps(), provider, {
      url,
      headers: request.headers,
      body: bytes.toString('utf8'),
      now: new Date(),
    });
    if (result.ok) return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } });
    logger.warn({ provider: provider.slice(0, 40), reason: result.reason }, 'a receipt was refused');
    return problem(result.reason === 'forged' ? 'forbidden' : 'not_found', request.headers);
  } catch (error) {
    logger.error({ err: error }, 'a receipt could not be taken');
    return problem('unavailable', request.headers);
  }
}

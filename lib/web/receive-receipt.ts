import { getSettings } from '@/lib/config/settings';
import { recordReceipt } from '@/lib/flows/record-receipt';
import { getDeps } from './deps';
import { logger } from './logger';
import { problem } from './problem';

/** Bounces quote mails; nothing that we believe is longer. */
const largestBytes = 256 * 1024;

/** A receipt of a vendor. Its address is the configured one, whatever Host says: signatures are over it. */
export async function receiveReceipt(request: Request, provider: string): Promise<Response> {
  try {
    const { delivery, appUrl } = getSettings();
    const body = await readRaw(request);
    if (body === null) return problem('body_too_large', request.headers);
    const base = delivery.receiptsUrl ?? `${appUrl.origin}/api/webhooks`;
    const url = `${base}/${provider}${new URL(request.url).search}`;
    const result = await recordReceipt(getDeps(), provider, {
      url,
      headers: request.headers,
      body,
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

async function readRaw(request: Request): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > largestBytes) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks).toString('utf8');
}

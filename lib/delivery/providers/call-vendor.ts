import { DeliveryError, type redact } from '../delivery-error';
import { explainNoAnswer, retryAfterOf } from './http-error';

export interface VendorAnswer {
  status: number;
  /** Parsed; null when the body is no JSON object. */
  body: Record<string, unknown> | null;
  text: string;
  retryAfterSeconds: number | null;
}

/** Far more than any vendor answers. */
const largestAnswer = 64 * 1024;

/**
 * One HTTP call to a vendor that has no kept SDK. It follows no redirect: codes and keys go only where they were sent.
 * @throws DeliveryError when there is no answer, or one that is not the vendor's (a proxy's page of HTML).
 */
export async function callVendor(
  vendor: string,
  url: string,
  request: { method?: 'GET' | 'HEAD'; headers: Record<string, string>; body?: string },
  signal: AbortSignal,
  secrets: Parameters<typeof redact>[1],
): Promise<VendorAnswer> {
  try {
    const response = await fetch(url, { method: 'POST', redirect: 'manual', signal, ...request });
    const text = (await response.text()).slice(0, largestAnswer);
    const body = parseObject(text);
    if (body === null && response.status >= 500) {
      throw new DeliveryError('unavailable', {
        vendorCode: `HTTP ${response.status}`,
        detail: `${vendor} is out of order.`,
      });
    }
    return { status: response.status, body, text, retryAfterSeconds: retryAfterOf(response.headers) };
  } catch (error) {
    throw error instanceof DeliveryError ? error : explainNoAnswer(vendor, error as Error, secrets);
  }
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

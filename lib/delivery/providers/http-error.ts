import { DeliveryError, type FailureKind, redact } from '../delivery-error';

/** Kinds of failure by the HTTP status, for answers that a vendor's own table does not know. */
export function kindOfStatus(status: number | undefined): FailureKind {
  if (status === undefined) return 'unavailable';
  if (status === 401 || status === 403) return 'auth_failed';
  if (status === 408) return 'timeout';
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'unavailable' : 'rejected';
}

/** Seconds of a Retry-After header; null when it is absent or a date. */
export function retryAfterOf(headers: Pick<Headers, 'get'>): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 3600) : null;
}

const brokenCodes = new Set(['ECONNRESET', 'EPIPE', 'ECONNREFUSED']);
const lateCodes = new Set([
  'ETIMEDOUT',
  'ECONNABORTED',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What went wrong before any answer came: too late, or no way there. */
export function explainNoAnswer(
  vendor: string,
  error: Error,
  secrets: Parameters<typeof redact>[1],
): DeliveryError {
  const cause = error.cause as { code?: string } | undefined;
  const code = cause?.code ?? (error as { code?: string }).code ?? null;
  // The SDK of AWS calls a connection that broke off a time-out, too.
  const named = error.name === 'AbortError' || error.name === 'TimeoutError';
  const late = code === null || !brokenCodes.has(code) ? named || lateCodes.has(code ?? '') : false;
  const words = redact(error.message, secrets);
  return new DeliveryError(late ? 'timeout' : 'unavailable', {
    vendorCode: typeof code === 'string' ? code : null,
    detail: late
      ? `${vendor} did not answer in time. (${words})`
      : `${vendor} cannot be reached: no connection, or it broke off. (${words})`,
  });
}

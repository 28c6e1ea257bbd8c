/**
 * Errors as Twilio's clients know them. Written against https://www.twilio.com/docs/verify/api/error-codes and the pages
 * of the single codes.
 */
export const twilioErrors = {
  20001: { status: 400, message: 'The request cannot be read' },
  20003: { status: 401, message: 'Authenticate' },
  20004: { status: 405, message: 'Method not allowed' },
  20404: { status: 404, message: 'The requested resource was not found' },
  20429: { status: 429, message: 'Too many requests' },
  20500: { status: 500, message: 'An internal server error has occurred' },
  20503: { status: 503, message: 'Service unavailable' },
  60200: { status: 400, message: 'Invalid parameter' },
  60202: { status: 429, message: 'Max check attempts reached' },
  60203: { status: 429, message: 'Max send attempts reached' },
  60204: { status: 400, message: 'Service does not support this feature' },
  60221: { status: 400, message: 'No target verification specified' },
  60223: { status: 400, message: 'Delivery channel disabled' },
} as const;

export type TwilioErrorCode = keyof typeof twilioErrors;

export function twilioError(
  code: TwilioErrorCode,
  requestId: string,
  { detail, retryAfterSeconds }: { detail?: string; retryAfterSeconds?: number } = {},
): Response {
  const { status, message } = twilioErrors[code];
  const body = {
    code,
    message: detail ? `${message}: ${detail}` : message,
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
  };
  const headers = new Headers({ 'cache-control': 'no-store', 'x-request-id': requestId });
  if (status === 429 || status === 503) headers.set('retry-after', String(retryAfterSeconds ?? 5));
  if (status === 401) headers.set('www-authenticate', 'Basic realm="Verify"');
  return Response.json(body, { status, headers });
}

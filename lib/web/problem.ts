import { getSettings } from '@/lib/config/settings';
import { type ErrorCode, errorCodes } from './error-codes';
import { requestIdOf } from './request-id';

export interface ProblemExtra {
  detail?: string;
  /** Field name → what is wrong with it. */
  errors?: Record<string, string>;
  attempts_left?: number;
  retryAfterSeconds?: number;
  /** Of a right code that came with something else that was refused. */
  grant?: string | undefined;
  /** How the holder of a first factor may go on. */
  second_factor?: { ways: { way: string; to: string | null }[] };
}

/** An error body after RFC 9457, with a stable `code`, and Retry-After where waiting helps. */
export function describeProblem(
  code: ErrorCode,
  requestHeaders: Pick<Headers, 'get'>,
  { retryAfterSeconds, ...extra }: ProblemExtra = {},
): { status: number; headers: Record<string, string>; text: string } {
  const { status, title } = errorCodes[code];
  const requestId = requestIdOf(requestHeaders);
  const body = {
    type: `${getSettings().appUrl.origin}/docs/api#${code}`,
    title,
    status,
    code,
    request_id: requestId,
    ...extra,
  };
  const waits = status === 429 || status === 503;
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-request-id': requestId,
      ...(waits && { 'retry-after': String(Math.max(1, retryAfterSeconds ?? 5)) }),
    },
    text: JSON.stringify(body),
  };
}

export function problem(
  code: ErrorCode,
  requestHeaders: Pick<Headers, 'get'>,
  extra?: ProblemExtra,
): Response {
  const { text, ...init } = describeProblem(code, requestHeaders, extra);
  return new Response(text, init);
}

import type * as z from 'zod';
import { type Identifier, parseIdentifier } from '@/lib/accounts/parse-identifier';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import type { VerifyExtra } from '@/lib/codes/verify-code';
import { getSettings } from '@/lib/config/settings';
import type { ApiSession } from '@/lib/flows/start-api-session';
import { type PublicText, publicText } from '@/lib/schemas/public-text';
import type { ApiClient } from './api-client';
import type { ErrorCode } from './error-codes';
import { errorCodes } from './error-codes';
import { type Reply, refuse } from './reply';
import { type RouteContext, type RouteHandler, renderReply, route } from './route';
import { renderSessionView } from './session-view';

/**
 * An endpoint of the older systems. COMPAT_ENDPOINTS=false makes it be not there. Errors are our problems with the names
 * besides that those systems' front ends read: `error`, `message`, `success`, `valid`.
 */
export function compatRoute<Schema extends z.ZodType>(
  body: Schema,
  handle: (context: RouteContext<z.output<Schema>>) => Promise<Reply>,
): RouteHandler {
  const answer = route(
    { auth: 'ours', scope: 'codes', body },
    handle as Parameters<typeof route<Schema>>[1],
    renderCompat,
  );
  return async (request, context) =>
    getSettings().compatEndpoints ? answer(request, context) : renderReply(request, refuse('not_found'));
}

function renderCompat(request: Request, given: Reply): Response {
  if (!('problem' in given)) return renderReply(request, given);
  const { problem, extra } = given;
  const sentence = extra?.detail ?? Object.values(extra?.errors ?? {})[0] ?? errorCodes[problem].title;
  const more = { detail: sentence, error: sentence, message: sentence, success: false, valid: false };
  return renderReply(request, { ...given, extra: { ...extra, ...more } });
}

/** Without a key, all callers are one: the code itself is what shows whose it is. */
export function compatOwner(client: ApiClient): ChallengeOwner {
  return client.key ? client.owner : { browserHash: null, clientId: 'compat' };
}

/** The address of a field, or the refusal that says what is wrong with it. */
export function readAddress(
  field: string,
  typed: string,
  kind?: 'email' | 'phone',
): { address: Identifier } | { refusal: Reply } {
  const parsed = parseIdentifier(typed);
  if (parsed.kind === 'invalid') {
    return { refusal: refuse('address_invalid', { errors: { [field]: publicText(parsed.reason) } }) };
  }
  if (kind && parsed.kind !== kind) {
    const text = kind === 'email' ? 'email_malformed' : 'phone_malformed';
    return { refusal: refuse('address_invalid', { errors: { [field]: publicText(text) } }) };
  }
  return { address: parsed };
}

/** Why a code was not accepted, in the sentence of the pages. */
export function refuseCode(failure: { reason: ErrorCode & PublicText } & Partial<VerifyExtra>): Reply {
  const { reason, attemptsLeft, retryAfterSeconds } = failure;
  return refuse(reason, {
    detail: publicText(reason, { n: attemptsLeft ?? 0, seconds: retryAfterSeconds ?? 60 }),
    attempts_left: attemptsLeft,
    retryAfterSeconds,
  });
}

/** Tokens under the names of both, OAuth and Django's. */
export function renderCompatSession(session: ApiSession | null): object {
  return session ? { ...renderSessionView(session), token: session.accessToken } : {};
}

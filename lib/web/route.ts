import type * as z from 'zod';
import type { ApiScope } from '@/lib/accounts/api-keys';
import type { Database } from '@/lib/db/client';
import { isDatabaseAway } from '@/lib/db/is-database-away';
import type { Visitor } from '@/lib/flows/deps';
import { type ApiClient, identifyClient, publicClient } from './api-client';
import { allowOrigin, isAllowedOrigin } from './cors';
import { getDeps } from './deps';
import { once } from './idempotency';
import { logger } from './logger';
import { describeProblem } from './problem';
import { readJsonBody } from './read-body';
import { type Reply, refuse } from './reply';
import { requestIdOf } from './request-id';
import { type DirectBody, TextResponse } from './text-response';
import { visitorFrom } from './visitor';

export interface Operation<Body extends z.ZodType | undefined = z.ZodType | undefined> {
  /** `none`: whatever Authorization says is not for us to check. `ours`: only a key of ours is looked at. */
  auth: 'optional' | 'key' | 'none' | 'ours';
  scope: ApiScope;
  body?: Body;
  /** Idempotency-Key counts. */
  repeatable?: boolean;
}

export interface RouteContext<Body> {
  request: Request;
  body: Body;
  params: Record<string, string>;
  client: ApiClient;
  visitor: Visitor;
  db: Database;
}

type BodyOf<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
export type RouteHandler = (
  request: Request,
  context: {
    params: Promise<Record<string, string | string[] | undefined>>;
    /** Set where no Next stands between the socket and the handler (scripts/direct-answer.mjs). */
    direct?: DirectBody;
  },
) => Promise<Response>;

/**
 * One operation of the API: who calls, what they send, what they get. Everything outside of the operation's own business
 * is decided here, and what is thrown becomes a problem without a word about its cause.
 */
export function route<Schema extends z.ZodType | undefined>(
  operation: Operation<Schema>,
  handle: (context: RouteContext<BodyOf<Schema>>) => Promise<Reply>,
  render: (request: Request, given: Reply, direct?: DirectBody) => Response = renderReply,
): RouteHandler {
  return async (request, { params, direct }) => {
    const visitor = visitorFrom(request.headers);
    try {
      const path = await params;
      const given = await answer(operation, handle, request, path as Record<string, string>, visitor, direct);
      return render(request, given, direct);
    } catch (error) {
      return render(request, explainFault(error, visitor.requestId), direct);
    }
  };
}

async function answer<Schema extends z.ZodType | undefined>(
  operation: Operation<Schema>,
  handle: (context: RouteContext<BodyOf<Schema>>) => Promise<Reply>,
  request: Request,
  params: Record<string, string>,
  visitor: Visitor,
  direct: DirectBody | undefined,
): Promise<Reply> {
  const { db } = getDeps();
  const origin = request.headers.get('origin');
  if (origin !== null && request.method !== 'GET' && !isAllowedOrigin(origin))
    return refuse('request_foreign');
  const { auth, scope } = operation;
  const identified =
    auth === 'none' || (auth === 'ours' && !/^bearer +lk_/i.test(request.headers.get('authorization') ?? ''))
      ? ({ ok: true, value: publicClient } as const)
      : await identifyClient(db, request, { needsKey: auth === 'key', scope });
  if (!identified.ok) {
    const detail = identified.reason === 'forbidden' ? `The key lacks the scope "${scope}".` : undefined;
    return refuse(identified.reason, { detail }, { 'www-authenticate': 'Bearer' });
  }
  const body = operation.body
    ? await readJsonBody(request, direct?.body)
    : ({ ok: true, value: undefined } as const);
  if (!body.ok) return refuse(body.reason);
  const parsed = operation.body?.safeParse(body.value);
  if (parsed && !parsed.success) return refuse('request_invalid', { errors: fieldErrors(parsed.error) });
  const client = identified.value;
  const { id = null, perMinute = null, perAddressHour = null } = client.key ?? {};
  const api = { keyId: id, perMinute, perAddressHour };
  const context = {
    request,
    body: parsed?.data as BodyOf<Schema>,
    params,
    client,
    visitor: { ...visitor, api },
    db,
  };
  if (!operation.repeatable) return handle(context);
  return once(
    db,
    {
      key: request.headers.get('idempotency-key'),
      clientId: client.key ? client.key.id : `public:${visitor.clientAddress}`,
      method: request.method,
      path: new URL(request.url).pathname,
      body: body.value,
    },
    () => handle(context),
  );
}

/** A field's name → what is wrong with it. Bounded, because names are the sender's. */
export function fieldErrors(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of error.issues.slice(0, 20)) {
    const names =
      issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 20) : [issue.path.join('.') || 'body'];
    for (const name of names) {
      errors[name.slice(0, 64)] ??=
        issue.code === 'unrecognized_keys' ? 'This field is not known.' : issue.message;
    }
  }
  return errors;
}

export function explainFault(error: unknown, requestId: string): Reply {
  const known = error as { name?: string; retryAfterSeconds?: number };
  if (known?.name === 'HashQueueFull' || known?.name === 'VerifierUnavailable') {
    return refuse('unavailable', { retryAfterSeconds: known.retryAfterSeconds ?? 2 });
  }
  const away = isDatabaseAway(error);
  logger.error({ err: error, requestId }, away ? 'the database or Redis is away' : 'request failed');
  return refuse(away ? 'unavailable' : 'internal');
}

/** A reply as JSON, or as a problem; nothing of the API is ever stored on the way. */
export function renderReply(request: Request, given: Reply, direct?: DirectBody): Response {
  const made =
    'problem' in given
      ? describeProblem(given.problem, request.headers, given.extra)
      : {
          status: given.status,
          headers: {
            ...(given.body === undefined ? {} : { 'content-type': 'application/json' }),
            'cache-control': 'no-store',
            'x-request-id': requestIdOf(request.headers),
          },
          text: given.body === undefined ? null : JSON.stringify(given.body),
        };
  const response = direct ? new TextResponse(made.text, made) : new Response(made.text, made);
  for (const [name, value] of Object.entries(given.headers ?? {})) response.headers.set(name, value);
  allowOrigin(request, response.headers);
  return response;
}

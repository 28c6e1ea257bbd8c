import { type ApiKey, toAccountSid } from '@/lib/accounts/api-keys';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { getSettings } from '@/lib/config/settings';
import type { Database } from '@/lib/db/client';
import type { Visitor } from '@/lib/flows/deps';
import { identifyClient } from './api-client';
import { getDeps } from './deps';
import { readFormBody } from './read-body';
import { explainFault, type RouteHandler } from './route';
import { type TwilioErrorCode, twilioError } from './twilio-errors';
import { visitorFrom } from './visitor';

export interface TwilioContext {
  db: Database;
  key: ApiKey;
  accountSid: string;
  owner: ChallengeOwner;
  visitor: Visitor;
  /** Fields of the form, or of the query of a GET. */
  fields: Partial<Record<string, string>>;
  params: Record<string, string>;
  /** Address of this API, for the links in its answers. */
  base: string;
}

export interface TwilioReply {
  status?: number;
  body?: unknown;
  error?: TwilioErrorCode;
  detail?: string;
  retryAfterSeconds?: number;
}

/** An operation of the Verify API: Basic authentication with a key of ours, forms in, Twilio's JSON out. */
export function twilioRoute(handle: (context: TwilioContext) => Promise<TwilioReply>): RouteHandler {
  return async (request, { params }) => {
    const visitor = visitorFrom(request.headers);
    const { requestId } = visitor;
    try {
      const { db } = getDeps();
      const client = await identifyClient(db, request, { needsKey: true, scope: 'codes' });
      if (!client.ok) return twilioError(20003, requestId);
      const fields = await readFields(request);
      if (fields === null) return twilioError(20001, requestId);
      const key = client.value.key!;
      const reply = await handle({
        db,
        key,
        accountSid: toAccountSid(key.id),
        owner: client.value.owner,
        visitor: {
          ...visitor,
          api: { keyId: key.id, perMinute: key.perMinute, perAddressHour: key.perAddressHour },
        },
        fields,
        params: (await params) as Record<string, string>,
        base: `${getSettings().appUrl.origin}/v2`,
      });
      if (reply.error) return twilioError(reply.error, requestId, reply);
      const headers = { 'cache-control': 'no-store', 'x-request-id': requestId };
      return Response.json(reply.body, { status: reply.status ?? 200, headers });
    } catch (error) {
      const fault = explainFault(error, requestId);
      return twilioError('problem' in fault && fault.problem === 'unavailable' ? 20503 : 20500, requestId);
    }
  };
}

async function readFields(request: Request): Promise<Record<string, string> | null> {
  if (request.method === 'GET') {
    const query = Object.fromEntries(new URL(request.url).searchParams);
    return JSON.stringify(query).includes('\\u0000') ? null : query;
  }
  const form = await readFormBody(request);
  return form.ok ? form.value : null;
}

/** 405 in Twilio's form. */
export const refuseTwilioMethod: RouteHandler = async (request) =>
  twilioError(20004, visitorFrom(request.headers).requestId);

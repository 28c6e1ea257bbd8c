import type { RouteHandler } from '@/lib/web/route';
import * as resend from './v1/codes/[id]/resend/route';
import * as code from './v1/codes/[id]/route';
import * as verify from './v1/codes/[id]/verify/route';
import * as codes from './v1/codes/route';
import * as me from './v1/customers/me/route';
import * as passwordResets from './v1/password-resets/route';
import * as registrations from './v1/registrations/route';
import * as refresh from './v1/sessions/refresh/route';
import * as revoke from './v1/sessions/revoke/route';
import * as sessions from './v1/sessions/route';

type Handlers = Readonly<Record<string, unknown>>;

/** What applications call for every customer. The others are rare, and go the way through Next. */
const routes: readonly [RegExp, Handlers][] = [
  [/^\/api\/v1\/codes$/, codes],
  [/^\/api\/v1\/codes\/([\w-]+)$/, code],
  [/^\/api\/v1\/codes\/([\w-]+)\/verify$/, verify],
  [/^\/api\/v1\/codes\/([\w-]+)\/resend$/, resend],
  [/^\/api\/v1\/sessions$/, sessions],
  [/^\/api\/v1\/sessions\/refresh$/, refresh],
  [/^\/api\/v1\/sessions\/revoke$/, revoke],
  [/^\/api\/v1\/customers\/me$/, me],
  [/^\/api\/v1\/password-resets$/, passwordResets],
  [/^\/api\/v1\/registrations$/, registrations],
];

export interface DirectCall {
  handle: RouteHandler;
  params: Record<string, string>;
}

/** The very handler that Next would run, with what it reads from the path; null: ask Next. `path` without the query. */
export function findDirectCall(method: string, path: string): DirectCall | null {
  for (const [pattern, handlers] of routes) {
    const match = pattern.exec(path);
    if (!match) continue;
    if (!Object.hasOwn(handlers, method)) return null;
    return {
      handle: handlers[method] as RouteHandler,
      params: match[1] === undefined ? {} : { id: match[1] },
    };
  }
  return null;
}

/** scripts/web-worker.mjs finds it there. */
export function offerDirectCalls(): void {
  (globalThis as unknown as Record<symbol, typeof findDirectCall>)[Symbol.for('latchkey.direct')] =
    findDirectCall;
}

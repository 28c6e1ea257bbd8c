import type { NewSession } from '@/lib/accounts/sessions';
import type { EventPart } from '@/lib/audit/record-event';
import { Prisma } from '@/lib/db/client';
import { clientSubject } from '@/lib/limits/client-subject';
import type { Visitor } from './deps';
import { sessionLife } from './session-life';

/** The session of a sign-in, and the event that tells of it (a part of the same statement), whatever it was earned by. */
export function newSession(
  { userId, methods, sessionId }: { userId: string; methods: string[]; sessionId: string },
  visitor: Visitor,
): { session: NewSession; event: EventPart } {
  const client = clientSubject(visitor.clientAddress);
  return {
    session: {
      userId,
      methods,
      ...sessionLife(methods),
      userAgent: visitor.userAgent,
      clientAddress: client,
      deviceHash: visitor.deviceHash,
      isApplication: visitor.api !== undefined,
    },
    event: {
      event: {
        type: 'signed_in',
        userId,
        sessionId,
        requestId: visitor.requestId,
        client,
        data: { methods },
      },
      condition: Prisma.sql`FROM session`,
      found: Prisma.sql`CASE WHEN "isNewDevice" THEN '{"newDevice": true}'::jsonb ELSE '{}'::jsonb END`,
    },
  };
}

import { lockAccount } from '@/lib/accounts/find-account';
import { endOneSession, endSessions } from '@/lib/accounts/sessions';
import { endTrust } from '@/lib/accounts/trusted-devices';
import { recordEvent } from '@/lib/audit/record-event';
import { endChallengesAndGrants, endReportedChallenge } from '@/lib/codes/cancel-challenge';
import { readNotMeToken } from '@/lib/config/not-me-token';
import type { Database } from '@/lib/db/client';
import { spendProof } from '@/lib/guard/spend-proof';
import { clientSubject } from '@/lib/limits/client-subject';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';
import { refuseApproval } from './refuse-approval';

interface Reported {
  otpId: string | null;
  userId: string | null;
  template: string;
  channel: string;
  purpose: string | null;
  approvalId: string | null;
  sessionId: string | null;
}

/**
 * "This wasn't me", from the link in a mail. The code of that mail dies, the sign-in that it told of ends; with
 * `endSessions` everything else that is open in the account does, too. Each happens once, however often it is asked.
 */
export async function reportNotMe(
  { db }: Deps,
  input: { token: string; endSessions: boolean; visitor: Visitor },
): Promise<Result<{ sessionsEnded: boolean }, 'link_used'>> {
  const claim = readNotMeToken(input.token);
  if (!claim) return fail('link_used');
  const { deliveryId, until } = claim;
  const { visitor } = input;
  return db.$transaction(async (tx) => {
    const inner = tx as Database;
    const message = await getReported(inner, deliveryId);
    if (!message) return fail('link_used');
    const { otpId, userId } = message;
    const endsAll = input.endSessions && userId !== null;
    if (userId) await lockAccount(inner, userId);
    const isNew = await spendProof(inner, `not-me ${deliveryId}`, until);
    const endsNow = endsAll && (await spendProof(inner, `not-me everything ${deliveryId}`, until));
    if (isNew) await endWhatItTells(inner, message, visitor);
    const ended = endsNow ? await endEverything(inner, userId) : 0;
    if (isNew || endsNow) {
      await recordEvent(inner, {
        type: 'not_me',
        userId,
        otpId,
        deliveryId,
        requestId: visitor.requestId,
        client: clientSubject(visitor.clientAddress),
        data: {
          ...{ template: message.template, channel: message.channel, purpose: message.purpose },
          ...(endsNow ? { ended } : {}),
        },
      });
    }
    return ok({ sessionsEnded: endsAll });
  });
}

/**
 * The account is named only where the message went to an address that is its own now: who got a code for an address that
 * somebody typed wrongly, or lost the address since, ends nobody's sessions.
 */
async function getReported(db: Database, deliveryId: string): Promise<Reported | null> {
  const rows = await db.$queryRaw<Reported[]>`
    SELECT d."otpId"::text AS "otpId", u."id"::text AS "userId", d."template", d."channel", o."purpose",
           d."params"->>'approvalId' AS "approvalId", d."params"->'notMe'->>'sessionId' AS "sessionId"
      FROM "Delivery" d
      LEFT JOIN "Otp" o ON o."id" = d."otpId"
      LEFT JOIN "User" u ON u."id" = d."userId" AND d."address" IN (u."email", u."phone")
     WHERE d."id" = ${deliveryId}::uuid AND d."state" <> 'decoy'`;
  return rows[0] ?? null;
}

async function endWhatItTells(
  db: Database,
  { otpId, userId, approvalId, sessionId }: Reported,
  visitor: Visitor,
): Promise<void> {
  if (otpId) await endReportedChallenge(db, otpId);
  if (!userId) return;
  if (sessionId) await endOneSession(db, userId, sessionId, 'not_me');
  if (approvalId) await refuseApproval({ db }, { id: approvalId, viewer: { userId }, visitor });
}

async function endEverything(db: Database, userId: string): Promise<number> {
  const ended = await endSessions(db, userId, 'not_me');
  await endChallengesAndGrants(db, userId);
  await endTrust(db, userId, { exceptSecret: null });
  return ended;
}

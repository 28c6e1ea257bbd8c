import { findAccountById } from '@/lib/accounts/find-account';
import { isKnownDevice } from '@/lib/accounts/known-device';
import type { Database } from '@/lib/db/client';
import { isChannelOffered } from '@/lib/delivery/channel';
import { enqueueNotice } from '@/lib/delivery/enqueue-notice';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { clientSubject } from '@/lib/limits/client-subject';
import type { Visitor } from './deps';

/**
 * Whether a sign-in that is about to happen comes from a browser that this account does not know. The very first one of
 * an account is no news to anybody. Applications keep no mark: for them the place and the kind of client decide.
 */
export async function isNewDevice(db: Database, userId: string, visitor: Visitor): Promise<boolean> {
  if (await isKnownDevice(db, userId, visitor.deviceHash)) return false;
  const rows = await db.$queryRaw<{ any: boolean; alike: boolean }[]>`
    SELECT count(*) > 0 AS "any",
           coalesce(bool_or("deviceHash" IS NULL AND "clientAddress" = ${clientSubject(visitor.clientAddress)}
                            AND "userAgent" IS NOT DISTINCT FROM ${visitor.userAgent}), false) AS "alike"
      FROM "Session" WHERE "userId" = ${userId}::uuid AND "createdAt" > now() - interval '180 days'`;
  const { any, alike } = rows[0]!;
  return any && !(visitor.api && alike);
}

/** Tells the owner of a sign-in from a new device: by mail where there is one, since texts cost money. */
export async function tellOfSignIn(
  db: Database,
  { userId, sessionId, visitor }: { userId: string; sessionId: string; visitor: Visitor },
): Promise<void> {
  const account = await findAccountById(db, userId);
  if (!account) return;
  const params = { name: account.name, userAgent: visitor.userAgent, notMe: { userId, sessionId } };
  const notice = { userId, template: 'new_sign_in', locale: account.locale, params } as const;
  if (account.email && account.emailVerifiedAt && isChannelOffered('email')) {
    await enqueueNotice(db, { ...notice, channel: 'email', address: account.email });
  } else if (account.phone && account.phoneVerifiedAt && isChannelOffered('sms')) {
    await enqueueNotice(db, { ...notice, channel: 'sms', address: account.phone });
  } else return;
  wakeOutbox();
}

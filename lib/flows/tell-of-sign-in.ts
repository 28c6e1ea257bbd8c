import { findAccountById } from '@/lib/accounts/find-account';
import type { Database } from '@/lib/db/client';
import { isChannelOffered } from '@/lib/delivery/channel';
import { enqueueNotice } from '@/lib/delivery/enqueue-notice';
import { wakeOutbox } from '@/lib/delivery/outbox';
import type { Visitor } from './deps';

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

import type { Account } from '@/lib/accounts/find-account';
import type { Database } from '@/lib/db/client';
import { isChannelOffered } from '@/lib/delivery/channel';
import { enqueueNotice } from '@/lib/delivery/enqueue-notice';
import type { NoticeTemplate } from '@/lib/delivery/messages/template';
import type { Visitor } from './deps';

type Addressee = Pick<
  Account,
  'id' | 'name' | 'email' | 'phone' | 'emailVerifiedAt' | 'phoneVerifiedAt' | 'locale'
>;

/** Tells every proved address of an account what happened. Call `wakeOutbox()` after the commit. */
export async function tellOwner(
  db: Database,
  account: Addressee,
  template: NoticeTemplate,
  visitor: Visitor,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const notice = { userId: account.id, template, locale: account.locale };
  const params = { name: account.name, userAgent: visitor.userAgent, ...facts };
  if (account.email && account.emailVerifiedAt && isChannelOffered('email')) {
    await enqueueNotice(db, { ...notice, channel: 'email', address: account.email, params });
  }
  if (account.phone && account.phoneVerifiedAt && isChannelOffered('sms')) {
    await enqueueNotice(db, { ...notice, channel: 'sms', address: account.phone, params });
  }
}

import type { Account } from '@/lib/accounts/find-account';
import type { Database } from '@/lib/db/client';
import { isChannelOffered } from '@/lib/delivery/channel';
import { enqueueNotice, type Notice } from '@/lib/delivery/enqueue-notice';
import type { NoticeTemplate } from '@/lib/delivery/messages/template';
import type { Visitor } from './deps';

type Addressee = Pick<
  Account,
  'id' | 'name' | 'email' | 'phone' | 'emailVerifiedAt' | 'phoneVerifiedAt' | 'locale'
>;

/** Tells every proved address of an account what happened. Call `wakeOutbox()` after the commit. */
export async function tellOwner(db: Database, ...what: Parameters<typeof noticesToOwner>): Promise<void> {
  for (const notice of noticesToOwner(...what)) await enqueueNotice(db, notice);
}

/** A notice to every proved address of an account. */
export function noticesToOwner(
  account: Addressee,
  template: NoticeTemplate,
  visitor: Visitor,
  facts: Readonly<Record<string, unknown>> = {},
): Notice[] {
  const { id: userId, name, email, emailVerifiedAt, phone, phoneVerifiedAt, locale } = account;
  const notice = { userId, template, locale, params: { name, userAgent: visitor.userAgent, ...facts } };
  const notices: Notice[] = [];
  if (email && emailVerifiedAt && isChannelOffered('email'))
    notices.push({ ...notice, channel: 'email', address: email });
  if (phone && phoneVerifiedAt && isChannelOffered('sms'))
    notices.push({ ...notice, channel: 'sms', address: phone });
  return notices;
}

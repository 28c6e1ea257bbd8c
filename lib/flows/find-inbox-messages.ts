import { deriveChallengeCode } from '@/lib/codes/derive-challenge-code';
import { type InboxMessage, findInboxMessages as renderInbox } from '@/lib/delivery/find-inbox-messages';
import type { Deps } from './deps';

/** What demo mode would have sent, newest first. Empty anywhere else. */
export function findInboxMessages({ db }: Deps): Promise<InboxMessage[]> {
  return renderInbox({ db, deriveCode: deriveChallengeCode });
}

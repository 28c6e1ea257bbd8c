import type { Account } from '@/lib/accounts/find-account';
import { type EventType, recordEvent } from '@/lib/audit/record-event';
import type { Database } from '@/lib/db/client';
import { clientSubject } from '@/lib/limits/client-subject';
import type { Visitor } from './deps';
import { tellOwner } from './tell-owner';

export type FactorChange =
  | 'authenticator_added'
  | 'authenticator_removed'
  | 'code_added'
  | 'code_removed'
  | 'passkey_added'
  | 'passkey_removed'
  | 'backup_codes_made';

/** Writes down a change of the second factors, and tells every proved address of it. */
export async function announceFactorChange(
  db: Database,
  input: {
    account: Account;
    change: FactorChange;
    type: EventType;
    sessionId: string;
    visitor: Visitor;
    kind?: string;
  },
): Promise<void> {
  const { account, change, type, sessionId, visitor, kind } = input;
  await recordEvent(db, {
    type,
    userId: account.id,
    sessionId,
    requestId: visitor.requestId,
    client: clientSubject(visitor.clientAddress),
    data: { change, ...(kind && { kind }) },
  });
  await tellOwner(db, account, 'factor_changed', visitor, { change });
}

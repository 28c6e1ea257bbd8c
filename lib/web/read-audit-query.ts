import type { EventFilter } from '@/lib/audit/find-events';
import { eventTypes } from '@/lib/audit/record-event';
import { type Query, queryChoice, queryText, queryTime, queryUuid } from './read-console-query';

/** The filters of the audit log. */
export function readAuditQuery(query: Query): EventFilter {
  const before = queryText(query, 'before');
  const actor = queryText(query, 'actor');
  return {
    type: queryChoice(query, 'type', eventTypes),
    actor: actor && /^[a-z]+(:[\w-]+)?$/.test(actor) ? actor : null,
    userId: queryUuid(query, 'customer'),
    otpId: queryUuid(query, 'challenge'),
    client: queryText(query, 'client'),
    from: queryTime(query, 'from'),
    to: queryTime(query, 'to'),
    before: before && /^\d{1,18}$/.test(before) ? BigInt(before) : null,
  };
}

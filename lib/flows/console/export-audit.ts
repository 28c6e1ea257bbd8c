import { type EventFilter, exportEvents } from '@/lib/audit/find-events';
import { recordEvent } from '@/lib/audit/record-event';
import type { Deps } from '../deps';

/** The audit log as JSON lines; that it was taken is an event, too. */
export async function* exportAudit({ db }: Deps, filter: EventFilter, actor: string): AsyncGenerator<string> {
  await recordEvent(db, { type: 'admin_action', actor, data: { kind: 'export_audit' } });
  yield* exportEvents(db, filter);
}

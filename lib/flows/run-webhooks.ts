import { getSettings } from '@/lib/config/settings';
import { fanOutEvents } from '@/lib/delivery/webhooks/fan-out-events';
import { sendDueMessages } from '@/lib/delivery/webhooks/send-due-messages';
import type { Deps } from './deps';
import { repeatChore } from './repeat-chore';
import type { ChoreLogger } from './run-guard-chores';

const pollMs = 2_000;

/** Tells other applications what happened, beside the requests and after them. Any number of processes share the work. */
export function runWebhooks({ db }: Deps, logger: ChoreLogger): { stop(): Promise<void> } {
  const turn = async (isStopped: () => boolean) => {
    await fanOutEvents(db);
    while (!isStopped() && (await sendDueMessages(db, getSettings().webhooksMayBePrivate)) > 0);
  };
  return repeatChore(pollMs, turn, (error) => logger.warn({ err: error }, 'webhooks have to wait'));
}

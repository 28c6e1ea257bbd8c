import { getSettings } from '@/lib/config/settings';
import { fanOutEvents } from '@/lib/delivery/webhooks/fan-out-events';
import { sendDueMessages } from '@/lib/delivery/webhooks/send-due-messages';
import type { Deps } from './deps';
import type { ChoreLogger } from './run-guard-chores';

const pollMs = 2_000;

/** Tells other applications what happened, beside the requests and after them. Any number of processes share the work. */
export function runWebhooks({ db }: Deps, logger: ChoreLogger): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  const turn = async () => {
    await fanOutEvents(db);
    while (!stopped && (await sendDueMessages(db, getSettings().webhooksMayBePrivate)) > 0);
  };
  const next = () => {
    if (stopped) return;
    // Jitter, so that processes started together do not ask together.
    timer = setTimeout(
      () => {
        running = turn()
          .catch((error: Error) => logger.warn({ err: error }, 'webhooks have to wait'))
          .finally(next);
      },
      pollMs * (0.75 + Math.random() / 2),
    );
    timer.unref();
  };
  next();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

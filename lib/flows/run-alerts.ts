import { evaluateAlerts, takeAlertTurn } from '@/lib/audit/alerts/evaluate-alerts';
import { sendAlertNotices } from '@/lib/audit/alerts/send-notices';
import { wakeOutbox } from '@/lib/delivery/outbox';
import type { Deps } from './deps';

const pollMs = 5_000;

export interface AlertLogger {
  warn(facts: object, text: string): void;
  info(facts: object, text: string): void;
}

/** Looks after the alerts, beside the requests. Any number of processes share it: each alert is told once. */
export function runAlerts({ db }: Deps, logger: AlertLogger): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  const next = () => {
    if (stopped) return;
    timer = setTimeout(
      () => {
        running = watchAlerts({ db }, logger)
          .catch((error: Error) => logger.warn({ err: error }, 'alerts have to wait'))
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

/** One look. What begins is a line in the log too: where mail is what is broken, nothing else may be left. */
export async function watchAlerts({ db }: Deps, logger: AlertLogger): Promise<void> {
  if (await takeAlertTurn(db)) {
    for (const { kind, rule, subject, value, text } of await evaluateAlerts(db)) {
      const facts = { alert: rule, subject, value };
      if (kind === 'fired') logger.warn(facts, `alert: ${text}`);
      else logger.info(facts, `alert ended: ${text}`);
      wakeOutbox();
    }
  }
  await sendAlertNotices(db);
}

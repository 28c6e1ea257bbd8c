import { evaluateAlerts, takeAlertTurn } from '@/lib/audit/alerts/evaluate-alerts';
import { sendAlertNotices } from '@/lib/audit/alerts/send-notices';
import { wakeOutbox } from '@/lib/delivery/outbox';
import type { Deps } from './deps';
import { repeatChore } from './repeat-chore';

const pollMs = 5_000;

export interface AlertLogger {
  warn(facts: object, text: string): void;
  info(facts: object, text: string): void;
}

/** Looks after the alerts, beside the requests. Any number of processes share it: each alert is told once. */
export function runAlerts({ db }: Deps, logger: AlertLogger): { stop(): Promise<void> } {
  return repeatChore(
    pollMs,
    () => watchAlerts({ db }, logger),
    (error) => logger.warn({ err: error }, 'alerts have to wait'),
  );
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

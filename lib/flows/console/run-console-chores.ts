import { purgeEvents } from '@/lib/audit/purge-events';
import { sealEvents } from '@/lib/audit/seal-events';
import { getSettings } from '@/lib/config/settings';
import type { Deps } from '../deps';
import { promoteListedAdmins } from './promote-listed-admins';

const sealEveryMs = 30_000;
const purgeEveryMs = 60 * 60_000;

export interface ChoreLogger {
  warn(facts: object, text: string): void;
}

/** What the console does beside the requests: makes the listed admins, seals the audit log, and ends what is too old. */
export function runConsoleChores(deps: Deps, logger: ChoreLogger): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve();
  const run = (task: () => Promise<unknown>) => {
    running = running.then(task).catch((error: Error) => {
      logger.warn({ err: error }, 'a chore of the console has to wait');
    });
  };
  const purge = async () => {
    const { auditRetentionDays } = getSettings();
    if (auditRetentionDays !== null) await purgeEvents(deps.db, auditRetentionDays);
  };
  run(() => promoteListedAdmins(deps));
  const timers = [
    setInterval(() => run(() => sealEvents(deps.db)), sealEveryMs),
    setInterval(() => run(purge), purgeEveryMs),
  ];
  for (const timer of timers) timer.unref();
  return {
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      await running;
    },
  };
}

import { purgeEvents } from '@/lib/audit/purge-events';
import { rollUpStatistics } from '@/lib/audit/roll-up-statistics';
import { sealEvents } from '@/lib/audit/seal-events';
import { getSettings } from '@/lib/config/settings';
import type { Deps } from '../deps';
import { promoteListedAdmins } from './promote-listed-admins';

const sealEveryMs = 30_000;
const purgeEveryMs = 60 * 60_000;
const rollUpEveryMs = 60_000;
/** Slices of a day, one after the other: after an upgrade, the former months are counted in a few minutes. */
const slicesATurn = 20;

export interface ChoreLogger {
  warn(facts: object, text: string): void;
}

/** What the console does beside the requests: makes the listed admins, seals the audit log, counts closed hours, and ends what
 * is too old. */
export function runConsoleChores(deps: Deps, logger: ChoreLogger): { stop(): Promise<void> } {
  let stopped = false;
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
  const rollUp = async () => {
    const { retentionDays: keptDays } = getSettings();
    for (let slice = 0; slice < slicesATurn && !stopped; slice += 1) {
      if ((await rollUpStatistics(deps.db, { keptDays })) === 0) return;
    }
  };
  run(() => promoteListedAdmins(deps));
  run(rollUp);
  const timers = [
    setInterval(() => run(() => sealEvents(deps.db)), sealEveryMs),
    setInterval(() => run(purge), purgeEveryMs),
    setInterval(() => run(rollUp), rollUpEveryMs),
  ];
  for (const timer of timers) timer.unref();
  return {
    stop: async () => {
      stopped = true;
      for (const timer of timers) clearInterval(timer);
      await running;
    },
  };
}

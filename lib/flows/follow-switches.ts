import { parseSwitches, setSwitches } from '@/lib/config/switches';
import { findSwitches } from '@/lib/db/operator-switches';
import type { Deps } from './deps';
import type { ChoreLogger } from './run-guard-chores';

const everyMs = 1_000;

/** Takes over what staff has switched, in this process. */
export async function readSwitches({ db }: Deps): Promise<void> {
  setSwitches(parseSwitches(await findSwitches(db)));
}

/** Looks every second: an outage that is switched on hides its channel everywhere before the next person chooses it. */
export function followSwitches(deps: Deps, logger: ChoreLogger): { stop(): Promise<void> } {
  let isAway = false;
  let running: Promise<unknown> = Promise.resolve();
  const look = () => {
    running = running
      .then(() => readSwitches(deps))
      .then(() => {
        isAway = false;
      })
      .catch((error: Error) => {
        // What was known holds; one line for a whole outage of the database.
        if (!isAway) logger.warn({ err: error }, 'the switches of the console cannot be read');
        isAway = true;
      });
  };
  look();
  const timer = setInterval(look, everyMs);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

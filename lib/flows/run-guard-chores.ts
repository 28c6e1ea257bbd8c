import { Prisma } from '@/lib/db/client';
import { deleteInSlices } from '@/lib/db/delete-in-slices';
import { purgeLimitWindows } from '@/lib/limits/purge-limit-windows';
import { flushRefusals } from '@/lib/limits/refusals';
import type { Deps } from './deps';
import { releaseDueFactors } from './release-due-factors';
import { tellHeldOwners } from './tell-held-owners';

const tellEveryMs = 15_000;
const flushEveryMs = 5_000;
const purgeEveryMs = 10 * 60_000;
const releaseEveryMs = 60_000;

export interface ChoreLogger {
  warn(facts: object, text: string): void;
}

/** What the guard does beside the requests: tells held owners, writes down refusals, releases lost factors, and forgets what no longer counts. */
export function runGuardChores(deps: Deps, logger: ChoreLogger): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve();
  const every = (ms: number, task: () => Promise<unknown>) => {
    const timer = setInterval(() => {
      running = running.then(task).catch((error: Error) => {
        logger.warn({ err: error }, 'a chore of the guard has to wait');
      });
    }, ms);
    timer.unref();
    return timer;
  };
  const timers = [
    every(tellEveryMs, () => tellHeldOwners(deps)),
    every(purgeEveryMs, () => purgeGuard(deps)),
    every(flushEveryMs, () => flushRefusals(deps.db)),
    every(releaseEveryMs, () => releaseDueFactors(deps)),
  ];
  return {
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      await running;
      await flushRefusals(deps.db).catch(() => undefined);
    },
  };
}

/** Holds of accounts stay until a success; those of registrations end after a day, those of nobody's address in 30. */
export async function purgeGuard({ db }: Deps, sliceSize?: number): Promise<void> {
  const old = Prisma.sql`"updatedAt" < now() - interval '1 day' AND "subject" LIKE 'open:%'
                      OR "updatedAt" < now() - interval '30 days' AND "subject" LIKE 'address:%'`;
  await purgeLimitWindows(db, sliceSize);
  await deleteInSlices(db, 'SpentProof', Prisma.sql`"expiresAt" < now()`, sliceSize);
  await deleteInSlices(db, 'SmsTally', Prisma.sql`"slice" < now() - interval '8 days'`, sliceSize);
  await deleteInSlices(db, 'Hold', old, sliceSize);
}

import { clockFaults } from './clock-faults';
import { databaseFaults } from './database-faults';
import { type Fault, Skipped } from './fault';
import { startFaultTarget } from './fault-target';
import { untilWorking } from './flow';
import { killFaults } from './kill-faults';
import { mailFaults } from './mail-faults';
import { redisFaults } from './redis-faults';
import { replicaFaults } from './replica-faults';
import { stopFaults } from './stop-faults';
import { vendorFaults } from './vendor-faults';
import { writeResults } from './write-results';

const faults: Fault[] = [
  ...mailFaults,
  ...vendorFaults,
  ...databaseFaults,
  ...replicaFaults,
  ...redisFaults,
  ...stopFaults,
  ...clockFaults,
  ...killFaults,
];

export const faultNames: readonly string[] = faults.map(({ name }) => name);

/** Real processes, real servers; each fault begins when everything works again. @returns the number of broken promises. */
export async function runFaults(only?: string): Promise<number> {
  const wanted = new RegExp(only ? `^(?:${only})` : '.');
  const chosen = faults.filter(({ name }) => wanted.test(name));
  if (chosen.length === 0) {
    console.error(`There is no fault "${only}". Choose from: ${faultNames.join(', ')}.`);
    return 1;
  }
  const target = await startFaultTarget();
  let broken = 0;
  try {
    for (const { name, promise, run } of chosen) {
      // What a broken promise left behind is not counted twice.
      await untilWorking(target);
      const began = performance.now();
      const result = await run(target).then(
        (detail) => ({ mark: 'held', detail }),
        (error: Error) => {
          if (!(error instanceof Skipped)) console.error(error);
          return {
            mark: error instanceof Skipped ? 'skipped' : '**broken**',
            detail: `${error.name}: ${error.message}`.split('\n')[0]!.slice(0, 300),
          };
        },
      );
      if (result.mark === '**broken**') broken += 1;
      const seconds = (performance.now() - began) / 1000;
      console.log(
        `${result.mark === 'held' ? '✓' : '✗'} ${name} (${seconds.toFixed(0)} s): ${result.detail}`,
      );
      writeResults('Faults', [
        { promise, command: `npm run faults -- ${name}`, result: `${result.mark}: ${result.detail}` },
      ]);
    }
  } finally {
    await target.stop();
  }
  return broken;
}

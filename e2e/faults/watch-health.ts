import { setTimeout as wait } from 'node:timers/promises';
import type { FaultTarget } from './fault-target';
import { ask, type Instance } from './instance';

export interface HealthWatch {
  /** Ends it. @throws where an instance did not answer 200 all the time */
  requireAlive(): Promise<void>;
}

/** Asks /api/health of every instance again and again: whatever is broken around it, the process lives. */
export function watchHealth(instances: readonly Instance[]): HealthWatch {
  let ended = false;
  let asked = 0;
  const bad: string[] = [];
  const loops = instances.map(async ({ baseUrl, port }) => {
    while (!ended) {
      const status = await ask(`${baseUrl}/api/health`, 5_000);
      asked += 1;
      if (status !== 200) bad.push(`${port}: ${status || 'no answer'}`);
      await wait(100);
    }
  });
  return {
    requireAlive: async () => {
      ended = true;
      await Promise.all(loops);
      if (bad.length > 0) throw new Error(`liveness failed ${bad.length} of ${asked} times (${bad[0]})`);
    },
  };
}

/** Until /api/ready of every instance has this status. @returns seconds. @throws after `limitSeconds` */
export async function untilReady(
  target: FaultTarget,
  status: 200 | 503,
  limitSeconds: number,
): Promise<number> {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  for (;;) {
    const answers = await Promise.all(target.instances.map((one) => ask(`${one.baseUrl}/api/ready`)));
    if (answers.every((answer) => answer === status)) return seconds();
    if (seconds() > limitSeconds)
      throw new Error(`readiness said ${answers.join(' and ')} after ${limitSeconds} s, not ${status}`);
    await wait(50);
  }
}

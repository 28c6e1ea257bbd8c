import { availableParallelism } from 'node:os';
import { hash } from '@node-rs/argon2';
import { type Measured, measure, shuffle } from './load';
import type { Work } from './operations';
import type { Scale } from './run';

export const operations = ['page', 'send', 'verify', 'check', 'reset'] as const;
export type Operation = (typeof operations)[number];

/** The figures of each pass, by the system's name. */
export type Passes = Map<string, Record<Operation, Measured>[]>;

/**
 * One pass that does not count, then the others, the systems in an order by chance in each. A server runs for weeks, and V8
 * compiles it within its first thousands of codes: a process is as quick as it gets after some two thousand, ours and theirs.
 */
export async function measurePasses(works: readonly Work[], scale: Scale): Promise<Passes> {
  const passes: Passes = new Map(works.map(({ system }) => [system.name, []]));
  for (const work of works) await pass(work, { ...scale, codes: scale.warmUp * work.system.processes });
  for (let index = 0; index < scale.passes; index++) {
    for (const work of shuffle(works)) passes.get(work.system.name)!.push(await pass(work, scale));
  }
  return passes;
}

async function pass(work: Work, { codes, seconds, resets }: Scale): Promise<Record<Operation, Measured>> {
  const { pid, loginPage } = work.system;
  return {
    page: await measure(pid, { seconds }, loginPage),
    send: await measure(pid, { count: codes }, work.send),
    verify: await measure(pid, { count: codes }, work.verify),
    check: await measure(pid, { seconds }, work.check),
    reset: await measure(pid, { count: resets }, work.reset),
  };
}

/** Hashes a second of a new password with nothing around it: as many at once as there are cores (lib/accounts/password.ts). */
export async function measureArgon2Ceiling(): Promise<number> {
  const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
  const task = () => hash('quiet harbour lamp 42', parameters);
  const { perSecond } = await measure(process.pid, { seconds: 3 }, task, availableParallelism());
  return perSecond;
}

import { setTimeout as wait } from 'node:timers/promises';

/** Longer than any password hash takes on a machine that is not busy. */
const stepMs = 250;

/**
 * Runs a task and answers, where `applies` says so, only at the next full step of a quarter of a second since the
 * beginning: what took 30 ms and what took 200 ms look alike. The waiting costs no processor time.
 */
export async function answerInStep<Done>(
  task: () => Promise<Done>,
  applies: (done: Done) => boolean,
): Promise<Done> {
  const startedAt = performance.now();
  const done = await task();
  if (applies(done)) {
    const taken = performance.now() - startedAt;
    await wait(Math.ceil(taken / stepMs) * stepMs - taken);
  }
  return done;
}

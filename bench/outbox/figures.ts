import { setTimeout as wait } from 'node:timers/promises';
import { milliseconds, percentile } from '../figures';

/** One row of the table: what was measured, and the figure. */
export type Row = (what: string, figure: string) => void;

export const both = (samples: readonly number[]) =>
  `p50 ${milliseconds(percentile(samples, 0.5))}, p99 ${milliseconds(percentile(samples, 0.99))}`;
export const addresses = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name}${index}@example.com`);

export async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 300_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error('it took longer than five minutes');
    await wait(5);
  }
}

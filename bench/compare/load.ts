import { percentile } from '../figures';
import { cpuMs } from './processes';

export interface Measured {
  perSecond: number;
  /** Milliseconds of the application's processes for one operation, all cores together. */
  cpuMs: number;
  p50: number;
  p99: number;
}

/** 16 at once, unless said otherwise. */
const inFlight = 16;

/** Does one task `count` times, or for so many seconds, and counts what it cost the process `pid` and all below it. */
export async function measure(
  pid: number,
  until: { count: number } | { seconds: number },
  task: (index: number) => Promise<unknown>,
  atOnce = inFlight,
): Promise<Measured> {
  const samples: number[] = [];
  const cpuBefore = cpuMs(pid);
  const began = performance.now();
  const isOver = (index: number) =>
    'count' in until ? index >= until.count : performance.now() - began >= until.seconds * 1000;
  let next = 0;
  const work = async () => {
    for (let index = next++; !isOver(index); index = next++) {
      const started = performance.now();
      await task(index);
      samples.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const seconds = (performance.now() - began) / 1000;
  return {
    perSecond: samples.length / seconds,
    cpuMs: (cpuMs(pid) - cpuBefore) / samples.length,
    p50: percentile(samples, 0.5),
    p99: percentile(samples, 0.99),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** How far the lowest and the highest are from each other, as a share of the median. */
export function spread(values: readonly number[]): number {
  return (Math.max(...values) - Math.min(...values)) / median(values);
}

/** The same members in an order by chance. */
export function shuffle<Member>(members: readonly Member[]): Member[] {
  return members
    .map((member) => ({ member, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ member }) => member);
}

import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares in the same time, wherever the first difference is, and whatever the lengths are. */
export function equalTexts(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** A signed time further from now than this is a replay. */
export const toleranceMs = 5 * 60_000;

export function isRecent(at: Date, now: Date): boolean {
  return Math.abs(now.getTime() - at.getTime()) <= toleranceMs;
}

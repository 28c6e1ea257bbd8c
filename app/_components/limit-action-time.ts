'use client';

/** Longer than any answer of ours takes: a server that is busy says so within seconds. */
const patienceMs = 30_000;
let isLimited = false;

/**
 * Ends a call of a server action that nobody answers. Next gives its calls no end, and has them wait for each other:
 * without one, a single lost answer would leave the button spinning, and every later press behind it.
 */
export function limitActionTime(): void {
  if (isLimited) return;
  isLimited = true;
  const fetchWithoutEnd = window.fetch;
  window.fetch = (input, init) => {
    if (init?.signal || !new Headers(init?.headers).has('next-action')) return fetchWithoutEnd(input, init);
    const patience = new AbortController();
    // It holds for the answer's body as well, and does no harm when all has come.
    setTimeout(() => patience.abort(), patienceMs);
    return fetchWithoutEnd(input, { ...init, signal: patience.signal });
  };
}

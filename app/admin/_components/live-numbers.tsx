'use client';

import { useEffect, useState } from 'react';
import type { LiveNumbers } from '@/lib/schemas/live-numbers';

const everyMs = 5_000;
/** After a failure: a server in trouble is not asked as often. */
const againMs = 20_000;

/**
 * What happens now. Renewed while somebody looks, and it says when it no longer is: numbers that stand still look like calm.
 * Without JavaScript it is what the page was loaded with.
 */
export function LiveNumbersBar({ first }: { first: LiveNumbers }) {
  const [numbers, setNumbers] = useState(first);
  const [isCurrent, setIsCurrent] = useState(true);

  useEffect(() => {
    let ended = false;
    let timer: number | undefined;
    async function renew() {
      let next = everyMs;
      if (!document.hidden) {
        const latest = await fetchNumbers();
        if (ended) return;
        if (latest) setNumbers(latest);
        setIsCurrent(latest !== null);
        if (!latest) next = againMs;
      }
      if (!ended) timer = window.setTimeout(renew, next);
    }
    timer = window.setTimeout(renew, everyMs);
    return () => {
      ended = true;
      window.clearTimeout(timer);
    };
  }, []);

  const { requested, sent, verified, failed, queued, oldestSeconds, held } = numbers;
  const waits = oldestSeconds >= 5 ? `, the oldest for ${Math.round(oldestSeconds)} s` : '';
  return (
    <section
      aria-label="Now"
      className="flex flex-wrap items-baseline gap-x-6 gap-y-1 rounded-card border border-line bg-surface px-5 py-3 shadow-low"
    >
      <p className="flex items-center gap-2 text-sm font-semibold text-ink">
        <span
          aria-hidden="true"
          className={`size-2 rounded-full ${isCurrent ? 'bg-success motion-safe:animate-pulse' : 'bg-warning'}`}
        />
        Last 5 minutes
      </p>
      <Figure value={requested} label="asked for" />
      <Figure value={sent} label="sent" />
      <Figure value={verified} label="verified" />
      <Figure value={failed} label="failed calls" />
      <Figure value={queued} label={`waiting${waits}`} />
      <Figure value={held} label="accounts held" />
      <p role="status" className="text-sm font-semibold text-warning empty:absolute">
        {!isCurrent && 'Not renewed: no answer from the server. Load the page again if it stays so.'}
      </p>
    </section>
  );
}

/** Null: the server is away, or the session has ended. */
async function fetchNumbers(): Promise<LiveNumbers | null> {
  try {
    const answer = await fetch('/admin/live', { headers: { accept: 'application/json' }, redirect: 'error' });
    return answer.ok ? ((await answer.json()) as LiveNumbers) : null;
  } catch {
    return null;
  }
}

function Figure({ value, label }: { value: number; label: string }) {
  return (
    <p className="text-sm text-muted">
      <strong className="text-lg font-bold text-ink tabular-nums">{value}</strong> {label}
    </p>
  );
}

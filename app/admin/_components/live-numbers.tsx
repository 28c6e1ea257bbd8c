'use client';

import { useEffect, useState } from 'react';
import type { LiveNumbers } from '@/lib/schemas/live-numbers';

const everyMs = 5_000;

/** What happens now. Renewed while somebody looks; without JavaScript it is what the page was loaded with. */
export function LiveNumbersBar({ first }: { first: LiveNumbers }) {
  const [numbers, setNumbers] = useState(first);

  useEffect(() => {
    let ended = false;
    let timer: number | undefined;
    async function renew() {
      if (!document.hidden) {
        try {
          const answer = await fetch('/admin/live', {
            headers: { accept: 'application/json' },
            redirect: 'error',
          });
          if (answer.ok && !ended) setNumbers((await answer.json()) as LiveNumbers);
        } catch {
          // The session has ended, or the server is away: what stands there stays until the next load.
          return;
        }
      }
      if (!ended) timer = window.setTimeout(renew, everyMs);
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
        <span aria-hidden="true" className="size-2 rounded-full bg-success motion-safe:animate-pulse" />
        Last 5 minutes
      </p>
      <Figure value={requested} label="asked for" />
      <Figure value={sent} label="sent" />
      <Figure value={verified} label="verified" />
      <Figure value={failed} label="failed calls" />
      <Figure value={queued} label={`waiting${waits}`} />
      <Figure value={held} label="accounts held" />
    </section>
  );
}

function Figure({ value, label }: { value: number; label: string }) {
  return (
    <p className="text-sm text-muted">
      <strong className="text-lg font-bold text-ink tabular-nums">{value}</strong> {label}
    </p>
  );
}

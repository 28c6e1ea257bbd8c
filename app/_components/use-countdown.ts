'use client';

import { useEffect, useState } from 'react';

/**
 * Whole seconds left of `seconds`, counted from when they were given. Measured against the browser's own steady clock,
 * so neither its time of day nor a tab that slept makes it wrong. The server renders the full number.
 */
export function useCountdown(seconds: number): number {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const endsAt = performance.now() + seconds * 1000;
    setLeft(seconds);
    if (seconds <= 0) return;
    const timer = setInterval(() => {
      const now = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));
      setLeft(now);
      if (now === 0) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [seconds]);
  return left;
}

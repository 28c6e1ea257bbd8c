'use client';

import { useEffect, useState } from 'react';
import { useCommonWords } from './common-words';

const bars = ['bg-danger', 'bg-danger', 'bg-warning', 'bg-success', 'bg-success'];
// Forced colours take every background away but a system colour.
const reachedBar = 'forced-colors:bg-[Highlight]';
const openBar = 'bg-line forced-colors:border';
const noWords: readonly string[] = [];
/** Until typing pauses: the estimate is for reading, and is not worth a stutter. */
const pauseMs = 150;

/**
 * How easily a new password is guessed, in words, while it is typed. A hint: the server decides by length and by its list
 * of common passwords. The estimator is loaded at the first letter, and not where the customer saves data.
 */
export function PasswordStrength({
  fieldId,
  ownWords = noWords,
}: {
  fieldId: string;
  ownWords?: readonly string[];
}) {
  const { strength } = useCommonWords();
  const [score, setScore] = useState<number | null>(null);
  useEffect(() => {
    const field = document.getElementById(fieldId);
    const savesData = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData;
    if (!(field instanceof HTMLInputElement) || savesData) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const estimate = async () => {
      const typed = field.value;
      if (typed === '') return setScore(null);
      const module = await import('./estimate-strength').catch(() => null);
      if (module && !isGone && field.value === typed) setScore(module.estimateStrength(typed, ownWords));
    };
    const onInput = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void estimate(), pauseMs);
    };
    field.addEventListener('input', onInput);
    return () => {
      isGone = true;
      clearTimeout(timer);
      field.removeEventListener('input', onInput);
    };
  }, [fieldId, ownWords]);
  const reached = score === null ? 0 : Math.max(score, 1);
  return (
    // Its place is there from the start: a button that moved away under the pointer would not be pressed.
    <div className="mt-2 text-sm text-muted noscript:hidden">
      <div className="mb-1 grid grid-cols-4 gap-1" aria-hidden="true">
        {[1, 2, 3, 4].map((step) => (
          <span
            key={step}
            className={`h-1.5 rounded-chip ${score !== null && step <= reached ? `${bars[score]} ${reachedBar}` : openBar}`}
          />
        ))}
      </div>
      <div role="status" className="min-h-[1.45em]">
        {score !== null && strength[score]}
      </div>
    </div>
  );
}

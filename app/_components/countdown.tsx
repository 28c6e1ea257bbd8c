'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import { Phrase } from './phrase';
import { useCountdown } from './use-countdown';

export type CountdownProps = {
  /** Left when the page or the action answered, by the server's clock. */
  seconds: number;
  /** "Resend in {time}" gives "Resend in 0:29". */
  text: string;
  /** Stands there, and is announced, when the time is over. */
  doneText: ReactNode;
  onDone?: () => void;
};

/** A time that runs down. It is silent until its end: a screen reader that counts along is no help. */
export function Countdown({ seconds, text, doneText, onDone }: CountdownProps) {
  const left = useCountdown(seconds);
  const isDone = left <= 0;
  const whenDone = useRef(onDone);

  useEffect(() => {
    whenDone.current = onDone;
  }, [onDone]);

  useEffect(() => {
    if (isDone) whenDone.current?.();
  }, [isDone]);

  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  const shown = (
    <span dir="ltr" className="font-semibold text-ink tabular-nums">
      {time}
    </span>
  );
  return (
    <p className="text-sm text-muted">
      {!isDone && (
        <span role="timer" aria-live="off">
          <Phrase text={text} parts={{ time: shown }} />
        </span>
      )}
      <span role="status">{isDone && doneText}</span>
    </p>
  );
}

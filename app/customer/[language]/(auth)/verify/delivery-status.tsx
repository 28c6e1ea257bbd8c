'use client';

import { useEffect, useState } from 'react';
import { TextLink } from '@/app/_components/text-link';
import { type DeliveryProgress, isSettled } from '@/lib/schemas/delivery-progress';
import type { ProgressTexts } from '@/lib/words/describe-progress';
import type { Words } from '@/lib/words/words';

const source = '/api/verify/delivery';
const pollMs = 3_000;
/** After this, looking on tells nothing new. */
const patienceMs = 10 * 60_000;

/** For the longest that is said on the way: what it says must not move the button just when the code is there to be sent. */
const placeOfTwoLines = 'min-h-[2.9em] noscript:min-h-0';

export interface DeliveryStatusProps {
  initial: DeliveryProgress;
  texts: ProgressTexts;
  words: Words['verify'];
  elsewhereHref: string;
}

/** How far the message has come, live; without script as it was when the page was made, and a way to look again. */
export function DeliveryStatus({ initial, texts, words, elsewhereHref }: DeliveryStatusProps) {
  const progress = useDeliveryProgress(initial);
  const failed = progress.state === 'failed';
  const isLive = !isSettled(initial);
  return (
    <div className="grid gap-1 text-sm">
      <p
        role="status"
        className={`${isLive ? placeOfTwoLines : ''} ${failed ? 'font-semibold text-danger' : 'text-muted'}`}
        data-state={progress.state}
      >
        {texts[failed && progress.unreachable ? 'unreachable' : progress.state]}
      </p>
      {failed && <TextLink href={elsewhereHref}>{words.failedOtherWay}</TextLink>}
      {!isSettled(progress) && (
        <noscript>
          <TextLink href="/verify">{words.checkAgain}</TextLink>
        </noscript>
      )}
    </div>
  );
}

function useDeliveryProgress(initial: DeliveryProgress): DeliveryProgress {
  const [progress, setProgress] = useState(initial);
  useEffect(() => {
    if (isSettled(initial)) return;
    const endsAt = Date.now() + patienceMs;
    let timer: number | undefined;
    const events = new EventSource(source);

    async function poll() {
      if (Date.now() > endsAt) return;
      const latest = await fetch(source, { headers: { accept: 'application/json' } })
        .then((response) => (response.ok ? (response.json() as Promise<DeliveryProgress>) : null))
        .catch(() => null);
      if (latest) setProgress(latest);
      if (!latest || !isSettled(latest)) timer = window.setTimeout(poll, pollMs);
    }

    events.onmessage = (event) => {
      const latest = JSON.parse(event.data) as DeliveryProgress;
      setProgress(latest);
      if (isSettled(latest)) events.close();
    };
    events.onerror = () => {
      // A stream that ended comes back by itself; one that never opened will not.
      if (events.readyState === EventSource.CLOSED && timer === undefined) void poll();
      if (Date.now() > endsAt) events.close();
    };
    return () => {
      events.close();
      window.clearTimeout(timer);
    };
  }, [initial]);
  return progress;
}

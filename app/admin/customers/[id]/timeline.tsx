import type { TimelineEntry } from '@/lib/flows/console/get-customer';
import { When } from '../../_components/when';

const dots: Record<TimelineEntry['tone'], string> = {
  good: 'bg-success',
  bad: 'bg-danger',
  plain: 'bg-field-line',
};

const attemptTones = { good: 'text-success', bad: 'text-danger', open: 'text-muted' } as const;

/** Everything that happened, the newest first; under a message, each provider that was tried, in its own words. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  return (
    <ol className="grid">
      {entries.map(({ key, at, words, actor, client, tone, attempts, deliveryId }) => (
        <li key={key} className="relative grid pl-7">
          <span className="absolute top-0 bottom-0 left-[0.3125rem] w-0.5 bg-line" aria-hidden="true" />
          <span
            className={`absolute top-2 left-0 size-3 rounded-full border-2 border-surface ${dots[tone]}`}
            aria-hidden="true"
          />
          <div className="grid gap-0.5 pb-5">
            <p className="font-medium text-ink">
              <bdi>{words}</bdi>
            </p>
            {attempts.length > 0 && (
              <ul className="grid gap-0.5 text-sm">
                {attempts.map((attempt) => (
                  <li key={attempt.id} className={attemptTones[attempt.tone]}>
                    {attempt.words}
                    {attempt.detail && <bdi className="text-muted"> ({attempt.detail})</bdi>}
                    {attempt.vendorId && <bdi className="break-all text-muted"> · {attempt.vendorId}</bdi>}
                  </li>
                ))}
              </ul>
            )}
            <p className="text-sm text-muted">
              <When at={at} />
              {actor && <> · by {actor.split(':')[0]}</>}
              {client && (
                <>
                  {' '}
                  · from <bdi>{client}</bdi>
                </>
              )}
              {deliveryId && (
                <>
                  {' '}
                  ·{' '}
                  <a
                    href={`/admin/deliveries/${deliveryId}`}
                    className="font-semibold text-accent underline underline-offset-4"
                  >
                    Message
                  </a>
                </>
              )}
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}

import { Fragment } from 'react';
import { Badge } from '@/app/_components/badge';
import type { InboxMessage } from '@/lib/delivery/find-inbox-messages';

const channelNames = { email: 'Email', sms: 'SMS', whatsapp: 'WhatsApp', voice: 'Phone call' } as const;
const time = new Intl.DateTimeFormat('en', { timeStyle: 'medium', timeZone: 'UTC' });

export function InboxMessageCard({ message }: { message: InboxMessage }) {
  return (
    <article className="grid grid-cols-1 gap-3 rounded-card border border-line bg-surface p-5 shadow-high sm:p-6">
      <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <div className="flex min-w-0 flex-wrap items-center gap-2">
          <Badge tone="accent">{channelNames[message.channel]}</Badge>
          <span className="font-medium break-all text-ink">{message.to}</span>
        </div>
        <time dateTime={message.at.toISOString()} className="text-sm text-muted">
          {time.format(message.at)} UTC
        </time>
      </header>
      {message.subject && <h2 className="text-lg font-semibold text-ink">{message.subject}</h2>}
      <p className="font-mono text-sm break-words whitespace-pre-wrap text-ink">
        <MessageText {...message} />
      </p>
    </article>
  );
}

/** A voice would make a number of the code. */
function MessageText({ text, code }: Pick<InboxMessage, 'text' | 'code'>) {
  if (!code) return text;
  const [before, ...others] = text.split(code.typed);
  return (
    <>
      {before}
      {others.map((after, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts never move.
        <Fragment key={index}>
          <span role="img" aria-label={code.spoken}>
            {code.typed}
          </span>
          {after}
        </Fragment>
      ))}
    </>
  );
}

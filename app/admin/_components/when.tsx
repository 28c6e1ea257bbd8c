const time = new Intl.DateTimeFormat('en-GB', {
  day: '2-digit',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZone: 'UTC',
});

/** A time to the second, in UTC: that is what vendors' logs say, too. */
export function When({ at }: { at: Date | null }) {
  if (!at) return <>–</>;
  return (
    <time dateTime={at.toISOString()} className="whitespace-nowrap tabular-nums">
      {time.format(at)}
    </time>
  );
}

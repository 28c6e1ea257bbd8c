import { findSendAttempts } from '@/lib/delivery/find-send-attempts';
import { readAttemptFilter } from '@/lib/web/twilio-attempt-filter';
import { twilioResource } from '@/lib/web/twilio-resource';
import { twilioRoute } from '@/lib/web/twilio-route';
import { renderAttempt } from '@/lib/web/twilio-views';

export const { GET, POST, PUT, PATCH, DELETE } = twilioResource({
  GET: twilioRoute(async (context) => {
    const filter = readAttemptFilter(context);
    const size = readNumber(context.fields.PageSize, 50, 1, 1000);
    const page = readNumber(context.fields.Page, 0, 0, 1_000_000);
    if (filter === null || size === null || page === null) return { error: 60200 };
    // One more than asked for tells whether there is a next page.
    const found = await findSendAttempts(context.db, filter, { limit: size + 1, offset: page * size });
    const pageUrl = (number: number) => {
      const query = new URLSearchParams({
        ...context.fields,
        PageSize: `${size}`,
        Page: `${number}`,
      } as Record<string, string>);
      return `${context.base}/Attempts?${query}`;
    };
    const meta = {
      page,
      page_size: size,
      first_page_url: pageUrl(0),
      previous_page_url: page > 0 ? pageUrl(page - 1) : null,
      url: pageUrl(page),
      next_page_url: found.length > size ? pageUrl(page + 1) : null,
      key: 'attempts',
    };
    return {
      body: { attempts: found.slice(0, size).map((attempt) => renderAttempt(context, attempt)), meta },
    };
  }),
});

function readNumber(text: string | undefined, otherwise: number, min: number, max: number): number | null {
  if (!text) return otherwise;
  const value = Number(text);
  return /^\d{1,7}$/.test(text) && value >= min && value <= max ? value : null;
}

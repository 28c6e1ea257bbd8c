import { fail, ok } from '@/lib/result';
import type { FailureKind } from '../delivery-error';
import { lookUp } from '../look-up';
import { equalTexts } from './equal-texts';
import type { ReadReceipt, ReceiptEvent, StateEvent } from './receipt-event';

/** Status codes of its reports as they are commonly quoted; its own page could not be opened, so none was compared. */
const statuses: Readonly<Record<string, [StateEvent['state'], FailureKind, string]>> = {
  1: ['delivered', 'unavailable', ''],
  2: ['undelivered', 'unavailable', 'It was not delivered.'],
  3: ['delivered', 'unavailable', ''],
  8: ['accepted', 'unavailable', ''],
  9: ['undelivered', 'rejected', 'The number is on the do-not-disturb list.'],
  16: ['undelivered', 'rejected', 'The carrier refuses the text.'],
  17: ['undelivered', 'rejected', 'The number is blocked.'],
  25: ['undelivered', 'rejected', 'The text is refused: check the sender and template registration (DLT).'],
  26: ['undelivered', 'rejected', 'The text is refused: check the sender and template registration (DLT).'],
};

const words: Readonly<Record<string, string>> = { delivered: '1', failed: '2', rejected: '16', sent: '8' };

/**
 * MSG91 signs nothing: its panel lets one add headers to its reports, and MSG91_WEBHOOK_SECRET is the value of one,
 * `X-Webhook-Secret` (or of Authorization).
 */
export const readMsg91Receipt: ReadReceipt = async ({ headers, body }, { msg91 }) => {
  if (!msg91?.webhookSecret) return fail('unconfigured');
  const given =
    headers.get('x-webhook-secret') ?? headers.get('authorization')?.replace(/^Bearer /, '') ?? '';
  if (!equalTexts(given, msg91.webhookSecret)) return fail('forged');
  return ok(readReports(body).flatMap(toEvent));
};

type Report = Record<string, unknown>;

/** One report, a list of them, or the older form: `data=[{"requestId", "report": [{…}]}]`. */
function readReports(body: string): Report[] {
  try {
    const text = body.startsWith('data=') ? (new URLSearchParams(body).get('data') ?? '') : body;
    const value: unknown = JSON.parse(text);
    return (Array.isArray(value) ? value : [value])
      .filter((one): one is Report => typeof one === 'object' && one !== null)
      .slice(0, 1_000)
      .flatMap((one) =>
        Array.isArray(one.report) ? (one.report as Report[]).map((inner) => ({ ...one, ...inner })) : [one],
      );
  } catch {
    return [];
  }
}

function toEvent(report: Report): ReceiptEvent[] {
  const id = report.requestId ?? report.request_id;
  const typed = String(report.status ?? report.desc ?? '').toLowerCase();
  const code = lookUp(words, typed) ?? typed;
  const known = lookUp(statuses, code);
  if (typeof id !== 'string' || !known) return [];
  const [state, kind, detail] = known;
  const event = {
    type: 'state',
    eventId: `${id} ${code}`,
    providers: ['msg91'],
    providerMessageId: id,
    state,
  } as const;
  return [state === 'undelivered' ? { ...event, failure: { kind, vendorCode: code, detail } } : event];
}

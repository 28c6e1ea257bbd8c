import { fail, ok } from '@/lib/result';
import type { FailureKind } from '../delivery-error';
import { lookUp } from '../look-up';
import { equalTexts } from './equal-texts';
import type { ReadReceipt, ReceiptEvent, StateEvent } from './receipt-event';

/** Statuses of its reports. Written against https://msg91.com/help/webhooks/how-can-i-get-the-delivery-reports-on-my-webhook-url. */
const statuses: Readonly<Record<string, [StateEvent['state'], FailureKind, string]>> = {
  1: ['delivered', 'unavailable', ''],
  2: ['undelivered', 'unavailable', 'It was not delivered.'],
  9: ['undelivered', 'rejected', 'The number is on the do-not-disturb list (NDNC).'],
  16: [
    'undelivered',
    'rejected',
    'The carrier refuses the text: check the sender and template registration (DLT).',
  ],
  17: ['undelivered', 'rejected', 'The number is blocked.'],
  25: [
    'undelivered',
    'rejected',
    'The carrier refuses the text: check the sender and template registration (DLT).',
  ],
};

/** The same in words, as `desc` has them. */
const words: Readonly<Record<string, string>> = {
  delivered: '1',
  failed: '2',
  ndnc: '9',
  rejected: '16',
  'blocked number': '17',
};

/**
 * MSG91 signs nothing: its "Webhook (New)" lets one add headers to its reports, and MSG91_WEBHOOK_SECRET is the value of one,
 * `X-Webhook-Secret` (or of Authorization). Written against
 * https://msg91.com/help/webhook-new/how-to-receive-sms-delivery-reports-via-webhook-new.
 */
export const readMsg91Receipt: ReadReceipt = async ({ headers, body }, { msg91 }) => {
  if (!msg91?.webhookSecret) return fail('unconfigured');
  const given =
    headers.get('x-webhook-secret') ?? headers.get('authorization')?.replace(/^Bearer /, '') ?? '';
  if (!equalTexts(given, msg91.webhookSecret)) return fail('forged');
  return ok(readReports(body).flatMap(toEvent));
};

type Report = Record<string, unknown>;

/** One report ("Webhook (New)", v3), a list of them, or v2: a form with `data=[{"requestId", "report": [{…}]}]`. */
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

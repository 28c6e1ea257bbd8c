import { createHash, createHmac } from 'node:crypto';
import { jwtVerify } from 'jose';
import { fail, ok } from '@/lib/result';
import type { FailureKind } from '../delivery-error';
import { lookUp } from '../look-up';
import { parsePrice } from '../parse-price';
import { equalTexts, isRecent } from './equal-texts';
import type { ReadReceipt, ReceiptRequest, StateEvent } from './receipt-event';

/** Written against https://developer.vonage.com/messaging/sms/guides/delivery-receipts. */
const states: Readonly<Record<string, StateEvent['state']>> = {
  accepted: 'accepted',
  buffered: 'accepted',
  delivered: 'delivered',
  failed: 'undelivered',
  rejected: 'undelivered',
  expired: 'undelivered',
};

/**
 * Written against https://developer.vonage.com/messaging/sms/guides/delivery-receipts (`err-code`); 50 to 53 against
 * https://api.support.vonage.com/hc/en-us/articles/204014733.
 */
const errors: Readonly<Record<string, [FailureKind, string]>> = {
  1: ['unavailable', 'It was not delivered, and the carrier gives no reason.'],
  2: ['unavailable', 'The phone is switched off or out of reach.'],
  3: ['invalid_address', 'The number is not in use any more.'],
  4: ['rejected', 'The owner of the number blocks these texts.'],
  5: ['unavailable', 'The number is being moved to another carrier.'],
  6: ['rejected', 'The carrier filters this text.'],
  7: ['unavailable', 'The phone was busy.'],
  8: ['unavailable', 'The carrier has trouble.'],
  9: ['rejected', 'The owner of the number wants no such messages.'],
  10: ['rejected', 'The text is not valid.'],
  11: ['unavailable', 'Vonage has no route to this number.'],
  12: ['unavailable', 'The number cannot be reached.'],
  13: ['rejected', 'The carrier does not deliver by the age of the customer.'],
  14: ['rejected', 'The carrier blocks this number.'],
  15: ['unavailable', 'The prepaid card of the customer is empty.'],
  50: ['rejected', 'The carrier filters this text: check the registration (DLT entity).'],
  51: ['rejected', 'The carrier filters this text: check the registration (DLT header).'],
  52: ['rejected', 'The carrier filters this text: check the registration (DLT template).'],
  53: ['rejected', 'The carrier filters this text: check the registration (DLT consent).'],
  99: ['unavailable', 'The way to the carrier has trouble.'],
};

/**
 * Receipts of the SMS API. They are signed as a JWT in the header (https://developer.vonage.com/getting-started/concepts/webhooks)
 * or by the field `sig` (https://developer.vonage.com/getting-started/concepts/signing-messages), of which only the HMACs
 * with SHA-256 and SHA-512 are taken: the plain MD5 that is Vonage's default proves nothing.
 */
export const readVonageReceipt: ReadReceipt = async (request, { vonage }) => {
  if (!vonage?.signatureSecret) return fail('unconfigured');
  const fields = readFields(request);
  const genuine =
    fields !== null &&
    ((await isSignedByToken(request, vonage.signatureSecret)) ||
      isSignedByField(request, fields, vonage.signatureSecret));
  if (!genuine || (fields['api-key'] !== undefined && fields['api-key'] !== vonage.apiKey))
    return fail('forged');
  const { messageId, status = '', 'err-code': code = '' } = fields;
  const state = lookUp(states, status);
  if (!messageId || !state) return ok([]);
  const [kind, detail] = lookUp(errors, code) ?? ['unavailable', 'It was not delivered.'];
  const event: StateEvent = {
    type: 'state',
    eventId: `${messageId} ${status}`,
    providers: ['vonage'],
    providerMessageId: messageId,
    state,
    price: parsePrice(fields.price, 'EUR'),
  };
  return ok([state === 'undelivered' ? { ...event, failure: { kind, vendorCode: code, detail } } : event]);
};

type Fields = Readonly<Record<string, string>>;

/** JSON, a form, or the query: the account's settings decide. */
function readFields({ url, headers, body }: ReceiptRequest): Fields | null {
  try {
    if (body === '') return Object.fromEntries(new URL(url).searchParams);
    if (!(headers.get('content-type') ?? '').startsWith('application/json')) {
      return Object.fromEntries(new URLSearchParams(body));
    }
    const value = JSON.parse(body) as Record<string, unknown>;
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, String(field)]));
  } catch {
    return null;
  }
}

async function isSignedByToken({ headers, body, now }: ReceiptRequest, secret: string): Promise<boolean> {
  const token = /^Bearer (\S+)$/.exec(headers.get('authorization') ?? '')?.[1];
  if (!token) return false;
  try {
    const { payload } = await jwtVerify(token, Buffer.from(secret), {
      algorithms: ['HS256'],
      currentDate: now,
    });
    const hash = createHash('sha256').update(body).digest('hex');
    const fresh = typeof payload.iat === 'number' && isRecent(new Date(payload.iat * 1000), now);
    return fresh && typeof payload.payload_hash === 'string' && equalTexts(payload.payload_hash, hash);
  } catch {
    return false;
  }
}

function isSignedByField({ now }: ReceiptRequest, { sig = '', ...fields }: Fields, secret: string): boolean {
  const algorithm = sig.length === 64 ? 'sha256' : sig.length === 128 ? 'sha512' : null;
  const at = Number(fields.timestamp);
  if (algorithm === null || !Number.isFinite(at) || !isRecent(new Date(at * 1000), now)) return false;
  const signed = Object.keys(fields)
    .toSorted()
    .map((name) => `&${name}=${fields[name]!.replace(/[&=]/g, '_')}`)
    .join('');
  return equalTexts(createHmac(algorithm, secret).update(signed).digest('hex'), sig.toLowerCase());
}

import { createHash, createHmac } from 'node:crypto';
import type { Channel, ProviderId } from '@/lib/config/delivery-settings';
import { fail, ok } from '@/lib/result';
import { lookUp } from '../look-up';
import { twilioFailures } from '../providers/twilio-failures';
import { equalTexts } from './equal-texts';
import type { ReadReceipt, ReceiptEvent, ReceiptRequest, StateEvent } from './receipt-event';

/** Written against https://www.twilio.com/docs/messaging/api/message-resource#message-status-values. */
const messageStates: Readonly<Record<string, StateEvent['state']>> = {
  sent: 'accepted',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  failed: 'undelivered',
};

/** Written against https://www.twilio.com/docs/voice/api/call-resource#call-status-values. */
const callStates: Readonly<Record<string, StateEvent['state']>> = {
  ringing: 'accepted',
  'in-progress': 'accepted',
  completed: 'delivered',
  busy: 'undelivered',
  'no-answer': 'undelivered',
  canceled: 'undelivered',
  failed: 'undelivered',
};

/** Twilio's own words for "no more" and "again" (https://help.twilio.com/articles/223134027). */
const stopWords = /^(stop|stopall|unsubscribe|cancel|end|quit|revoke|optout)$/i;
const startWords = /^(start|yes|unstop)$/i;

export const readTwilioReceipt: ReadReceipt = async (request, { twilio }) => {
  if (!twilio) return fail('unconfigured');
  const fields = openSigned(request, twilio.authToken);
  if (!fields || fields.AccountSid !== twilio.accountSid) return fail('forged');
  const event = readMessage(fields, 'twilio') ?? readCall(fields) ?? readOpt(fields);
  return ok(event ? [event] : []);
};

/** Verify tells of its own messages: by the id of the verification, as a form or as JSON. */
export const readTwilioVerifyReceipt: ReadReceipt = async (request, { twilioVerify }) => {
  if (!twilioVerify) return fail('unconfigured');
  const fields = openSigned(request, twilioVerify.authToken);
  if (!fields) return fail('forged');
  const service = fields.ServiceSid ?? fields.service_sid;
  if (service !== undefined && service !== twilioVerify.serviceSid) return fail('forged');
  const sid = fields.VerificationSid ?? fields.verification_sid;
  const status = fields.MessageStatus ?? fields.channel_status ?? '';
  const event = sid
    ? readMessage({ ...fields, MessageSid: sid, MessageStatus: status }, 'twilio-verify')
    : null;
  return ok(event ? [event] : []);
};

type Fields = Readonly<Record<string, string>>;

/**
 * Checks X-Twilio-Signature (https://www.twilio.com/docs/usage/webhooks/webhooks-security): HMAC-SHA1 over the address
 * and the sorted fields; JSON is bound by its hash in the address instead. @returns the fields, null when it is not theirs.
 */
function openSigned({ url, headers, body }: ReceiptRequest, authToken: string): Fields | null {
  const given = headers.get('x-twilio-signature');
  if (!given) return null;
  const isJson = (headers.get('content-type') ?? '').startsWith('application/json');
  const pairs = isJson ? [] : [...new URLSearchParams(body)];
  const signed =
    url +
    pairs
      .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .flat()
      .join('');
  const expected = createHmac('sha1', authToken).update(signed).digest('base64');
  if (!equalTexts(expected, given)) return null;
  if (!isJson) return Object.fromEntries(pairs);
  const hash = new URL(url).searchParams.get('bodySHA256');
  if (!hash || !equalTexts(hash, createHash('sha256').update(body).digest('hex'))) return null;
  try {
    const value = JSON.parse(body) as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
    );
  } catch {
    return null;
  }
}

function readMessage(fields: Fields, provider: ProviderId): ReceiptEvent | null {
  const sid = fields.MessageSid ?? fields.SmsSid;
  const status = fields.MessageStatus ?? '';
  const state = lookUp(messageStates, status);
  if (!sid || !state) return null;
  const eventId = `${sid} ${status}`;
  const event = { type: 'state', eventId, providers: [provider], providerMessageId: sid, state } as const;
  return state === 'undelivered' ? { ...event, ...explain(fields.ErrorCode) } : event;
}

function readCall(fields: Fields): ReceiptEvent | null {
  const state = lookUp(callStates, fields.CallStatus);
  if (!fields.CallSid || !state) return null;
  const event: StateEvent = {
    type: 'state',
    eventId: `${fields.CallSid} ${fields.CallStatus}`,
    providers: ['twilio'],
    providerMessageId: fields.CallSid,
    state,
  };
  if (state !== 'undelivered') return event;
  const detail = `Nobody took the call (${fields.CallStatus}).`;
  return { ...event, failure: { kind: 'unavailable', vendorCode: fields.CallStatus!, detail } };
}

function readOpt(fields: Fields): ReceiptEvent | null {
  const { MessageSid, From = '', Body = '', OptOutType = '' } = fields;
  const word = OptOutType || Body.trim();
  const type = stopWords.test(word) ? 'stop' : startWords.test(word) ? 'start' : null;
  if (!type || !MessageSid || fields.MessageStatus) return null;
  const channel: Channel = From.startsWith('whatsapp:') ? 'whatsapp' : 'sms';
  return {
    type,
    eventId: `${MessageSid} ${type}`,
    channel,
    address: From.replace('whatsapp:', ''),
    provider: 'twilio',
  };
}

function explain(errorCode: string | undefined): Pick<StateEvent, 'failure' | 'suppress'> {
  const [kind, detail] = twilioFailures[Number(errorCode)] ?? ['unavailable', 'It was not delivered.'];
  const failure = { kind, vendorCode: errorCode ?? null, detail };
  return errorCode === '21610' ? { failure, suppress: 'stopped' } : { failure };
}
